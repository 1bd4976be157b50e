"""Revocation (RFC 7009) and introspection (RFC 7662), each for a client's own tokens alone."""

from typing import Any

from tests.conformance.assertions import now
from tests.conformance.check import Check
from tests.conformance.founding import FOREIGN, OFFICE, PLAIN
from tests.conformance.party import INTROSPECT, REVOKE, UNIFORM, Party
from tests.oauth_client import Response


def told(party: Party, token: str, **more: Any) -> Any:
    """What introspection says of a token."""
    answer = party.ask(path=INTROSPECT, token=token, **more)
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == "application/json"
    party.uncached(answer)
    return answer.json


def inactive(party: Party, token: str, **more: Any) -> None:
    """Of a token that is none nothing else is said (RFC 7662 section 2.2)."""
    assert told(party, token, **more) == {"active": False}


def revokes(party: Party, token: str, **more: Any) -> Response:
    answer = party.ask(path=REVOKE, token=token, **more)
    assert (answer.status, answer.json) == (200, {}), answer.body
    party.uncached(answer)
    return answer


def own_token(party: Party) -> None:
    """All that the token says is told, and what kind it is."""
    token = party.fresh_token()
    said = told(party, token, worker=1)
    assert party.client.proof_key is not None
    assert said["active"] is True
    assert (said["token_type"], said["client_id"], said["sub"]) == ("DPoP", party.name, party.name)
    assert (said["iss"], said["aud"], said["scope"]) == (party.issuer, party.api, "returns:read")
    assert said["exp"] - said["iat"] == 300
    assert said["cnf"] == {"jkt": party.client.proof_key.thumbprint}
    assert "submit" in said["authorization_details"][0]["actions"]


def unbound_and_office(party: Party) -> None:
    """Tokens of every kind can be asked about."""
    plain, office = party.other(PLAIN), party.other(OFFICE)
    said = told(plain, plain.token)
    assert (said["token_type"], "cnf" in said) == ("Bearer", False)
    token = office.fresh_token()
    assert "authorization_details" not in told(office, token)


def others_token(party: Party) -> None:
    """Nobody learns anything of a token of somebody else."""
    inactive(party.other(FOREIGN), party.token)
    assert told(party, party.token)["active"]


def revoked_everywhere(party: Party) -> None:
    """A revoked token counts at no worker, and the next one still does."""
    token, next_one = party.fresh_token(), party.fresh_token()
    for each in (token, next_one):
        for worker in (0, 1):
            party.admitted(each, worker=worker)
    revokes(party, token)
    for worker in (0, 1):
        party.barred(party.use(token, worker=worker), "invalid_token")
        inactive(party, token, worker=worker)
        party.admitted(next_one, worker=worker)


def others_revocation(party: Party) -> None:
    """Nobody revokes a token of somebody else; it is told nothing of it."""
    token = party.fresh_token()
    revokes(party.other(FOREIGN), token)
    party.admitted(token)
    assert told(party, token)["active"]


def revoked_twice(party: Party) -> None:
    token = party.fresh_token()
    first, second = revokes(party, token), revokes(party, token)
    assert first.body == second.body


def must_authenticate(party: Party, path: str, *, status: int) -> None:
    """Both are told what all are told; introspection by 401 (RFC 7662 section 2.3)."""
    token = party.fresh_token()
    assertion = party.client.assertion(aud=party.issuer + path)
    for changes in ({"client_assertion": assertion}, {"client_assertion": None}):
        answer = party.ask(path=path, token=token, **changes)
        assert party.refused(answer, "invalid_client", status=status).json == UNIFORM
        assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    party.admitted(token)


REVOCATION = (
    Check("RFC 7009 2.1", "a revoked token counts nowhere any more", revoked_everywhere),
    Check("RFC 7009 2.1", "nobody revokes another's token", others_revocation),
    Check("RFC 7009 2.2", "revoking twice is revoking once", revoked_twice),
    Check("RFC 7009 2.2", "what is no token is revoked without a word",
          lambda p: revokes(p, "no token at all")),
    Check("RFC 7009 2.2", "a hint that nobody knows is ignored",
          lambda p: _revoked(p, token_type_hint="id_token")),
    Check("RFC 7009 2.1", "a hint that is wrong is no hindrance",
          lambda p: _revoked(p, token_type_hint="refresh_token")),
    Check("RFC 7009 2.1", "a token must be named",
          lambda p: p.refused(p.ask(path=REVOKE), "invalid_request")),
    Check("RFC 7009 2.1", "who revokes must authenticate",
          lambda p: must_authenticate(p, REVOKE, status=400)),
    Check("RFC 7009 2", "a token in the address is not revoked",
          lambda p: p.refused(p.post(p.form(), path=f"{REVOKE}?token=x"), "invalid_request")),
)  # fmt: skip

INTROSPECTION = (
    Check("RFC 7662 2.2", "a client learns about its own token", own_token),
    Check("RFC 7662 2.2", "tokens of every kind can be asked about", unbound_and_office),
    Check("RFC 7662 4", "nobody learns about another's token", others_token),
    Check("RFC 7662 2.2", "what is no token is not active", lambda p: inactive(p, "no token")),
    Check("RFC 7662 2.2", "a token with an unknown key is not active",
          lambda p: inactive(p, p.forged(header={"kid": "unknown"}))),
    Check("RFC 7662 2.2", "a token that has ended is not active",
          lambda p: inactive(p, p.forged(iat=now(-301), exp=now(-1)))),
    Check("RFC 7662 2.2", "a token for another API is not active",
          lambda p: inactive(p, p.forged(aud=p.issuer))),
    Check("RFC 7662 2.2", "an assertion is not active",
          lambda p: inactive(p, p.client.assertion())),
    Check("RFC 7662 2.1", "a hint that nobody knows is ignored",
          lambda p: _active(p, token_type_hint="id_token")),
    Check("RFC 7662 2.1", "a token must be named",
          lambda p: p.refused(p.ask(path=INTROSPECT), "invalid_request")),
    Check("RFC 7662 2.3", "who asks must authenticate",
          lambda p: must_authenticate(p, INTROSPECT, status=401)),
)  # fmt: skip


def _revoked(party: Party, **more: Any) -> None:
    token = party.fresh_token()
    revokes(party, token, **more)
    inactive(party, token)


def _active(party: Party, **more: Any) -> None:
    assert told(party, party.token, **more)["active"]


CHECKS = (*REVOCATION, *INTROSPECTION)
