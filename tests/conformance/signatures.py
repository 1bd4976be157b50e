"""Signed documents (RFC 7515) that are not what they must be, as assertions and as tokens.

What belongs here: forms, algorithms and keys that must be refused wherever a document is read. What
does not: claims.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.conformance.assertions import now
from tests.conformance.check import Check
from tests.conformance.party import Party
from tests.oauth_client import Key, b64

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def claims(party: Party) -> dict[str, Any]:
    """The claims of an honest assertion."""
    name = party.name
    unique = b64(hashlib.sha256(repr((name, now(), party.place.sent)).encode()).digest())
    return {"iss": name, "sub": name, "aud": party.issuer, "exp": now(60), "jti": unique}


def message(party: Party, header: Mapping[str, Any]) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims(party)).encode())}"


def signed(party: Party, header: Mapping[str, Any], signature: bytes) -> str:
    return f"{message(party, header)}.{b64(signature)}"


def shared_secret(party: Party) -> str:
    """HS256 with the public key as the secret (RFC 8725 section 2.1)."""
    secret = party.client.key.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    head = message(party, {"alg": "HS256", "typ": "JWT"})
    return f"{head}.{b64(hmac.digest(secret, head.encode(), 'sha256'))}"


def by_rsa(party: Party, alg: str) -> str:
    """RS256, of which FAPI 2.0 knows nothing."""
    head = message(party, {"alg": alg, "typ": "JWT"})
    return f"{head}.{b64(RSA.sign(head.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def raw(party: Party, header: bytes, payload: bytes | None = None) -> str:
    """Octets under the client's own signature."""
    body = json.dumps(claims(party)).encode() if payload is None else payload
    return party.client.key.raw_jws(header, body)


def head(party: Party, **more: Any) -> bytes:
    return json.dumps({"alg": party.client.key.alg, "typ": "JWT", **more}).encode()


def parts(party: Party) -> list[str]:
    return party.client.assertion().split(".")


def respelled(party: Party) -> str:
    """The same octets with a spare bit set in the last character."""
    text = party.client.assertion()
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + letters[letters.index(text[-1]) ^ 1]


def moved(party: Party) -> str:
    """One assertion's claims under another's signature."""
    first, second = parts(party), parts(party)
    return ".".join((first[0], first[1], second[2]))


def with_own_key(party: Party, **header: Any) -> str:
    """An assertion by a stranger that brings the key to verify it with."""
    stranger = Key.make()
    said = {"typ": "JWT", "jwk": stranger.jwk, **header}
    return stranger.jws(said, claims(party))


ALGORITHMS = (
    Check("FAPI 2.0 SP 5.4.1 (1)", "none is no algorithm",
          lambda p: p.fails_with(signed(p, {"alg": "none", "typ": "JWT"}, b"x" * 64))),
    Check("RFC 7515 6", "nothing is no signature",
          lambda p: p.fails_with(message(p, {"alg": "none"}) + ".")),
    Check("FAPI 2.0 SP 5.4.1 (1)", "none is no algorithm however it is signed",
          lambda p: p.fails(header={"alg": "none"})),
    Check("RFC 8725 3.1", "a public key is no shared secret",
          lambda p: p.fails_with(shared_secret(p))),
    Check("FAPI 2.0 SP 5.4.1 (1)", "RS256 is not taken",
          lambda p: p.fails_with(by_rsa(p, "RS256"))),
    Check("FAPI 2.0 SP 5.4.1 (1)", "RS256 is not taken for PS256",
          lambda p: p.fails_with(by_rsa(p, "PS256"))),
    Check("FAPI 2.0 SP 5.4.1 (1)", "ES384 is not taken",
          lambda p: p.fails(header={"alg": "ES384"})),
    Check("RFC 7515 4.1.1", "an algorithm must be named",
          lambda p: p.fails_with(raw(p, b'{"typ":"JWT"}'))),
    Check("RFC 7515 4.1.1", "a list is no algorithm",
          lambda p: p.fails(header={"alg": [p.alg]})),
    Check("RFC 7515 4.1.1", "the name of an algorithm is read as it is written",
          lambda p: p.fails(header={"alg": p.alg.swapcase()})),
    Check("RFC 8725 3.1", "a key signs by its own algorithm alone",
          lambda p: p.fails(header={"alg": "PS256" if p.alg == "ES256" else "ES256"})),
    Check("RFC 7518 3.4", "a signature of noughts is none",
          lambda p: p.fails_with(signed(p, {"alg": "ES256"}, bytes(64)))),
    Check("RFC 7515 5.2", "a signature for other claims is none",
          lambda p: p.fails_with(moved(p))),
    Check("RFC 7515 5.2", "a shorter signature is none",
          lambda p: p.fails_with(p.client.assertion()[:-8])),
)  # fmt: skip

KEYS = (
    Check("RFC 8725 3.10", "a key that the assertion brings is not trusted",
          lambda p: p.fails_with(with_own_key(p))),
    Check("RFC 8725 3.10", "jku is not followed",
          lambda p: p.fails_with(with_own_key(p, jku="https://keys.example/jwks"))),
    Check("FAPI 2.0 SP 5.4.2 (2)", "x5u is not followed",
          lambda p: p.fails_with(with_own_key(p, x5u="https://keys.example/cert"))),
    Check("RFC 7515 4.1.4", "kid must name a key of the client",
          lambda p: p.fails(header={"kid": "another"})),
    Check("RFC 8725 3.10", "kid with a quote is refused",
          lambda p: p.fails(header={"kid": "' OR 1=1 --\""})),
    Check("RFC 8725 3.10", "kid beyond ASCII is refused", lambda p: p.fails(header={"kid": "é"})),
    Check("RFC 8725 3.10", "kid that is a path is refused",
          lambda p: p.fails(header={"kid": "../../../dev/null"})),
    Check("RFC 7515 4.1.4", "kid that is a list is refused",
          lambda p: p.fails(header={"kid": [p.client.key.thumbprint]})),
    Check("RFC 7515 4.1.4", "an empty kid is refused", lambda p: p.fails(header={"kid": ""})),
)  # fmt: skip

TYPES = (
    Check("RFC 8725 3.11", "an access token is no assertion",
          lambda p: p.fails(header={"typ": "at+jwt"})),
    Check("RFC 8725 3.11", "a proof is no assertion",
          lambda p: p.fails(header={"typ": "dpop+jwt"})),
    Check("RFC 8725 3.11", "an issued access token is no assertion",
          lambda p: p.fails_with(p.token)),
    Check("RFC 7515 4.1.9", "a type that is a list is refused",
          lambda p: p.fails(header={"typ": ["JWT"]})),
    Check("RFC 7515 4.1.11", "what is critical and not understood is refused",
          lambda p: p.fails(header={"crit": ["exp"], "exp": 1})),
    Check("RFC 7515 4.1.11", "an empty list of what is critical is refused",
          lambda p: p.fails(header={"crit": []})),
    Check("RFC 7797 3", "an unencoded payload is refused",
          lambda p: p.fails(header={"b64": False})),
)  # fmt: skip

FORMS = (
    Check("RFC 7515 2", "padding is refused", lambda p: p.fails_with(p.client.assertion() + "==")),
    Check("RFC 7515 2", "a space is refused", lambda p: p.fails_with(" " + p.client.assertion())),
    Check("RFC 7515 2", "spare bits are refused", lambda p: p.fails_with(respelled(p))),
    Check("RFC 7515 3.1", "two parts are refused",
          lambda p: p.fails_with(".".join(parts(p)[:2]))),
    Check("RFC 7516 3.1", "five parts are refused",
          lambda p: p.fails_with(p.client.assertion() + ".a.b")),
    Check("RFC 7515 7.2", "the form in JSON is refused",
          lambda p: p.fails_with(json.dumps(dict(zip(("protected", "payload", "signature"),
                                                     parts(p), strict=True))))),
    Check("RFC 7515 4", "a header that is a list is refused",
          lambda p: p.fails_with(raw(p, b"[" + head(p) + b"]"))),
    Check("RFC 7519 7.2", "claims that are a list are refused",
          lambda p: p.fails_with(raw(p, head(p), b"[]"))),
    Check("RFC 7515 4", "a header member that is named twice is refused",
          lambda p: p.fails_with(raw(p, head(p)[:-1] + b',"typ":"JWT"}'))),
    Check("RFC 7519 4", "a claim that is named twice is refused",
          lambda p: p.fails_with(raw(p, head(p), json.dumps(claims(p)).encode()[:-1]
                                     + b',"aud":"x"}'))),
    Check("RFC 8259 8.1", "claims that are not UTF-8 are refused",
          lambda p: p.fails_with(raw(p, head(p), b'{"a":"\xff"}'))),
    Check("RFC 8259 6", "NaN is refused", lambda p: p.fails_with(raw(p, head(p), b'{"exp":NaN}'))),
    Check("RFC 8259 9", "deep nesting is refused",
          lambda p: p.fails_with(raw(p, head(p), b'{"a":' + b"[" * 6000))),
    Check("RFC 8259 7", "NUL in a name is refused", lambda p: p.fails(jti="a\x00b")),
    Check("RFC 8725 3.11", "an assertion of more than 12 KB is refused though it is honest",
          lambda p: p.fails(pad="x" * 13_000)),
)  # fmt: skip

CHECKS = (*ALGORITHMS, *KEYS, *TYPES, *FORMS)
