"""The form of public keys (RFC 7517): which of them are fit to verify with here.

What belongs here: kinds, members and sizes, as pure checks of what a stranger wrote. What does not:
importing a key and verifying with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

KEY_TYPE: Final = {"ES256": "EC", "PS256": "RSA", "Ed25519": "OKP", "EdDSA": "OKP"}
"""The kind of key for each algorithm (RFC 7518 section 3.1, RFC 8037, RFC 9864)."""

_REQUIRED: Final = {"EC": ("crv", "x", "y"), "RSA": ("e", "n"), "OKP": ("crv", "x")}
"""The members that make a key, as its thumbprint has them (RFC 7638 section 3.2)."""

_CURVE: Final = {"EC": "P-256", "OKP": "Ed25519"}
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_BASE64URL: Final = re.compile(r"[A-Za-z0-9_-]+")

_COORDINATE: Final = 43
"""Base64url characters of 32 octets (RFC 7518 section 6.2.1.2, RFC 8037 section 2)."""

_MODULUS: Final = range(342, 684)
"""Base64url characters of a 2048 to 4096 bit modulus (FAPI 2.0 section 5.4.1; the cap is ours)."""

_BITS: Final = range(2048, 4097)
"""Bits of the same modulus: leading zeros would let a smaller one fill the characters."""

_EXPONENT: Final = 6
"""Base64url characters of a 32 bit public exponent; larger ones only cost time."""


class UnfitError(ValueError):
    """A key that is not fit to verify with; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def members(jwk: Mapping[str, Any]) -> dict[str, str]:
    """The members that make the key, and its kind; nothing else of what was written.

    Raises:
        UnfitError: it is of another kind, for another use, malformed, or holds a private part.
    """
    kind = jwk.get("kty")
    if not isinstance(kind, str) or kind not in _REQUIRED or _PRIVATE & jwk.keys():
        raise UnfitError("key_kind")
    _check_use(jwk, kind=kind)
    required = {name: jwk.get(name) for name in _REQUIRED[kind]}
    if not _well_formed(required, kind=kind):
        raise UnfitError("key_form")
    return {"kty": kind, **{name: str(value) for name, value in required.items()}}


def _check_use(jwk: Mapping[str, Any], *, kind: str) -> None:
    operations = jwk.get("key_ops", ["verify"])
    alg = jwk.get("alg")
    fits = (
        jwk.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
        and (alg is None or (isinstance(alg, str) and KEY_TYPE.get(alg) == kind))
    )
    if not fits:
        raise UnfitError("key_use")


def _well_formed(required: Mapping[str, Any], *, kind: str) -> bool:
    if required.get("crv") != _CURVE.get(kind):
        return False
    numbers = {name: value for name, value in required.items() if name != "crv"}
    if not all(isinstance(text, str) and _BASE64URL.fullmatch(text) for text in numbers.values()):
        return False
    if kind == "RSA":
        return len(numbers["n"]) in _MODULUS and len(numbers["e"]) <= _EXPONENT
    return all(len(text) == _COORDINATE for text in numbers.values())


def check_numbers(octets: Mapping[str, bytes]) -> None:
    """Make sure of the size of an RSA key's numbers, which have no leading zeros (RFC 7518 2).

    Raises:
        UnfitError: the modulus is too small or too large, or a number is spelled with zeros.
    """
    if "n" not in octets:
        return
    bits = int.from_bytes(octets["n"], "big").bit_length()
    if bits not in _BITS or not (octets["n"][0] and octets["e"][0]):
        raise UnfitError("key_form")
