"""Access tokens as JWTs (RFC 9068): what one says, how one is made, and how one is believed.

What belongs here: the claims, minting and strict verification. What does not: whether a token was
revoked and what its agreement allows now; that is looked up at the moment of use.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from auth import details, jose, scopes
from auth.details import Granted
from auth.dpop import AHEAD
from auth.jose import BadToken, PrivateKey, PublicKey
from auth.numeric_date import instant
from auth.refusals import Refusal

TOKEN_TYPE: Final = "at+jwt"

LIFE: Final = timedelta(seconds=300)
"""How long a token is good (design)."""

_AGENCY: Final = "urn:safershare:agency:"
_AGENCY_NAME: Final = re.compile(
    re.escape(_AGENCY) + r"([a-z0-9][a-z0-9-]{0,39}):([a-z0-9][a-z0-9-]{0,39})"
)


@dataclass(frozen=True)
class AccessToken:
    """What a token says. `jkt` is None for an unbound one, `granted` for an office one."""

    jti: str
    partnership_id: str
    agency_id: str
    client_id: str
    scopes: frozenset[str]
    granted: Granted | None
    jkt: str | None
    issued_at: datetime
    expires_at: datetime

    @property
    def scheme(self) -> str:
        """The authentication scheme it must be sent with (RFC 9449 section 7.1, RFC 6750)."""
        return "DPoP" if self.jkt else "Bearer"


def new(
    *,
    partnership_id: str,
    agency_id: str,
    client_id: str,
    scopes: frozenset[str],
    granted: Granted | None,
    jkt: str | None,
    now: datetime,
) -> AccessToken:
    """A token that begins now, in whole seconds as a NumericDate is commonly read."""
    issued_at = now.replace(microsecond=0)
    return AccessToken(
        str(uuid.uuid4()),
        partnership_id,
        agency_id,
        client_id,
        scopes,
        granted,
        jkt,
        issued_at,
        issued_at + LIFE,
    )


def claims(token: AccessToken, *, issuer: str, resource: str) -> dict[str, Any]:
    """The token's claims (RFC 9068 section 2.2, RFC 9449 section 6, RFC 9396 section 9.1)."""
    said: dict[str, Any] = {
        "iss": issuer,
        "sub": token.client_id,
        "client_id": token.client_id,
        "aud": resource,
        "iat": int(token.issued_at.timestamp()),
        "exp": int(token.expires_at.timestamp()),
        "jti": token.jti,
        "scope": scopes.text(token.scopes),
        "agency": f"{_AGENCY}{token.partnership_id}:{token.agency_id}",
    }
    if token.jkt:
        said["cnf"] = {"jkt": token.jkt}
    if token.granted:
        said["authorization_details"] = token.granted.document(resource=resource)
    return said


def mint(token: AccessToken, *, issuer: str, resource: str, kid: str, key: PrivateKey) -> str:
    """The token as the string a client sends."""
    return key.sign(claims(token, issuer=issuer, resource=resource), typ=TOKEN_TYPE, kid=kid)


def verify(
    token: str,
    *,
    find: Callable[[str], Iterable[PublicKey]],
    issuer: str,
    resource: str,
    now: datetime,
) -> AccessToken:
    """Believe a token, if a key of this service signed it, for this API, and its time is not over.

    `find` gives the published keys with a name.

    Raises:
        BadToken: it does not hold; `token_expired` where only its time has passed.
    """
    sealed = jose.read(token, typ={TOKEN_TYPE})
    if sealed.alg != "ES256" or sealed.kid is None:
        raise BadToken("token_algorithm")
    said = sealed.proven(find(sealed.kid))
    if said.get("iss") != issuer or said.get("aud") != resource:
        raise BadToken("token_audience")
    try:
        read = _read(said, resource=resource)
    except (Refusal, KeyError, TypeError, ValueError) as problem:
        raise BadToken("token_claims") from problem
    if now >= read.expires_at:
        raise BadToken("token_expired")
    if read.issued_at > now + AHEAD:
        raise BadToken("token_not_yet")
    return read


def _read(said: Mapping[str, Any], *, resource: str) -> AccessToken:
    """The claims as values; any that this service never writes raise one error or another."""
    partnership_id, agency_id = _agency(_text(said["agency"]))
    issued_at, expires_at = instant(said["iat"]), instant(said["exp"])
    client_id, bound_to = _text(said["client_id"]), said.get("cnf")
    if said["sub"] != client_id or issued_at is None or expires_at is None:
        raise ValueError("claims that this service never writes")
    return AccessToken(
        str(uuid.UUID(_text(said["jti"]))),
        partnership_id,
        agency_id,
        client_id,
        scopes.parse(_text(said["scope"])),
        _granted(said.get("authorization_details"), resource=resource),
        None if bound_to is None else _text(bound_to["jkt"]),
        issued_at,
        expires_at,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a claim that is no text")
    return value


def _agency(name: str) -> tuple[str, str]:
    parts = _AGENCY_NAME.fullmatch(name)
    if parts is None:
        raise ValueError("not the name of an agency")
    return parts[1], parts[2]


def _granted(listed: object, *, resource: str) -> Granted | None:
    if listed is None:
        return None
    entry = listed[0] if isinstance(listed, list) and len(listed) == 1 else None
    wanted = details.asked(entry if isinstance(entry, Mapping) else {}, resource=resource)
    if wanted.datatypes is None or wanted.actions is None:
        raise ValueError("claims that this service never writes")
    return Granted(wanted.agreement_id, wanted.purpose, wanted.datatypes, wanted.actions)
