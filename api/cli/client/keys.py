"""A client's private key: making one, reading one, and signing with it.

What belongs here: the three algorithms a client may sign with (FAPI 2.0 Security Profile section
5.4.1) and the forms of a key (RFC 7517). What does not: what is signed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import serialize_compact

ALGORITHMS: Final = ("ES256", "PS256", "Ed25519")

_KEY_SIZE: Final = 3072
"""Bits of a new RSA key: NIST SP 800-57 part 1 wants no fewer beyond 2030."""

_FITTING: Final[Mapping[tuple[str, str | None], str]] = {
    ("EC", "P-256"): "ES256",
    ("RSA", None): "PS256",
    ("OKP", "Ed25519"): "Ed25519",
}
_CLASSES: Final[Mapping[str, type[ECKey | RSAKey | OKPKey]]] = {
    "EC": ECKey,
    "RSA": RSAKey,
    "OKP": OKPKey,
}


class KeyFault(Exception):  # noqa: N818 - names what is wrong with the key
    """What was given is no private key that a client can use; the message never repeats it."""


@dataclass(frozen=True)
class ClientKey:
    """A private key and the one algorithm it signs with."""

    alg: str
    _native: ECKey | RSAKey | OKPKey = field(repr=False)

    @classmethod
    def generate(cls, alg: str) -> ClientKey:
        """A new key for one of `ALGORITHMS`."""
        if alg == "PS256":
            return cls(alg, RSAKey.generate_key(_KEY_SIZE))
        if alg == "Ed25519":
            return cls(alg, OKPKey.generate_key("Ed25519"))
        return cls("ES256", ECKey.generate_key("P-256"))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> ClientKey:
        """Read a private JWK.

        Raises:
            KeyFault: another kind of key, a public one, or one that does not hold together.
        """
        kind, curve = jwk.get("kty"), jwk.get("crv")
        alg = _FITTING.get((str(kind), str(curve) if curve else None))
        if alg is None:
            raise KeyFault("A client's key is a JWK of P-256, RSA or Ed25519.")
        try:
            native = _CLASSES[str(kind)].import_key(
                {name: str(part) for name, part in jwk.items() if name not in _ABOUT}
            )
        except (JoseError, ValueError, KeyError) as problem:
            raise KeyFault("The key in this file does not hold together.") from problem
        if not native.is_private:
            raise KeyFault("This is the public half of a key; the private one is needed.")
        return cls(alg, native)

    @cached_property
    def thumbprint(self) -> str:
        """The key's name: its RFC 7638 thumbprint."""
        return self._native.thumbprint()

    @cached_property
    def public_jwk(self) -> dict[str, Any]:
        """The half to register with the service."""
        return {**self._native.as_dict(private=False), "kid": self.thumbprint, "use": "sig"}

    def private_jwk(self) -> dict[str, Any]:
        """The whole key, for a file that only its owner may read."""
        return {**self._native.as_dict(private=True), "kid": self.thumbprint, "use": "sig"}

    def pem(self) -> bytes:
        """The whole key as PKCS #8 text, for a library that reads no JWK."""
        return self._native.as_pem(private=True)

    def sign(self, claims: Mapping[str, Any], *, header: Mapping[str, Any]) -> str:
        """A compact JWS (RFC 7515) over the claims as JSON."""
        protected = {"alg": self.alg, **header}
        payload = json.dumps(claims, separators=(",", ":")).encode()
        return serialize_compact(protected, payload, self._native, algorithms=[self.alg])

    def proof_header(self) -> dict[str, Any]:
        """The header of a DPoP proof, which carries the bare public key (RFC 9449 section 4.2)."""
        return {"typ": "dpop+jwt", "jwk": self._native.as_dict(private=False)}


_ABOUT: Final = frozenset({"kid", "use", "alg", "key_ops"})
"""Members that say what a key is for; the algorithm is told by the key itself."""
