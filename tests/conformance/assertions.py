"""Client authentication by private_key_jwt: what must be taken, and what must not.

RFC 7523 section 3 numbers its rules, and so does FAPI 2.0 Security Profile section 5.3.2.1; the
number in brackets is that of the rule.
"""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.conformance.check import Check
from tests.conformance.founding import FOREIGN, REVOKED, TWO_KEYS
from tests.conformance.party import INTROSPECT, REVOKE, Party
from tests.oauth_client import Key, b64

OTHER = "https://other.example"
HUGE = 10**400


def now(seconds: float = 0) -> int:
    return int(time.time() + seconds)


def used_twice(party: Party, *, path: str = "", worker: int = 0) -> None:
    """An assertion that was good is so no more, wherever it goes."""
    assertion = party.client.assertion()
    party.given(client_assertion=assertion)
    again = {"path": path, "token": "x"} if path else {}
    if path == INTROSPECT:
        answer = party.ask(client_assertion=assertion, worker=worker, **again)
        party.refused(answer, "invalid_client", status=401)
        return
    party.fails_with(assertion, worker=worker, **again)


def used_in_vain(party: Party) -> None:
    """An assertion is used up by a request that is given nothing, too."""
    for scope in ("admin", "agreements:read"):
        assertion = party.client.assertion()
        party.refused(party.ask(client_assertion=assertion, scope=scope), "invalid_scope")
        party.fails_with(assertion)
    assertion = party.client.assertion()
    party.ask(path=REVOKE, client_assertion=assertion, token="x")
    party.fails_with(assertion)


def used_at_once(party: Party) -> None:
    """Of equal assertions at one moment at both workers, one is taken."""
    assertion = party.client.assertion()
    proofs = [party.proof() for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda n: party.ask(client_assertion=assertion, proof=proofs[n], worker=n), (0, 1)
            )
        )
    assert sorted(answer.status for answer in answers) == [200, 400]


def same_jti(party: Party) -> None:
    """A name is used once by each client."""
    jti = b64(b"one name of two clients") + str(time.monotonic())
    party.authenticates(jti=jti)
    party.other(FOREIGN).authenticates(jti=jti)
    party.fails(jti=jti)


def not_burnt(party: Party) -> None:
    """An assertion beside a bad proof is still good."""
    assertion = party.client.assertion()
    party.refused(
        party.ask(client_assertion=assertion, proof=party.proof(htm="GET")), "invalid_dpop_proof"
    )
    party.given(client_assertion=assertion)


def either_key(party: Party) -> None:
    """A client with two keys may sign with each, named or not."""
    other = party.other(TWO_KEYS)
    for key in other.known.keys:
        other.client.key = key
        other.authenticates()
        other.authenticates(header={"kid": key.thumbprint})


TAKEN = (
    Check("RFC 7523 2.2", "an honest assertion authenticates", lambda p: p.authenticates()),
    Check("FAPI 2.0 SP 5.3.2.1 (13)", "an assertion may be made 10 s ahead",
          lambda p: p.authenticates(iat=now(10))),
    Check("FAPI 2.0 SP 5.3.2.1 (13)", "an assertion may begin 10 s ahead",
          lambda p: p.authenticates(nbf=now(10))),
    Check("RFC 7523 3 (6)", "iat may be left out", lambda p: p.authenticates(iat=None)),
    Check("RFC 7523 3 (8)", "claims that nobody knows are ignored",
          lambda p: p.authenticates(note={"a": [1]})),
    Check("RFC 7519 2", "an instant may have a fraction",
          lambda p: p.authenticates(exp=now(60) + 0.5)),
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "300 s is life enough",
          lambda p: p.authenticates(iat=now(), exp=now(300))),
    Check("RFC 7519 5.1", "typ may be left out", lambda p: p.authenticates(header={"typ": None})),
    Check("RFC 7523bis 3", "typ may be client-authentication+jwt",
          lambda p: p.authenticates(header={"typ": "client-authentication+jwt"})),
    Check("RFC 7515 4.1.9", "typ may be written in full and in any case",
          lambda p: p.authenticates(header={"typ": "application/jwt"})),
    Check("RFC 7515 4.1.4", "kid may name the key",
          lambda p: p.authenticates(header={"kid": p.client.key.thumbprint})),
    Check("RFC 7515 4", "header members that nobody knows are ignored",
          lambda p: p.authenticates(header={"x-note": [1]})),
    Check("RFC 7521 4.2", "client_id may stand beside the assertion",
          lambda p: p.given(client_id=p.name)),
    Check("RFC 7523 3 (7)", "each client has names of its own", same_jti),
    Check("RFC 9449 8", "a bad proof costs no assertion", not_burnt),
    Check("RFC 7517 5", "either of two registered keys authenticates", either_key),
)  # fmt: skip

AUDIENCES = (
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "the issuer in a list is no audience",
          lambda p: p.fails(aud=[p.issuer])),
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "the issuer among others is no audience",
          lambda p: p.fails(aud=[p.issuer, OTHER])),
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "the token endpoint is no audience",
          lambda p: p.fails(aud=p.issuer + "/oauth/token")),
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "the API is no audience", lambda p: p.fails(aud=p.api)),
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "the issuer with a slash is no audience",
          lambda p: p.fails(aud=p.issuer + "/")),
    Check("FAPI 2.0 SP 5.3.2.1 (8)", "the issuer in capitals is no audience",
          lambda p: p.fails(aud=p.issuer.upper())),
    Check("RFC 7523 3 (3)", "another server is no audience", lambda p: p.fails(aud=OTHER)),
    Check("RFC 7523 3 (3)", "nobody is no audience", lambda p: p.fails(aud=None)),
    Check("RFC 7523 3 (3)", "an empty text is no audience", lambda p: p.fails(aud="")),
)  # fmt: skip

TIMES = (
    Check("FAPI 2.0 SP 5.3.2.1 (13)", "an assertion made 61 s ahead is refused",
          lambda p: p.fails(iat=now(62), exp=now(90))),
    Check("FAPI 2.0 SP 5.3.2.1 (13)", "an assertion that begins 61 s ahead is refused",
          lambda p: p.fails(nbf=now(62), exp=now(90))),
    Check("RFC 7523 3 (4)", "an assertion must end", lambda p: p.fails(exp=None)),
    Check("RFC 7523 3 (4)", "an assertion that has ended is refused",
          lambda p: p.fails(iat=now(-60), exp=now(-1))),
    Check("RFC 7523 3 (4)", "an assertion for ten years is refused",
          lambda p: p.fails(exp=now(10 * 365 * 86_400))),
    Check("RFC 7523 3 (4)", "a life of 310 s is refused",
          lambda p: p.fails(iat=now(-10), exp=now(300))),
    Check("RFC 7523 3 (4)", "a long life is refused without iat too",
          lambda p: p.fails(iat=None, exp=now(400))),
    Check("RFC 7519 2", "an end of 400 digits is refused", lambda p: p.fails(exp=HUGE)),
    Check("RFC 7519 2", "an end that is text is refused", lambda p: p.fails(exp=str(now(60)))),
    Check("RFC 7519 2", "an end that is true is refused", lambda p: p.fails(exp=True)),
    Check("RFC 7519 2", "a beginning that is a list is refused", lambda p: p.fails(nbf=[now()])),
    Check("RFC 7519 2", "a making that is text is refused", lambda p: p.fails(iat="now")),
)  # fmt: skip

NAMES = (
    Check("RFC 7523 3 (1)", "an assertion names its issuer", lambda p: p.fails(iss=None)),
    Check("RFC 7523 3 (2)", "an assertion names its subject", lambda p: p.fails(sub=None)),
    Check("RFC 7523 3 (1)", "the issuer is the client", lambda p: p.fails(iss=FOREIGN)),
    Check("RFC 7523 3 (2)", "the subject is the client", lambda p: p.fails(sub=FOREIGN)),
    Check("RFC 7523 3 (1)", "the issuer is text",
          lambda p: p.fails(iss=[p.name], sub=[p.name])),
    Check("RFC 7521 4.2", "client_id may name nobody else",
          lambda p: p.refused(p.ask(client_id=FOREIGN), "invalid_client")),
    Check("RFC 6749 5.2", "an unknown client is told what all are told",
          lambda p: p.fails(iss="nobody", sub="nobody")),
    Check("RFC 6749 5.2", "a client with another's key is told what all are told",
          lambda p: p.fails(iss=FOREIGN, sub=FOREIGN)),
    Check("RFC 6749 5.2", "a revoked client is told what all are told",
          lambda p: p.other(REVOKED).fails()),
    Check("RFC 7523 3 (7)", "an assertion has a name", lambda p: p.fails(jti=None)),
    Check("RFC 7523 3 (7)", "an empty name is none", lambda p: p.fails(jti="")),
    Check("RFC 7523 3 (7)", "a number is no name", lambda p: p.fails(jti=7)),
    Check("RFC 7523 3 (7)", "a name has an end", lambda p: p.fails(jti="x" * 256)),
    Check("RFC 7523 3 (7)", "an assertion is used once", used_twice),
    Check("RFC 7523 3 (7)", "an assertion is used once at all workers",
          lambda p: used_twice(p, worker=1)),
    Check("RFC 7523 3 (7)", "an assertion is used once at all endpoints (revocation)",
          lambda p: used_twice(p, path=REVOKE, worker=1)),
    Check("RFC 7523 3 (7)", "an assertion is used once at all endpoints (introspection)",
          lambda p: used_twice(p, path=INTROSPECT)),
    Check("RFC 7523 3 (7)", "an assertion is used up by a refused request too", used_in_vain),
    Check("RFC 7523 3 (7)", "of two equal assertions at one moment one is taken", used_at_once),
)  # fmt: skip

METHODS = (
    Check("RFC 7523 2.2", "an assertion must be sent", lambda p: p.fails_with(None)),
    Check("RFC 7521 4.2", "the assertion's type must be sent",
          lambda p: p.refused(p.ask(client_assertion_type=None), "invalid_client")),
    Check("RFC 7521 4.2", "another type of assertion is refused",
          lambda p: p.refused(p.ask(client_assertion_type="urn:ietf:params:oauth:"
                                    "client-assertion-type:saml2-bearer"), "invalid_client")),
    Check("FAPI 2.0 SP 5.3.2.1 (6)", "a secret authenticates nobody",
          lambda p: p.refused(p.ask(client_id=p.name, client_secret="guess",
                                    client_assertion=None, client_assertion_type=None),
                              "invalid_client")),
    Check("RFC 6749 2.3", "a secret beside the assertion is refused",
          lambda p: p.refused(p.ask(client_secret="guess"), "invalid_client")),
    Check("FAPI 2.0 SP 5.3.2.1 (3)", "a client without credentials is refused",
          lambda p: p.refused(p.ask(client_id=p.name, client_assertion=None,
                                    client_assertion_type=None), "invalid_client")),
    Check("RFC 7523 3 (9)", "an assertion by a stranger's key is refused",
          lambda p: p.fails_with(_by(p, Key.make(p.alg)))),
)  # fmt: skip


def _by(party: Party, key: Key) -> str:
    """The client's assertion by another key of the same kind."""
    stranger = party.other(party.name)
    stranger.client.key = key
    return stranger.client.assertion()


CHECKS = (*TAKEN, *AUDIENCES, *TIMES, *NAMES, *METHODS)
