"""How the authorization server says no: refusals as the error answers of RFC 6749 section 5.2.

What belongs here: one table from kinds of refusal to error codes, and the error that Authlib
carries. What does not: why; that goes to the audit event. Failures of client authentication answer
in one way, so that nobody can find out which clients exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from authlib.oauth2 import OAuth2Error

from auth import refusals
from auth.client_auth import METHOD, BadAssertion, OtherMethod
from auth.details import BadDetails
from auth.dpop import BadProof, NonceNeeded
from auth.issuing import BadScope, BadTarget
from auth.refusals import Refusal


@dataclass(frozen=True)
class Answer:
    """An error answer. `reason` is for the audit event alone."""

    status: int
    error: str
    description: str
    reason: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, str]:
        """The JSON members of the answer."""
        return {"error": self.error, "error_description": self.description}


_CLIENT: Final = "The client is not known or could not prove who it is."
_PROOF: Final = "The proof of possession does not hold for this request."
_NONCE: Final = "The proof must hold the nonce that comes with this answer."
_DETAILS: Final = "Send exactly one well-formed object of authorization details, or none."
_REQUEST: Final = "Send every parameter once, in a form, in the body."
_AGAIN: Final = "The service cannot answer now; the same request may be sent again later."

# The first kind that fits counts, so that a kind stands before the one it is made from.
_KINDS: Final[tuple[tuple[type[Refusal], int, str, str | None], ...]] = (
    (OtherMethod, 401, "invalid_client", _CLIENT),
    (BadAssertion, 400, "invalid_client", _CLIENT),
    (NonceNeeded, 400, "use_dpop_nonce", _NONCE),
    (BadProof, 400, "invalid_dpop_proof", _PROOF),
    (BadDetails, 400, "invalid_authorization_details", _DETAILS),
    (BadScope, 400, "invalid_scope", None),
    (BadTarget, 400, "invalid_target", None),
    (refusals.Forbidden, 400, "invalid_authorization_details", None),
    (refusals.TooLarge, 413, "invalid_request", _REQUEST),
    (refusals.TooMany, 429, "temporarily_unavailable", _AGAIN),
    (refusals.Unavailable, 503, "temporarily_unavailable", _AGAIN),
    (Refusal, 400, "invalid_request", None),
)

_FROM_AUTHLIB: Final = {
    "unsupported_grant_type": "Only client_credentials is granted here.",
    "invalid_client": _CLIENT,
}


def answer(refusal: Refusal) -> Answer:
    """The answer for a refusal; what it may say is fixed by its kind or by its own sentence."""
    status, error, description = next(
        (status, error, said) for kind, status, error, said in _KINDS if isinstance(refusal, kind)
    )
    said = description or refusal.detail or _REQUEST
    return Answer(status, error, said, refusal.code, refusal.headers)


def answer_of_authlib(error: OAuth2Error) -> Answer:
    """The answer for an error that Authlib found; its texts may repeat what was sent, ours not."""
    code: Any = error.error
    return Answer(400, code, _FROM_AUTHLIB.get(code, _REQUEST), code)


def challenge(scheme: str = METHOD) -> dict[str, str]:
    """The field that a 401 must have (RFC 9110 section 11.6.1); a method is no scheme, but names
    what is wanted.
    """
    return {"WWW-Authenticate": f'{scheme} realm="SaferShare"'}


def unauthorized(answer: Answer) -> Answer:
    """The answer of introspection to whom it does not know (RFC 7662 section 2.3)."""
    return replace(answer, status=401, headers={**challenge(), **answer.headers})


def failure() -> Answer:
    """The answer when the service itself is at fault."""
    return Answer(
        500, "server_error", "The service failed; the failure was written down.", "failed"
    )
