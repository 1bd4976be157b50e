"""Client authentication by a signed assertion (private_key_jwt; RFC 7523, FAPI 2.0).

What belongs here: reading one assertion from a form and checking it against its client's keys. What
does not: finding the client, remembering which assertions were used, and what a door says: it
answers every failure alike, and the reason goes to the audit event.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from auth import jose
from auth.clients import CLIENT_ID, MOST_KEYS, Client
from auth.dpop import AHEAD
from auth.jose import BadToken, Sealed
from auth.numeric_date import instant

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
"""RFC 7523 section 2.2."""

METHOD: Final = "private_key_jwt"
"""The one method, by its registered name (OpenID Connect Core section 9)."""

LIFE: Final = timedelta(seconds=300)
"""The longest life of an assertion (design); the clients in use make them for 60 s."""

_TYPES: Final = frozenset({None, "jwt", "client-authentication+jwt"})
"""Usual, explicit, and explicit by the newest rule (draft-ietf-oauth-rfc7523bis)."""

_JTI_LENGTH: Final = 255


class BadAssertion(BadToken):
    """An assertion that does not hold."""


class OtherMethod(BadAssertion):
    """A client that would authenticate by a field of its request, as none is authenticated here."""


@dataclass(frozen=True)
class Assertion:
    """An assertion that is well formed, and the client it claims to be from."""

    client_id: str
    sealed: Sealed


@dataclass(frozen=True)
class Use:
    """What may be seen once until `expires_at`."""

    replay_key: str
    expires_at: datetime


def read(form: Mapping[str, str]) -> Assertion:
    """Read the assertion of a form.

    Raises:
        BadAssertion: it is missing, malformed, or the form names two clients.
    """
    if form.get("client_assertion_type") != ASSERTION_TYPE or "client_secret" in form:
        raise BadAssertion("assertion_missing")
    try:
        sealed = jose.read(form.get("client_assertion", ""), typ=_TYPES)
    except BadToken as refusal:
        raise BadAssertion(refusal.code) from refusal
    client_id = sealed.unproven.get("iss")
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise BadAssertion("assertion_client")
    if sealed.unproven.get("sub") != client_id or form.get("client_id", client_id) != client_id:
        raise BadAssertion("assertion_client")
    return Assertion(client_id, sealed)


def verify(assertion: Assertion, *, client: Client | None, issuer: str, now: datetime) -> Use:
    """Check an assertion against its client's keys, for this issuer, at this moment.

    Raises:
        BadAssertion: no such client, or the assertion does not hold.
    """
    keys = client.keys if client is not None and client.active else ()
    try:
        # An unknown client costs the time of a known one.
        claims = assertion.sealed.proven(keys, tries=MOST_KEYS)
    except BadToken as refusal:
        raise BadAssertion(_reason(client) or refusal.code) from refusal
    # A list that holds the issuer among others would be good elsewhere too (FAPI 2.0, 5.3.2.1).
    if claims.get("aud") != issuer:
        raise BadAssertion("assertion_audience")
    expires_at = _expiry(claims, now=now)
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _JTI_LENGTH:
        raise BadAssertion("assertion_jti")
    used = f"assertion\n{assertion.client_id}\n{jti}"
    return Use(hashlib.sha256(used.encode()).hexdigest(), expires_at)


def _reason(client: Client | None) -> str:
    """Why a client proves nothing whatever it signs; empty where it could."""
    if client is None:
        return "client_unknown"
    return "" if client.active else "client_revoked"


def _expiry(claims: Mapping[str, Any], *, now: datetime) -> datetime:
    """When the assertion stops to count, if its times are sound (RFC 7523 section 3)."""
    expires_at = instant(claims.get("exp"))
    if expires_at is None or not now < expires_at <= now + AHEAD + LIFE:
        raise BadAssertion("assertion_time")
    for name in ("iat", "nbf"):
        begins = instant(claims[name]) if name in claims else now
        if begins is None or begins > now + AHEAD:
            raise BadAssertion("assertion_time")
    made = instant(claims.get("iat"))
    if made is not None and expires_at - made > LIFE:
        raise BadAssertion("assertion_time")
    return expires_at
