"""Mutated JOSE: assertions, proofs and tokens that begin as honest ones and go wrong at random.

What belongs here: drawing documents from a seed, most of them under a genuine signature so that
they get far. What does not: sending them.
"""

import json
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from tests.oauth_client import Key, b64

DEEP: Any = []
for _ in range(200):
    DEEP = [DEEP]

VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**400, -(10**400), 1e308, 2**64, "", " ", "é", "\U0001f4a5",
    "\x00", "\ud800", '"', "\\", "a\nb", "' OR 1=1 --\"", "../../etc/passwd", "x" * 5_000, [], [[]],
    {}, {"a": {"b": []}}, DEEP, ["ES256"], {"kty": "EC"}, "none", "HS256", "RS256", "ES512",
    "EdDSA", "at+jwt", "dpop+jwt", "JWT", "%00", "%s%n", "=cmd|' /C calc'!A0", "0", "-0", "NaN",
)  # fmt: skip
"""What may stand in the place of any value."""

NAMES = (
    "alg", "typ", "kid", "jwk", "jku", "x5c", "x5u", "crit", "b64", "zip", "cty", "iss", "sub",
    "aud", "exp", "iat", "nbf", "jti", "htm", "htu", "ath", "nonce", "cnf", "scope", "client_id",
    "agency",     "authorization_details", "kty", "crv", "x", "y", "n", "e", "d", "use", "key_ops",
)  # fmt: skip

OBJECTS = (
    b"", b"[]", b"{}", b"null", b"7", b'"text"', b"[" * 5_000, b'{"a":' * 1_500, b"{", b"{'a':1}",
    b'{"alg":"ES256","alg":"none"}', b'{"exp":NaN}', b'{"exp":1e999}', b'{"exp":-Infinity}',
    b'{"exp":' + b"9" * 5_000 + b"}", b"\xff\xfe", b"\xef\xbb\xbf{}", b'{"a":"\\u0000"}',
    b'{"kid":"\\ud800"}', b'{"a":1}{"b":2}', b"\x00", b'{"a":"\x00"}', b'{"\\u0000":1}',
)  # fmt: skip
"""What may stand in the place of a whole header or payload."""

JWKS: tuple[Any, ...] = (
    {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
    {"kty": "EC", "crv": "P-521", "x": "A" * 88, "y": "A" * 88},
    {"kty": "EC", "crv": "P-256", "x": "_" * 43, "y": "_" * 43},
    {"kty": "RSA", "n": "A" * 342, "e": "AQAB"},
    {"kty": "RSA", "n": "_" * 683, "e": "____" * 1},
    {"kty": "RSA", "n": "_" * 342, "e": "AQ"},
    {"kty": "RSA", "n": "_" * 90_000, "e": "AQAB"},
    {"kty": "OKP", "crv": "Ed25519", "x": "A" * 43},
    {"kty": "OKP", "crv": "Ed448", "x": "A" * 76},
    {"kty": "oct", "k": "AAAA"},
    {"kty": ["EC"]},
    DEEP,
)


class Mutants:
    """Draws mutated documents; equal seeds draw the same."""

    def __init__(self, random: Random, *, strangers: tuple[Key, ...]) -> None:
        self._random = random
        self._strangers = strangers

    def of(self, header: Mapping[str, Any], claims: Mapping[str, Any], *, key: Key) -> str:
        """A document that began as this one."""
        draw = self._random
        bent = draw.random() < 0.8
        head = self._bent({"alg": key.alg, **header}) if bent else {"alg": key.alg, **header}
        said = self._bent(claims) if draw.random() < 0.6 or not bent else dict(claims)
        raw = [self._octets(head), self._octets(said)]
        if draw.random() < 0.15:
            raw[draw.randrange(2)] = draw.choice(OBJECTS)
        signer = key if draw.random() < 0.8 else draw.choice(self._strangers)
        text = signer.raw_jws(raw[0], raw[1])
        return draw.choice(BENDS)(text, draw) if draw.random() < 0.25 else text

    def _bent(self, members: Mapping[str, Any]) -> dict[str, Any]:
        """Some members changed, taken away or added."""
        draw, changed = self._random, dict(members)
        for _ in range(draw.randint(1, 3)):
            name = draw.choice([*members, draw.choice(NAMES)])
            if draw.random() < 0.2:
                changed.pop(name, None)
            elif name == "jwk":
                changed[name] = draw.choice(JWKS)
            else:
                changed[name] = self.value()
        return changed

    def value(self) -> Any:
        """Something that may stand anywhere."""
        draw = self._random
        drawn = draw.choice(VALUES)
        if draw.random() < 0.1:
            return [drawn] * draw.randint(1, 4)
        return {draw.choice(NAMES): drawn} if draw.random() < 0.1 else drawn

    def _octets(self, members: Mapping[str, Any]) -> bytes:
        """JSON, in which at times a member is named twice."""
        text = json.dumps(members)
        if members and self._random.random() < 0.05:
            name = json.dumps(self._random.choice(list(members)))
            text = text[:-1] + f",{name}:1}}"
        return text.encode()


def _flipped(text: str, draw: Random) -> str:
    place = draw.randrange(len(text))
    return text[:place] + draw.choice("AZaz09-_=. \t\"'%\xe9\x80") + text[place + 1 :]


def _random(text: str, draw: Random) -> str:
    return b64(draw.randbytes(draw.randint(0, 300)))


BENDS: tuple[Callable[[str, Random], str], ...] = (
    _flipped,
    _random,
    lambda text, draw: text[: draw.randrange(len(text))],
    lambda text, draw: text.rpartition(".")[0] + ".",
    lambda text, draw: text.rpartition(".")[0] + "." + b64(bytes(64)),
    lambda text, draw: text + "=" * draw.randint(1, 3),
    lambda text, draw: text + "." + text,
    lambda text, draw: text + ", " + text,
    lambda text, draw: f" {text} ",
    lambda text, draw: text * 12,
    lambda text, draw: "." * draw.randint(0, 5),
    lambda text, draw: "eyJ" + "A" * draw.choice((10, 20_000)),
    lambda text, draw: json.dumps({"payload": text, "signatures": []}),
)
"""What may be done to a compact document as it is."""
