"""Tokens as an agency's system gets and shows them: RFC 7523 assertions, RFC 9449 proofs, RFC 9396.

What belongs here: making what is signed, and remembering a token until it ends. What does not:
sending requests.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from api.cli.client.credentials import Credentials

DETAILS_TYPE: Final = "urn:safershare:agreement-access:v1"
ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523
ASSERTION_LIFE: Final = 60
"""Seconds an assertion lives; the service accepts up to 300 (design)."""

_MARGIN: Final = timedelta(seconds=15)
"""A token this close to its end is replaced, so that it does not end on its way."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Wanted:
    """What a token is asked for; an office token names neither agreement nor purpose."""

    scope: str
    agreement: str | None = None
    purpose: str | None = None

    @property
    def details(self) -> str | None:
        """The `authorization_details` parameter, or None for an office token."""
        if self.agreement is None and self.purpose is None:
            return None
        named = {"agreement": self.agreement, "purpose": self.purpose}
        asked = {name: value for name, value in named.items() if value is not None}
        return json.dumps([{"type": DETAILS_TYPE, **asked}])


@dataclass(frozen=True)
class Token:
    """A token as it was answered, and when it ends by our own clock."""

    value: str = field(repr=False)
    kind: str
    ends_at: datetime
    answer: Mapping[str, Any] = field(repr=False)

    def holds(self, now: datetime) -> bool:
        """Whether it can still be shown."""
        return now + _MARGIN < self.ends_at


def form(credentials: Credentials, *, wanted: Wanted, now: datetime) -> dict[str, str]:
    """The body of a token request; its assertion is good for this one request."""
    asked = {
        "grant_type": "client_credentials",
        "client_id": credentials.client_id,
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": _assertion(credentials, now=now),
        "scope": wanted.scope,
    }
    return asked | ({"authorization_details": wanted.details} if wanted.details else {})


def _assertion(credentials: Credentials, *, now: datetime) -> str:
    issued = int(now.timestamp())
    claims = {
        "iss": credentials.client_id,
        "sub": credentials.client_id,
        "aud": credentials.issuer,
        "iat": issued,
        "exp": issued + ASSERTION_LIFE,
        "jti": secrets.token_urlsafe(24),
    }
    return credentials.key.sign(claims, header={"kid": credentials.key.thumbprint})


def proof(
    credentials: Credentials,
    *,
    method: str,
    url: str,
    now: datetime,
    token: str | None = None,
    nonce: str | None = None,
) -> str:
    """A DPoP proof (RFC 9449 section 4.2) for one request to a URL without query and fragment."""
    claims: dict[str, Any] = {
        "htm": method,
        "htu": url,
        "iat": int(now.timestamp()),
        "jti": secrets.token_urlsafe(24),
    }
    if token is not None:
        digest = hashlib.sha256(token.encode("ascii")).digest()
        claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
    if nonce is not None:
        claims["nonce"] = nonce
    return credentials.key.sign(claims, header=credentials.key.proof_header())


def received(answer: Mapping[str, Any], *, now: datetime) -> Token:
    """The token in the answer of the token endpoint (RFC 6749 section 5.1)."""
    life = answer.get("expires_in", 0)
    return Token(
        str(answer["access_token"]),
        "DPoP" if str(answer.get("token_type", "")).lower() == "dpop" else "Bearer",
        now + timedelta(seconds=int(life)),
        answer,
    )
