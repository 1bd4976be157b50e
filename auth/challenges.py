"""Challenges: what a refused request is told about the token it needs (RFC 6750, RFC 9449).

What belongs here: the WWW-Authenticate and DPoP-Nonce fields of a refusal, in one place. What does
not: when to refuse.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from auth import jose, metadata
from auth.context import AuthContext
from auth.dpop import BadProof, NonceNeeded
from auth.jose import BadToken
from auth.refusals import Forbidden, NotAuthenticated, Refusal
from auth.tokens import AccessToken

_SAID: Final = (
    (NonceNeeded, "use_dpop_nonce", "The proof must hold the nonce that comes with this answer."),
    (BadProof, "invalid_dpop_proof", "The proof of possession does not hold for this request."),
    (BadToken, "invalid_token", "The access token does not hold, or not any more."),
    (Forbidden, "insufficient_scope", "The access token does not permit this."),
)
"""Kinds of refusal with their error codes (RFC 6750 section 3.1, RFC 9449 sections 7.1 and 9)."""


def challenged(
    refusal: Refusal,
    *,
    scope: str,
    token: AccessToken | None,
    nonce: str | None,
    context: AuthContext,
) -> Refusal:
    """The refusal with its challenge; one that is not about the token stays as it is.

    Args:
        refusal: what the guard found.
        scope: what the request needed.
        token: what it was sent with, as far as that was genuine.
        nonce: the nonce to hand out, where proofs need one.
        context: the wiring.
    """
    for kind, error, said in _SAID:
        if isinstance(refusal, kind):
            bound = token is None or token.jkt is not None
            field = _field(error, scope=scope, bound=bound, context=context)
            return _with(refusal, detail=refusal.detail or said, field=field, nonce=nonce)
    if isinstance(refusal, NotAuthenticated):
        # Without a token there is no error to name (RFC 6750 section 3.1).
        field = _field(None, scope=scope, bound=True, context=context)
        return _with(refusal, detail=refusal.detail, field=f"{field}, Bearer", nonce=nonce)
    return refusal


def insufficient(*, scope: str, bound: bool, context: AuthContext) -> str:
    """The challenge of a refusal that came after the guard had let the caller in."""
    return _field("insufficient_scope", scope=scope, bound=bound, context=context)


def _with(refusal: Refusal, *, detail: str, field: str, nonce: str | None) -> Refusal:
    fields = {"WWW-Authenticate": field} | ({"DPoP-Nonce": nonce} if nonce else {})
    return replace(refusal, detail=detail, headers={**refusal.headers, **fields})


def _field(error: str | None, *, scope: str, bound: bool, context: AuthContext) -> str:
    parts = {
        "error": error,
        "scope": scope if error == "insufficient_scope" else None,
        "algs": " ".join(jose.ALGORITHMS) if bound else None,
        "resource_metadata": context.url(metadata.RESOURCE_PATH),
    }
    said = ", ".join(f'{name}="{value}"' for name, value in parts.items() if value)
    return f"{'DPoP' if bound else 'Bearer'} {said}"
