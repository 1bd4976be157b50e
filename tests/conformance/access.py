"""Access tokens at the API (RFC 9068, RFC 6750, RFC 9449 section 7): genuine, forged and misused.

Forged tokens are signed with the server's own key, so that each check stands on one claim alone.
"""

import json
import time
import uuid
from typing import Any

from tests.conformance.assertions import HUGE, OTHER, now
from tests.conformance.check import Check
from tests.conformance.founding import FOREIGN, FOREIGN_AGREEMENT, NO_AGREEMENT, OFFICE, PLAIN
from tests.conformance.party import RETURNS, Party
from tests.conformance.signatures import shared_secret
from tests.oauth_client import DETAILS_TYPE, Key, b64, details

STRANGER = Key.make()


def granted(agreement: str, purpose: str, party: Party, **more: Any) -> list[dict[str, Any]]:
    """Details as the server writes them into a token."""
    whole = {"datatypes": ["incident"], "actions": ["submit"], "locations": [party.api]} | more
    return details(agreement, purpose, **whole)


def forbidden(party: Party, *, asked: object) -> None:
    """A genuine token with these details must not be enough."""
    answer = party.use(party.forged(authorization_details=asked))
    party.barred(answer, "insufficient_scope", status=403)


def without_a_token(party: Party) -> None:
    """The challenge says what to bring and names no error."""
    answer = party.barred(party.place.send("GET", RETURNS), None)
    assert 'algs="ES256 PS256 Ed25519 EdDSA"' in answer.headers["WWW-Authenticate"]


def in_the_address(party: Party) -> None:
    """A token in the address is no token."""
    path = f"{RETURNS}?access_token={party.token}"
    party.barred(party.place.send("GET", path, [("DPoP", party.use_proof())]), None)


def in_the_body(party: Party) -> None:
    """A token in the body is no token."""
    fields = [("Content-Type", "application/x-www-form-urlencoded"), ("DPoP", party.use_proof())]
    body = f"access_token={party.token}".encode()
    party.barred(party.place.send("GET", RETURNS, fields, body), None)


def twice_in_the_fields(party: Party) -> None:
    """Of two tokens none counts."""
    more = [("Authorization", f"DPoP {party.token}")]
    party.barred(party.use(fields=more), "invalid_token")


def scheme(party: Party, name: str, *, proof: bool) -> None:
    """A bound token under another scheme is as good as stolen."""
    answer = party.use(scheme=name, proof=party.use_proof() if proof else None)
    party.barred(answer, "invalid_token")


def unbound(party: Party) -> None:
    """An unbound token is sent as Bearer, and as nothing else."""
    plain = party.other(PLAIN)
    plain.admitted(scheme="Bearer", proof=None)
    answer = plain.barred(plain.use(), "invalid_token")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def stripped(party: Party) -> None:
    """A genuine token that has lost its binding is refused for a client that must bind."""
    party.barred(party.use(party.forged(cnf=None), scheme="Bearer", proof=None), "invalid_token")


def of_another_key(party: Party) -> None:
    """A token is of no use to who holds another key."""
    thief = party.other(party.name)
    thief.client.proof_key = Key.make(party.alg)
    party.barred(thief.use(party.token), "invalid_dpop_proof")


def proof_of_another_token(party: Party) -> None:
    """A proof is for one token."""
    party.proof_barred(party.use_proof(token=party.fresh_token()))
    party.proof_barred(party.use_proof(ath=None))
    party.proof_barred(party.use_proof(ath=b64(b"x" * 32)))


def at_both_workers(party: Party) -> None:
    """A token is used often, at every worker, with a proof for each time."""
    for worker in (0, 1, 0, 1):
        party.admitted(worker=worker)


def insufficient(party: Party) -> None:
    """The scope that is missing is named."""
    answer = party.barred(party.use(path="/v1/agreements"), "insufficient_scope", status=403)
    assert 'scope="agreements:read"' in answer.headers["WWW-Authenticate"]


def dataset(party: Party) -> None:
    """What the details leave out is refused behind the guard too."""
    narrowed = party.forged(
        authorization_details=granted("DSA-2026-0001", "strategic_needs_assessment", party)
    )
    path = f"{RETURNS}/health_contact/2026-03"
    party.barred(party.use(narrowed, path=path), "insufficient_scope", status=403)


def unknown_kid(party: Party) -> None:
    party.worthless(header={"kid": b64(uuid.uuid4().bytes * 2)})


def by_the_waiting_key(party: Party) -> None:
    """The name of one published key under another's signature."""
    kid, _ = party.server_key
    published = json.loads(party.place.send("GET", "/oauth/jwks").body)["keys"]
    (waiting,) = (key["kid"] for key in published if key["kid"] != kid)
    party.worthless(header={"kid": waiting})


def symmetric(party: Party) -> None:
    party.bars(shared_secret(party))


TOKENS = (
    Check("RFC 9068 4", "a token is good as it was issued", lambda p: p.admitted()),
    Check("RFC 9068 4", "a token signed anew by the server's key is good", lambda p: p.counts()),
    Check("RFC 9068 4", "typ may be written in full",
          lambda p: p.counts(header={"typ": "application/at+jwt"})),
    Check("RFC 9449 7.1", "the scheme's name is read in any case",
          lambda p: p.admitted(scheme="dpop")),
    Check("RFC 9449 4.3 (9)", "a query does not count for a proof",
          lambda p: p.admitted(path=RETURNS + "?period=2026-03")),
    Check("FAPI 2.0 SP 5.3.4 (3)", "a token is good at every worker", at_both_workers),
    Check("RFC 6750 2.1", "an unbound token is sent as Bearer alone", unbound),
    Check("RFC 9068 4", "a JWT of another type is no token",
          lambda p: p.worthless(header={"typ": "JWT"})),
    Check("RFC 9068 4", "a JWT without a type is no token",
          lambda p: p.worthless(header={"typ": None})),
    Check("RFC 8725 3.11", "a proof is no token", lambda p: p.bars(p.use_proof())),
    Check("RFC 8725 3.11", "an assertion is no token", lambda p: p.bars(p.client.assertion())),
    Check("RFC 9068 4", "none is no algorithm", lambda p: p.worthless(header={"alg": "none"})),
    Check("RFC 8725 3.1", "the server's key signs by its own algorithm alone",
          lambda p: p.worthless(header={"alg": "Ed25519"})),
    Check("RFC 8725 3.1", "a public key is no shared secret for a token", symmetric),
    Check("RFC 9068 4", "a token names its key", lambda p: p.worthless(header={"kid": None})),
    Check("RFC 9068 4", "a token by an unknown key is refused", unknown_kid),
    Check("RFC 8725 3.10", "a published key's name under another's signature is refused",
          by_the_waiting_key),
    Check("RFC 8725 3.10", "a client's key under the server's name is refused",
          lambda p: p.worthless(key=Key.make())),
    Check("RFC 8725 3.10", "a key that the token brings is not trusted",
          lambda p: p.worthless(key=STRANGER, header={"jwk": STRANGER.jwk})),
    Check("RFC 8725 3.10", "kid that is a path is refused in a token",
          lambda p: p.worthless(header={"kid": "../../dev/null"})),
    Check("RFC 8725 3.10", "kid with a quote is refused in a token",
          lambda p: p.worthless(header={"kid": 'k"'})),
    Check("RFC 7515 4.1.11", "what is critical and not understood is refused in a token",
          lambda p: p.worthless(header={"crit": ["x"], "x": 1})),
    Check("RFC 9068 4", "another issuer's token is refused", lambda p: p.worthless(iss=OTHER)),
    Check("RFC 9068 4", "a token without an issuer is refused", lambda p: p.worthless(iss=None)),
    Check("RFC 9068 4", "a token for another API is refused", lambda p: p.worthless(aud=OTHER)),
    Check("RFC 9068 4", "a token for the issuer is none for the API",
          lambda p: p.worthless(aud=p.issuer)),
    Check("RFC 9068 4", "a token for several APIs is refused",
          lambda p: p.worthless(aud=[p.api, OTHER])),
    Check("RFC 9068 4", "a token for nobody is refused", lambda p: p.worthless(aud=None)),
    Check("RFC 9068 4", "a token that has ended is refused",
          lambda p: p.worthless(iat=now(-301), exp=now(-1))),
    Check("RFC 9068 2.2", "a token without an end is refused", lambda p: p.worthless(exp=None)),
    Check("RFC 7519 2", "a token's end that is text is refused",
          lambda p: p.worthless(exp=str(now(60)))),
    Check("RFC 7519 2", "a token's end of 400 digits is refused", lambda p: p.worthless(exp=HUGE)),
    Check("FAPI 2.0 SP 5.3.2.1 (13)", "a token of 61 s ahead is refused",
          lambda p: p.worthless(iat=now(62), exp=now(300))),
    Check("FAPI 2.0 SP 5.3.2.1 (13)", "a token of 10 s ahead is good",
          lambda p: p.counts(iat=now(10), exp=now(300))),
    Check("RFC 9068 2.2", "subject and client of a token agree",
          lambda p: p.worthless(sub=FOREIGN)),
    Check("RFC 9068 2.2", "a token names its client", lambda p: p.worthless(client_id=None)),
    Check("FAPI 2.0 SP 5.3.4 (3)", "a token of a client that is not registered is refused",
          lambda p: p.worthless(sub="nobody", client_id="nobody")),
    Check("FAPI 2.0 SP 5.3.4 (3)", "a token of another agency than its client's is refused",
          lambda p: p.worthless(agency="urn:safershare:agency:bromley:kings-pruh")),
    Check("FAPI 2.0 SP 5.3.4 (3)", "a token of another partnership is refused",
          lambda p: p.worthless(agency="urn:safershare:agency:croydon:met-bromley")),
    Check("RFC 9068 2.2", "a token has a name", lambda p: p.worthless(jti=None)),
    Check("RFC 9068 2.2.3", "a token with an unknown scope is refused",
          lambda p: p.worthless(scope="admin")),
    Check("RFC 9068 4", "a token whose claims were changed is refused",
          lambda p: p.bars(_changed(p))),
    Check("RFC 9068 4", "a token that is cut short is refused", lambda p: p.bars(p.token[:-4])),
    Check("FAPI 2.0 SP 5.3.4 (3)", "a token of more than 12 KB is refused",
          lambda p: p.worthless(pad="x" * 13_000)),
)  # fmt: skip

BINDING = (
    Check("RFC 9449 4.3 (12)", "a proof is for one token", proof_of_another_token),
    Check("RFC 9449 7.1", "a token is of no use with another key", of_another_key),
    Check("RFC 9449 7.1", "a token bound to another key is of no use",
          lambda p: p.barred(p.use(p.forged(cnf={"jkt": Key.make().thumbprint})),
                             "invalid_dpop_proof")),
    Check("RFC 9449 7.1", "a bound token is of no use without a proof",
          lambda p: p.barred(p.use(proof=None), "invalid_dpop_proof")),
    Check("RFC 9449 7.2", "a bound token is of no use as Bearer",
          lambda p: scheme(p, "Bearer", proof=False)),
    Check("RFC 9449 7.2", "a bound token is of no use as Bearer with a proof",
          lambda p: scheme(p, "Bearer", proof=True)),
    Check("FAPI 2.0 SP 5.3.4 (5)", "a bound client's token that lost its binding is refused",
          stripped),
    Check("RFC 9449 6.1", "a binding that is no thumbprint is refused",
          lambda p: p.worthless(cnf={"jkt": 7})),
    Check("RFC 9449 6.1", "a binding of another kind is refused",
          lambda p: p.worthless(cnf={"x5t#S256": "a"})),
)  # fmt: skip

CHALLENGES = (
    Check("RFC 9449 7.1", "a request without a token is told what to bring", without_a_token),
    Check("FAPI 2.0 SP 5.3.4 (2)", "a token in the address is none", in_the_address),
    Check("RFC 6750 2.2", "a token in the body is none", in_the_body),
    Check("RFC 6750 3.1", "of two tokens none counts", twice_in_the_fields),
    Check("RFC 6750 3", "another scheme is refused with a challenge",
          lambda p: scheme(p, "Basic", proof=False)),
    Check("RFC 6750 3", "a scheme alone is refused with a challenge",
          lambda p: p.barred(p.place.send("GET", RETURNS, [("Authorization", "DPoP")]),
                             "invalid_token")),
    Check("RFC 6750 3.1", "the scope that is missing is named", insufficient),
    Check("RFC 6750 3.1", "an office token is not enough for data",
          lambda p: p.barred(_office(p), "insufficient_scope", status=403)),
    Check("FAPI 2.0 SP 5.3.4 (4)", "a dataset that the token leaves out is refused", dataset),
    Check("FAPI 2.0 SP 5.3.4 (4)", "a data token without details is not enough",
          lambda p: forbidden(p, asked=None)),
    Check("FAPI 2.0 SP 5.3.4 (4)", "a token under another's agreement is not enough",
          lambda p: forbidden(p, asked=granted(FOREIGN_AGREEMENT, "service_commissioning", p))),
    Check("FAPI 2.0 SP 5.3.4 (4)", "a token under no agreement is not enough",
          lambda p: forbidden(p, asked=granted(NO_AGREEMENT, "service_commissioning", p))),
    Check("FAPI 2.0 SP 5.3.4 (4)", "a token for a purpose that is not agreed is not enough",
          lambda p: forbidden(p, asked=granted("DSA-2026-0001", "performance_scrutiny", p))),
    Check("FAPI 2.0 SP 5.3.4 (4)", "a token for another action is not enough",
          lambda p: forbidden(p, asked=granted("DSA-2026-0001", "strategic_needs_assessment", p,
                                               actions=["aggregate"]))),
    Check("RFC 9396 9.1", "a token with two details is refused",
          lambda p: p.worthless(authorization_details=2 * p.details)),
    Check("RFC 9396 9.1", "a token with details of another kind is refused",
          lambda p: p.worthless(authorization_details=[{"type": DETAILS_TYPE + ":x"}])),
)  # fmt: skip


def _changed(party: Party) -> str:
    """A token whose end was moved by somebody without the key."""
    header, _, tail = party.token.split(".")
    said = json.dumps({"exp": int(time.time()) + 86_400})
    return f"{header}.{b64(said.encode())}.{tail}"


def _office(party: Party) -> Any:
    office = party.other(OFFICE)
    return office.use(office.fresh_token())


CHECKS = (*TOKENS, *BINDING, *CHALLENGES)
