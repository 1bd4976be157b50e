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

from auth import strict_json
from auth.refusals import NotAuthenticated, Refusal

ALGORITHMS: Final = ("ES256", "PS256", "Ed25519", "EdDSA")
"""FAPI 2.0 Security Profile section 5.4.1; "Ed25519" and "EdDSA" name the same (RFC 9864)."""

MAX_LENGTH: Final = 12 * 1024
"""Characters of one token (design); the longest honest one, an RSA-4096 proof, has about 2,500."""

_MODEL: Final = {
    name: JWSRegistry.algorithms["Ed25519" if name == "EdDSA" else name] for name in ALGORITHMS
}
_KEY_TYPE: Final = {"ES256": "EC", "PS256": "RSA", "Ed25519": "OKP", "EdDSA": "OKP"}
_KEY_CLASS: Final[Mapping[str, type[ECKey | RSAKey | OKPKey]]] = {
    "EC": ECKey,
    "RSA": RSAKey,
    "OKP": OKPKey,
}
_REQUIRED: Final = {"EC": ("crv", "x", "y"), "RSA": ("e", "n"), "OKP": ("crv", "x")}
_CURVE: Final = {"EC": "P-256", "OKP": "Ed25519"}
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_COMPACT: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+")
_KID: Final = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]{1,200}")
"""Printable ASCII without quote and backslash, as error texts may be (RFC 6749 section 5.2)."""

_COORDINATE: Final = 43
"""Base64url characters of 32 octets (RFC 7518 section 6.2.1.2, RFC 8037 section 2)."""

_MODULUS: Final = range(342, 684)
"""Base64url characters of a 2048 to 4096 bit modulus (FAPI 2.0 section 5.4.1; the cap is ours)."""

_EXPONENT: Final = 6
"""Base64url characters of a 32 bit public exponent; larger ones only cost time."""


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
    kind, kid = jwk.get("kty"), jwk.get("kid")
    if not isinstance(kind, str) or kind not in _REQUIRED or _PRIVATE & jwk.keys():
        raise BadToken("key_kind")
    if kid is not None and not (isinstance(kid, str) and _KID.fullmatch(kid)):
        raise BadToken("key_id")
    _check_use(jwk, kind=kind)
    members = {name: jwk.get(name) for name in _REQUIRED[kind]}
    if not _well_formed(members, kind=kind):
        raise BadToken("key_form")
    native = _imported(kind, tuple(members.items()))
    shown = {"kty": kind, **{name: str(value) for name, value in members.items()}}
    return PublicKey(_thumbprint(shown), kid, kind, MappingProxyType(shown), native)


def _check_use(jwk: Mapping[str, Any], *, kind: str) -> None:
    operations = jwk.get("key_ops", ["verify"])
    alg = jwk.get("alg", ALGORITHMS[0] if kind == "EC" else None)
    fits = (
        jwk.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
        and (alg is None or (isinstance(alg, str) and _KEY_TYPE.get(alg) == kind))
    )
    if not fits:
        raise BadToken("key_use")


def _well_formed(members: Mapping[str, Any], *, kind: str) -> bool:
    if members.get("crv") != _CURVE.get(kind):
        return False
    numbers = {name: value for name, value in members.items() if name != "crv"}
    if not all(isinstance(text, str) and _BASE64URL.fullmatch(text) for text in numbers.values()):
        return False
    if kind == "RSA":
        return len(numbers["n"]) in _MODULUS and len(numbers["e"]) <= _EXPONENT
    return all(len(text) == _COORDINATE for text in numbers.values())


@lru_cache(maxsize=2048)
def _imported(kind: str, members: tuple[tuple[str, str], ...]) -> ECKey | RSAKey | OKPKey:
    try:
        return _KEY_CLASS[kind].import_key({"kty": kind, **dict(members)})
    except (JoseError, ValueError, UnsupportedAlgorithm) as problem:
        raise BadToken("key_form") from problem


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

    def proven(self, keys: Iterable[PublicKey]) -> Mapping[str, Any]:
        """The payload, once one of the keys has verified it; a `kid` narrows the choice.

        Raises:
            BadToken: no key with that `kid`, or none that made this signature.
        """
        tried = [key for key in keys if self.kid is None or self.kid in (key.kid, key.thumbprint)]
        if not tried:
            raise BadToken("key_unknown")
        for key in tried:
            if key.verifies(self._message, signature=self._signature, alg=self.alg):
                return self.unproven
        raise BadToken("signature_wrong")


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
