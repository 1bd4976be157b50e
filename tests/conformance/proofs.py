"""Proofs of possession (RFC 9449): at the token endpoint and at the API, which judge them alike.

RFC 9449 section 4.3 numbers its rules; the number in brackets is that of the rule.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.conformance.assertions import HUGE, now
from tests.conformance.check import Check
from tests.conformance.founding import ALGORITHMS, OFFICE, PLAIN
from tests.conformance.party import RETURNS, TOKEN, Party
from tests.conformance.signatures import RSA
from tests.oauth_client import Key, b64

WEAK = rsa.generate_private_key(public_exponent=65537, key_size=1024)
SHORT = rsa.generate_private_key(public_exponent=65537, key_size=2046)


@dataclass(frozen=True)
class Door:
    """Where a proof is sent; calling it makes one, with other header members or claims."""

    party: Party
    api: bool

    @property
    def path(self) -> str:
        return RETURNS if self.api else TOKEN

    @property
    def method(self) -> str:
        return "GET" if self.api else "POST"

    def __call__(self, **changes: Any) -> str:
        return self.party.use_proof(**changes) if self.api else self.party.proof(**changes)

    def by(self, key: Key, *, jwk: object = None) -> str:
        """The proof of somebody with another key."""
        honest = self.party.client.proof_key
        self.party.client.proof_key = key
        try:
            return self(header={"jwk": jwk} if jwk else None)
        finally:
            self.party.client.proof_key = honest

    def raw(self, header: bytes, payload: bytes) -> str:
        """Octets under the client's own key."""
        return self.key.raw_jws(header, payload)

    @property
    def key(self) -> Key:
        assert self.party.client.proof_key is not None
        return self.party.client.proof_key

    @property
    def header(self) -> bytes:
        """An honest header."""
        said = {"typ": "dpop+jwt", "alg": self.key.alg, "jwk": self.key.jwk}
        return json.dumps(said).encode()


class Fault(NamedTuple):
    """One thing wrong with a proof, or, in another table, one that is right."""

    clause: str
    says: str
    proofs: Callable[[Door], str | tuple[str, ...]]


def symmetric(door: Door) -> str:
    return door(header={"alg": "HS256", "jwk": {"kty": "oct", "k": b64(b"s" * 32)}})


def small_rsa(door: Door) -> str:
    return door.by(Key("PS256", WEAK))


def padded_rsa(door: Door) -> str:
    """A key of 1024 bits that zeros make as long as one of 2048."""
    modulus = WEAK.public_key().public_numbers().n.to_bytes(256, "big")
    weak = Key("PS256", WEAK)
    return door.by(weak, jwk={**weak.jwk, "n": b64(modulus)})


def other_curve(door: Door) -> str:
    point = ec.generate_private_key(ec.SECP384R1()).public_key().public_numbers()
    x, y = (b64(number.to_bytes(48, "big")) for number in (point.x, point.y))
    return door(header={"jwk": {"kty": "EC", "crv": "P-384", "x": x, "y": y}})


def with_private_part(door: Door) -> str:
    return door(header={"jwk": {**door.key.jwk, "d": b64(b"d" * 32)}})


FAULTS = (
    Fault("RFC 9449 4.3 (1)", "two proofs are refused", lambda d: (d(), d())),
    Fault("RFC 9449 4.3 (1)", "two proofs in one field are refused",
          lambda d: f"{d()}, {d()}"),
    Fault("RFC 9449 4.3 (2)", "an empty field is refused", lambda d: ""),
    Fault("RFC 9449 4.3 (2)", "what is no JWT is refused", lambda d: "proof"),
    Fault("RFC 9449 4.3 (2)", "a header that is a list is refused",
          lambda d: d.raw(b"[" + d.header + b"]", b"{}")),
    Fault("RFC 9449 4.3 (2)", "deep nesting is refused",
          lambda d: d.raw(d.header, b"[" * 6000)),
    Fault("RFC 9449 4.3 (2)", "a member that is named twice is refused",
          lambda d: d.raw(d.header[:-1] + b',"typ":"dpop+jwt"}', b"{}")),
    Fault("RFC 9449 4.3 (2)", "a proof of more than 12 KB is refused",
          lambda d: d(pad="x" * 13_000)),
    Fault("RFC 9449 4.3 (3)", "a proof names its method", lambda d: d(htm=None)),
    Fault("RFC 9449 4.3 (3)", "a proof names its address", lambda d: d(htu=None)),
    Fault("RFC 9449 4.3 (3)", "a proof says when it was made", lambda d: d(iat=None)),
    Fault("RFC 9449 4.3 (3)", "a proof has a name", lambda d: d(jti=None)),
    Fault("RFC 9449 4.3 (3)", "an empty name is none", lambda d: d(jti="")),
    Fault("RFC 9449 4.3 (3)", "a number is no name", lambda d: d(jti=7)),
    Fault("RFC 9449 11.1", "a name has an end", lambda d: d(jti="x" * 256)),
    Fault("RFC 9449 4.3 (4)", "a JWT is no proof", lambda d: d(header={"typ": "JWT"})),
    Fault("RFC 9449 4.3 (4)", "a proof names its type", lambda d: d(header={"typ": None})),
    Fault("RFC 8725 3.11", "an assertion is no proof", lambda d: d.party.client.assertion()),
    Fault("RFC 9449 4.3 (5)", "none is no algorithm", lambda d: d(header={"alg": "none"})),
    Fault("RFC 9449 4.3 (5)", "a shared secret proves nothing", symmetric),
    Fault("RFC 9449 4.3 (5)", "RS256 is not taken",
          lambda d: d(header={"alg": "RS256", "jwk": Key("PS256", RSA).jwk})),
    Fault("RFC 9449 4.3 (6)", "a proof brings its key", lambda d: d(header={"jwk": None})),
    Fault("RFC 9449 4.3 (6)", "a list is no key", lambda d: d(header={"jwk": []})),
    Fault("RFC 9449 4.3 (6)", "another key did not sign",
          lambda d: d(header={"jwk": Key.make(d.party.alg).jwk})),
    Fault("RFC 9449 4.3 (6)", "a key of another curve is refused", other_curve),
    Fault("RFC 7518 6.2.1", "a point beside the curve is no key",
          lambda d: d(header={"jwk": {**Key.make().jwk, "y": "A" * 43}})),
    Fault("FAPI 2.0 SP 5.4.1 (2)", "an RSA key of 1024 bits is refused", small_rsa),
    Fault("FAPI 2.0 SP 5.4.1 (2)", "an RSA key of 2046 bits is refused",
          lambda d: d.by(Key("PS256", SHORT))),
    Fault("FAPI 2.0 SP 5.4.1 (2)", "zeros make an RSA key no stronger", padded_rsa),
    Fault("RFC 7517 4.2", "a key for something else is refused",
          lambda d: d(header={"jwk": {**d.key.jwk, "use": "enc"}})),
    Fault("RFC 7517 4.3", "a key that may not verify is refused",
          lambda d: d(header={"jwk": {**d.key.jwk, "key_ops": ["encrypt"]}})),
    Fault("RFC 9449 4.3 (7)", "a private key in a proof is refused", with_private_part),
    Fault("RFC 9449 4.3 (8)", "a proof is for one method", lambda d: d(htm="PUT")),
    Fault("RFC 9449 4.3 (8)", "a method is read as it is written",
          lambda d: d(htm=d.method.lower())),
    Fault("RFC 9449 4.3 (9)", "a proof is for one path",
          lambda d: d(htu=d.party.issuer + "/v1/agreements")),
    Fault("RFC 9449 4.3 (9)", "a proof is for one host",
          lambda d: d(htu="https://other.example" + d.path)),
    Fault("RFC 9449 4.3 (9)", "a proof is for one scheme",
          lambda d: d(htu=(d.party.issuer + d.path).replace("http:", "https:"))),
    Fault("RFC 9449 4.3 (9)", "a path alone is no address",
          lambda d: d(htu=d.path)),
    Fault("RFC 9449 4.3 (9)", "a number is no address", lambda d: d(htu=7)),
    Fault("RFC 9449 4.3 (9)", "an address names no user",
          lambda d: d(htu=(d.party.issuer + d.path).replace("//", "//me@"))),
    Fault("RFC 9449 4.3 (11)", "an old proof is refused", lambda d: d(iat=now(-150))),
    Fault("FAPI 2.0 SP 5.3.2.1 (13)", "a proof made 61 s ahead is refused",
          lambda d: d(iat=now(62))),
    Fault("FAPI 2.0 SP 5.3.2.1 (13)", "a proof that begins 61 s ahead is refused",
          lambda d: d(nbf=now(62))),
    Fault("RFC 7519 4.1.4", "a proof that has ended is refused", lambda d: d(exp=now(-5))),
    Fault("RFC 7519 2", "an instant of 400 digits is refused", lambda d: d(iat=HUGE)),
    Fault("RFC 7519 2", "an instant that is text is refused", lambda d: d(iat="now")),
    Fault("RFC 7515 4.1.11", "what is critical and not understood is refused",
          lambda d: d(header={"crit": ["b64"], "b64": True})),
    Fault("RFC 8725 3.10", "kid with a quote is refused", lambda d: d(header={"kid": 'k"'})),
)  # fmt: skip

GOOD = (
    Fault("RFC 9449 4.3", "an honest proof holds", lambda d: d()),
    Fault("RFC 9449 4.3 (9)", "query and fragment do not count",
          lambda d: d(htu=d.party.issuer + d.path + "?a=b#c")),
    Fault("RFC 3986 6.2.2", "scheme and host may be in capitals",
          lambda d: d(htu=d.party.issuer.upper() + d.path)),
    Fault("FAPI 2.0 SP 5.3.2.1 (13)", "a proof may be made 10 s ahead",
          lambda d: d(iat=now(10))),
    Fault("RFC 9449 11.1", "a proof may be a minute old", lambda d: d(iat=now(-60))),
    Fault("RFC 9449 4.2", "claims and members that nobody knows are ignored",
          lambda d: d(header={"x-note": 1}, note=[1])),
    Fault("RFC 9449 4.2", "kid beside the key chooses nothing",
          lambda d: d(header={"kid": "mine"})),
)  # fmt: skip


def several(made: str | tuple[str, ...]) -> tuple[str, ...]:
    return (made,) if isinstance(made, str) else made


def refuses(fault: Fault, party: Party, *, api: bool) -> None:
    proofs = several(fault.proofs(Door(party, api)))
    if api:
        party.proof_barred(*proofs)
    else:
        party.disproves(*proofs)


def holds(good: Fault, party: Party, *, api: bool) -> None:
    proofs = several(good.proofs(Door(party, api)))
    if api:
        party.admitted(proof=proofs)
    else:
        party.given(proof=proofs)


def _both() -> Iterator[Check]:
    for faults, run in ((GOOD, holds), (FAULTS, refuses)):
        for fault in faults:
            for api, place in ((False, "token endpoint"), (True, "API")):
                says = f"{fault.says} ({place})"
                yield Check(fault.clause, says, partial(run, fault, api=api))


def twice(party: Party, *, worker: int) -> None:
    """A proof that was good is so no more, at either worker."""
    proof, used = party.proof(), party.use_proof()
    party.given(proof=proof)
    party.refused(party.ask(proof=proof, worker=worker), "invalid_dpop_proof")
    party.admitted(proof=used)
    party.barred(party.use(proof=used, worker=worker), "invalid_dpop_proof")


def twice_to_change(party: Party) -> None:
    """A proof for a change is used once too, even where the change is refused."""
    token = party.fresh_token(scope="returns:write")
    path = f"{RETURNS}/incident/2026-03"
    proof = party.client.proof("PUT", party.issuer + path, token=token)
    first = party.use(token, proof=proof, method="PUT", path=path)
    assert 400 <= first.status < 500
    assert first.status not in (401, 403)
    again = party.use(token, proof=proof, method="PUT", path=path, worker=1)
    party.barred(again, "invalid_dpop_proof")


def at_once(party: Party) -> None:
    """Of equal proofs at one moment at both workers, one is taken, at either door."""
    proof, used = party.proof(), party.use_proof()
    with ThreadPoolExecutor(2) as pool:
        asked = list(pool.map(lambda n: party.ask(proof=proof, worker=n), (0, 1)))
        uses = list(pool.map(lambda n: party.use(proof=used, worker=n), (0, 1)))
    assert sorted(answer.status for answer in asked) == [200, 400]
    assert sorted(answer.status for answer in uses) == [200, 401]


def needed(party: Party) -> None:
    """Only clients that are registered so go without."""
    party.refused(party.ask(proof=None), "invalid_dpop_proof")
    party.refused(party.other(OFFICE).ask(proof=None), "invalid_dpop_proof")
    answer = party.other(PLAIN).given(proof=None)
    assert answer.json["token_type"] == "Bearer"


def bound_by_any_kind(party: Party) -> None:
    """The key of proofs need not be of the kind that the client signs with."""
    for alg in ALGORITHMS:
        proof = Door(party, api=False).by(Key.make(alg))
        assert party.given(proof=proof).json["token_type"] == "DPoP"


CHECKS = (
    *_both(),
    Check("RFC 9449 11.1", "a proof is used once", lambda p: twice(p, worker=0)),
    Check("RFC 9449 11.1", "a proof is used once at all workers", lambda p: twice(p, worker=1)),
    Check("RFC 9449 11.1", "a proof for a change is used once", twice_to_change),
    Check("RFC 9449 11.1", "of two equal proofs at one moment one is taken", at_once),
    Check("FAPI 2.0 SP 5.3.2.1 (4)", "a client's tokens are bound unless it may go without",
          needed),
    Check("RFC 9449 5", "a key of any kind may bind a token", bound_by_any_kind),
)  # fmt: skip
