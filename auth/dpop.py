"""Proofs of possession (RFC 9449): who sends a request holds the key that its token is bound to.

What belongs here: checking one proof against one request, and nonces that need no storage. What
does not: remembering which proofs were used, and answering the request.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import SplitResult, unquote, urlsplit

from auth import jose
from auth.jose import BadToken
from auth.numeric_date import instant

PROOF_TYPE: Final = "dpop+jwt"

OLDEST: Final = timedelta(seconds=120)
"""How long ago a proof may have been made (design; RFC 9449 section 11.1 asks for a short time)."""

AHEAD: Final = timedelta(seconds=30)
"""How far a client's clock may run ahead: FAPI 2.0 section 5.3.2.1 takes 10 s, refuses over 60."""

NONCE_LIFE: Final = timedelta(seconds=300)
"""How long a nonce is good (design): as long as a token, so that a client fetches one a token."""

_JTI_LENGTH: Final = 255
_MAC_BYTES: Final = 16
_PORTS: Final = {"http": 80, "https": 443}


class BadProof(BadToken):
    """A proof of possession that does not hold."""


class NonceNeeded(BadProof):
    """The proof must carry the service's nonce, which a door hands out with the refusal."""


@dataclass(frozen=True)
class Nonces:
    """Nonces made of a time and a keyed hash of it, so that every worker knows them all."""

    _secret: bytes = field(repr=False)

    def issue(self, *, now: datetime) -> str:
        """A nonce good for `NONCE_LIFE` from now."""
        stamp = int(now.timestamp()).to_bytes(8, "big")
        return jose.b64encode(stamp + self._mac(stamp))

    def holds(self, nonce: object, *, now: datetime) -> bool:
        """Whether this service issued the nonce lately."""
        try:
            raw = jose.b64decode(nonce) if isinstance(nonce, str) else b""
        except BadToken:
            return False
        stamp, mac = raw[:8], raw[8:]
        if not hmac.compare_digest(mac, self._mac(stamp)):
            return False
        age = now - datetime.fromtimestamp(int.from_bytes(stamp, "big"), UTC)
        return -AHEAD <= age <= NONCE_LIFE

    def _mac(self, stamp: bytes) -> bytes:
        return hmac.digest(self._secret, b"dpop-nonce" + stamp, "sha256")[:_MAC_BYTES]


@dataclass(frozen=True)
class Proof:
    """A proof that holds, if it was not used before.

    `jkt` is the thumbprint of its key, `replay_key` what may be seen once until `expires_at`.
    """

    jkt: str
    replay_key: str
    expires_at: datetime


def check(
    proof: str,
    *,
    method: str,
    url: str,
    now: datetime,
    access_token: str | None = None,
    nonces: Nonces | None = None,
) -> Proof:
    """Check a proof without storing anything (RFC 9449 section 4.3).

    Args:
        proof: the DPoP field's value.
        method: the request's method.
        url: the request's public address; query and fragment do not count.
        now: the real time.
        access_token: the token sent along; the proof must then hold its hash.
        nonces: given where a nonce is required.

    Raises:
        BadProof: it does not hold; NonceNeeded where only the nonce is missing or old.
    """
    jkt, claims = _proven(proof)
    if claims.get("htm") != method or _place(claims.get("htu")) != _place(url):
        raise BadProof("proof_other_request")
    made = _fresh(claims, now=now)
    if access_token is not None and claims.get("ath") != _hash(access_token):
        raise BadProof("proof_other_token")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _JTI_LENGTH:
        raise BadProof("proof_jti")
    if nonces is not None and not nonces.holds(claims.get("nonce"), now=now):
        raise NonceNeeded("proof_nonce")
    used = f"dpop\n{jkt}\n{method}\n{url}\n{jti}"
    return Proof(jkt, hashlib.sha256(used.encode()).hexdigest(), made + OLDEST)


def _proven(proof: str) -> tuple[str, Mapping[str, Any]]:
    try:
        sealed = jose.read(proof, typ={PROOF_TYPE})
        jwk = sealed.header.get("jwk")
        key = jose.public_key(jwk if isinstance(jwk, Mapping) else {})
        # The proof brings its own key, so that a `kid` beside it chooses nothing.
        return key.thumbprint, replace(sealed, kid=None).proven([key])
    except BadToken as refusal:
        raise BadProof(refusal.code) from refusal


def _fresh(claims: Mapping[str, Any], *, now: datetime) -> datetime:
    made = instant(claims.get("iat"))
    if made is None or not now - OLDEST <= made <= now + AHEAD:
        raise BadProof("proof_time")
    # A proof need not have them; where it does they count (RFC 7519 sections 4.1.4 and 4.1.5).
    begins, ends = (instant(claims[name]) if name in claims else now for name in ("nbf", "exp"))
    if begins is None or ends is None or begins > now + AHEAD or ends < now:
        raise BadProof("proof_time")
    return made


def _hash(access_token: str) -> str:
    return jose.b64encode(hashlib.sha256(access_token.encode()).digest())


def _place(url: object) -> tuple[str, str, int | None, str] | None:
    """Scheme, host, port and path in one spelling (RFC 3986 sections 6.2.2 and 6.2.3)."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else SplitResult("", "", "", "", "")
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port, unquote(parts.path) or "/"
