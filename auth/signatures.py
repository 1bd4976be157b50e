"""Signatures of terms: what an agency signs, and whether a signature holds.

What belongs here: the form of a signature, a JWS (RFC 7515) over the hash of the canonical terms,
and its verification. What does not: which keys count, and what follows from a signature.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from auth import jose
from auth.jose import PublicKey
from auth.refusals import Refusal, Unprocessable
from auth.terms import Terms

SIGNATURE_TYPE: Final = "agreement-signature+jwt"
"""The media type in a signature's header, so that no other token can pass for one (RFC 8725)."""


def signature_claims(terms: Terms, *, agency_id: str) -> dict[str, str | int]:
    """What an agency signs: which terms, by their hash, and as whom."""
    return {
        "partnership": terms.partnership_id,
        "agreement": terms.agreement_id,
        "version": terms.version,
        "agency": agency_id,
        "terms_sha256": terms.sha256,
    }


def verify_signature(jws: str, *, terms: Terms, agency_id: str, keys: Iterable[PublicKey]) -> None:
    """Check that the agency's key signed these very terms.

    Raises:
        Unprocessable: the JWS is malformed, by another key, or about something else.
    """
    try:
        claims = jose.read(jws, typ={SIGNATURE_TYPE}).proven(keys)
    except Refusal as refusal:
        raise _unsigned(refusal.code) from refusal
    expected = signature_claims(terms, agency_id=agency_id)
    if {name: claims.get(name) for name in expected} != expected:
        raise _unsigned("signature_of_other_terms")


def _unsigned(code: str) -> Unprocessable:
    strange = code == "key_unknown"
    said = "No confirmed signing key of the agency made this signature."
    return Unprocessable(
        code, detail=said if strange else "The signature does not hold for these terms."
    )


@lru_cache(maxsize=4096)
def is_signed(jws: str, *, terms: Terms, agency_id: str, keys: tuple[PublicKey, ...]) -> bool:
    """Every argument is immutable, so the answer is too: one verification each is enough."""
    try:
        verify_signature(jws, terms=terms, agency_id=agency_id, keys=keys)
    except Unprocessable:
        return False
    return True
