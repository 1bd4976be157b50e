"""Signed documents (RFC 7515): one strict way in and one way out, and the keys for both.

What belongs here: everything that touches the JOSE library. Sizes, alphabets and forms are checked
before any key is used, and nothing leaves a reading but a value or a refusal. What does not: what
the claims mean; the module of each kind of token knows that.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from auth import jwk_form, strict_json
from auth.jwk_form import UnfitError
from auth.refusals import NotAuthenticated, Refusal

ALGORITHMS: Final = ("ES256", "PS256", "Ed25519", "EdDSA")
"""FAPI 2.0 Security Profile section 5.4.1; "Ed25519" and "EdDSA" name the same (RFC 9864)."""

MAX_LENGTH: Final = 12 * 1024
"""Characters of one token (design); the longest honest one, an RSA-4096 proof, has about 2,500."""

_MODEL: Final = {
    name: JWSRegistry.algorithms["Ed25519" if name == "EdDSA" else name] for name in ALGORITHMS
}
_KEY_TYPE: Final = jwk_form.KEY_TYPE
_KEY_CLASS: Final[Mapping[str, type[ECKey | RSAKey | OKPKey]]] = {
    "EC": ECKey,
    "RSA": RSAKey,
    "OKP": OKPKey,
}

_COMPACT: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_KID: Final = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]{1,200}")
"""Printable ASCII without quote and backslash, as error texts may be (RFC 6749 section 5.2)."""

_OCTETS: Final = range(256, 513)
"""Octets of a signature by an RSA key that is taken here: those of its modulus (RFC 8017 8.1.1)."""


class BadToken(NotAuthenticated):
    """A signed document that is not what it must be; `code` says why, for the audit event alone."""

    default_title = "The signed document does not hold"


def b64encode(raw: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def b64decode(text: str) -> bytes:
    """Read base64url without padding, in its one canonical spelling.

    Raises:
        BadToken: it is none.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as problem:
        raise BadToken("base64_malformed") from problem
    if b64encode(raw) != text:
        # Spare bits would give one token several spellings.
        raise BadToken("base64_malformed")
    return raw


@dataclass(frozen=True)
class PublicKey:
    """A public key fit to verify with; equal keys have equal thumbprints (RFC 7638)."""

    thumbprint: str
    kid: str | None = field(compare=False)
    key_type: str = field(compare=False)
    jwk: Mapping[str, str] = field(compare=False, repr=False)
    _native: ECKey | RSAKey | OKPKey = field(compare=False, repr=False)

    def fits(self, signature: bytes, *, alg: str) -> bool:
        """Whether this key could have made a signature of that kind and length."""
        if _KEY_TYPE[alg] != self.key_type:
            return False
        # Three octets take four characters.
        return self.key_type != "RSA" or len(signature) == len(self.jwk["n"]) * 3 // 4

    def verifies(self, message: bytes, *, signature: bytes, alg: str) -> bool:
        """Whether this key made the signature over the message."""
        return _KEY_TYPE[alg] == self.key_type and _MODEL[alg].verify(
            message, signature, self._native
        )


@dataclass(frozen=True)
class PrivateKey:
    """A P-256 key to sign with; it never shows itself."""

    _native: ECKey = field(repr=False)

    @cached_property
    def public(self) -> PublicKey:
        """The half that may be published."""
        return public_key({k: v for k, v in self._native.as_dict().items() if k != "kid"})

    def pem(self) -> bytes:
        """PKCS #8 text for a file that only its owner may read."""
        return self._native.as_pem(private=True)

    def sign(self, claims: Mapping[str, Any], *, typ: str, kid: str) -> str:
        """Make a compact JWS with ES256 over the claims as JSON."""
        header = {"alg": "ES256", "typ": typ, "kid": kid}
        segments = [
            b64encode(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims)
        ]
        message = ".".join(segments)
        return f"{message}.{b64encode(_MODEL['ES256'].sign(message.encode(), self._native))}"


def generate_key() -> PrivateKey:
    """A new P-256 key."""
    return PrivateKey(ECKey.generate_key("P-256", private=True))


def private_key(pem: bytes) -> PrivateKey:
    """Read a P-256 key from PKCS #8 text.

    Raises:
        ValueError: it is no such key.
    """
    native = ECKey.import_key(pem)
    if not native.is_private or native.curve_name != "P-256":
        raise ValueError("a P-256 private key is needed")
    return PrivateKey(native)


def public_key(jwk: Mapping[str, Any]) -> PublicKey:
    """Take a JWK (RFC 7517) in, if it is one of the few kinds in use and holds no private part.

    Raises:
        BadToken: anything else.
    """
    kid = jwk.get("kid")
    if kid is not None and not (isinstance(kid, str) and _KID.fullmatch(kid)):
        raise BadToken("key_id")
    try:
        members = jwk_form.members(jwk)
        native = _imported(tuple(members.items()))
    except UnfitError as problem:
        raise BadToken(problem.code) from problem
    return PublicKey(_thumbprint(members), kid, members["kty"], MappingProxyType(members), native)


@lru_cache(maxsize=2048)
def _imported(members: tuple[tuple[str, str], ...]) -> ECKey | RSAKey | OKPKey:
    jwk: dict[str, Any] = dict(members)
    try:
        # In one spelling alone: others would give one key several thumbprints (RFC 7638).
        octets = {name: b64decode(jwk[name]) for name in jwk.keys() - {"kty", "crv"}}
        jwk_form.check_numbers(octets)
        return _KEY_CLASS[jwk["kty"]].import_key(jwk)
    except (JoseError, ValueError, UnsupportedAlgorithm, BadToken) as problem:
        raise UnfitError("key_form") from problem


def _stranger(kind: str, *, octets: int) -> PublicKey:
    """A key of that kind that nobody holds, to spend on it the time of one that somebody does.

    An RSA key has the octets of the signature, or the most there may be if no key has as many.
    """
    return _strangers(kind, octets if kind == "RSA" and octets in _OCTETS else _OCTETS[-1])


@lru_cache(maxsize=len(_OCTETS) + 2)
def _strangers(kind: str, octets: int) -> PublicKey:
    if kind == "EC":
        return generate_key().public
    if kind == "OKP":
        made = OKPKey.generate_key("Ed25519", private=False).as_dict()
        return public_key({name: made[name] for name in ("kty", "crv", "x")})
    # No prime is needed to verify in vain.
    return public_key({"kty": kind, "n": b64encode(b"\xff" * octets), "e": "AQAB"})


def _thumbprint(members: Mapping[str, str]) -> str:
    ordered = json.dumps(dict(members), sort_keys=True, separators=(",", ":"))
    return b64encode(hashlib.sha256(ordered.encode()).digest())


@dataclass(frozen=True)
class Sealed:
    """A signed document that is well formed; whether it is genuine is not yet known."""

    header: Mapping[str, Any]
    alg: str
    kid: str | None
    unproven: Mapping[str, Any] = field(repr=False)
    """The payload as it claims to be; only good for finding whose key to try."""
    _message: bytes = field(repr=False)
    _signature: bytes = field(repr=False)

    def proven(self, keys: Iterable[PublicKey], *, tries: int = 0) -> Mapping[str, Any]:
        """The payload, once one of the keys has verified it; a `kid` narrows the choice.

        Args:
            keys: those that may have signed it. Of several with one `kid` each that fits is tried
                (FAPI 2.0 section 5.4.3).
            tries: how many signatures are verified at least before it is refused, so that the time
                does not tell whether and how many keys there are.

        Raises:
            BadToken: no key with that `kid`, or none that made this signature.
        """
        named = [key for key in keys if self.kid is None or self.kid in (key.kid, key.thumbprint)]
        fitting = [key for key in named if key.fits(self._signature, alg=self.alg)]
        if any(self._verified(key) for key in fitting):
            return self.unproven
        for _ in range(len(fitting), tries):
            stranger = _stranger(_KEY_TYPE[self.alg], octets=len(self._signature))
            self._verified(stranger)
        raise BadToken("signature_wrong" if named else "key_unknown")

    def _verified(self, key: PublicKey) -> bool:
        return key.verifies(self._message, signature=self._signature, alg=self.alg)


def read(token: str, *, typ: Collection[str | None]) -> Sealed:
    """Read a compact JWS whose header and payload are JSON objects.

    `typ` lists the media types accepted, in lower case and without "application/"; None stands for
    an absent one. The header's `jku`, `x5u` and `x5c` are never followed; `crit` and `b64` are
    refused, since nothing critical is understood here (RFC 7515 section 4.1.11).

    Raises:
        BadToken: too long, malformed, of another type or algorithm.
    """
    parts = _COMPACT.fullmatch(token) if len(token) <= MAX_LENGTH else None
    if parts is None:
        raise BadToken("token_form")
    header = _object(parts[1])
    if _media_type(header.get("typ")) not in typ:
        raise BadToken("token_type")
    alg, kid = header.get("alg"), header.get("kid")
    if not isinstance(alg, str) or alg not in ALGORITHMS or {"crit", "b64"} & header.keys():
        raise BadToken("token_algorithm")
    if kid is not None and not (isinstance(kid, str) and _KID.fullmatch(kid)):
        raise BadToken("key_id")
    message = token.rpartition(".")[0].encode("ascii")
    return Sealed(header, alg, kid, _object(parts[2]), message, b64decode(parts[3]))


def _object(segment: str) -> dict[str, Any]:
    try:
        return strict_json.read_object(b64decode(segment))
    except BadToken:
        raise
    except Refusal as refusal:
        raise BadToken(refusal.code) from refusal


def _media_type(typ: object) -> str | None:
    if typ is None:
        return None
    return typ.lower().removeprefix("application/") if isinstance(typ, str) else ""
