"""What may be used once is used once, whoever asks at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from auth import replay, store
from schemas.tables.tokens import issued_tokens, replay_keys, revoked_tokens
from tests.auth_world import ISSUER, World, error
from tests.oauth_client import OAuthClient, Response

AT_ONCE = 6


@dataclass(frozen=True)
class Used:
    replay_key: str
    expires_at: datetime


def clients(world: World) -> list[OAuthClient]:
    """The same client at several workers, each with connections and keys of its own."""
    workers = [world.worker(), world.worker()]
    return [workers[n % 2].client(proof_key=None) for n in range(AT_ONCE)]


def at_once(senders: list[OAuthClient], *, assertion: str) -> list[Response]:
    start = Barrier(len(senders))

    def send(sender: OAuthClient) -> Response:
        start.wait(timeout=30)
        return sender.post("/oauth/token", client_assertion=assertion)

    with ThreadPoolExecutor(len(senders)) as pool:
        return list(pool.map(send, senders))


def test_of_six_equal_assertions_at_once_exactly_one_gets_a_token(fresh: World) -> None:
    senders = clients(fresh)
    for sender in senders:
        sender.client_id, sender.key = "met-bromley-plain", fresh.keys["met-bromley-plain"]
    for _ in range(3):
        assertion = senders[0].assertion()
        answers = at_once(senders, assertion=assertion)
        assert sorted(answer.status for answer in answers) == [200] + [400] * (AT_ONCE - 1)
        assert {error(each) for each in answers if each.status == 400} == {"invalid_client"}


def test_of_six_equal_proofs_at_once_exactly_one_is_admitted(fresh: World) -> None:
    client = fresh.client()
    token = client.token()
    proof = client.proof("GET", f"{ISSUER}/v1/returns", token=token)
    senders = clients(fresh)
    start = Barrier(AT_ONCE)

    def send(sender: OAuthClient) -> int:
        start.wait(timeout=30)
        return sender.call("GET", "/v1/returns", token=token, scheme="DPoP", proof=proof).status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = sorted(pool.map(send, senders))
    assert statuses == [200] + [401] * (AT_ONCE - 1)


def test_what_comes_after_a_repeated_one_is_not_remembered(fresh: World) -> None:
    one, two = (Used(letter * 64, fresh.clock.now) for letter in "ab")
    with fresh.context.sessions() as session:
        assert replay.first_repeated(session, [one]) is None
    with fresh.context.sessions() as session:
        assert replay.first_repeated(session, [one, two]) == 0
    with fresh.context.sessions() as session:
        assert replay.first_repeated(session, [two, one]) == 1


def test_an_assertion_beside_a_repeated_proof_stays_used(fresh: World) -> None:
    client = fresh.client()
    proof, assertion = client.proof("POST", f"{ISSUER}/oauth/token"), client.assertion()
    assert client.post("/oauth/token", proof=proof).status == 200
    refused = client.post("/oauth/token", proof=proof, client_assertion=assertion)
    assert error(refused) == "invalid_dpop_proof"
    assert error(client.post("/oauth/token", client_assertion=assertion)) == "invalid_client"


def test_only_what_its_age_refuses_is_forgotten(fresh: World) -> None:
    now = fresh.clock.now
    old = Used("a" * 64, now - timedelta(seconds=61))
    # Still good at a host whose clock is behind.
    young = Used("b" * 64, now - timedelta(seconds=59))
    with fresh.context.sessions() as session:
        replay.first_repeated(session, [old, young])
    with fresh.context.sessions() as session:
        assert replay.forget_expired(session, now=now) == 1
        assert session.execute(select(replay_keys.c.key)).scalars().all() == ["b" * 64]


def test_expired_tokens_are_forgotten(fresh: World) -> None:
    client = fresh.client()
    client.post("/oauth/revoke", token=client.token())
    fresh.clock.pass_(301 + 61)
    client.token()
    with fresh.writing() as session:
        store.forget_expired(session, now=fresh.clock.now)
        kept = [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (issued_tokens, revoked_tokens)
        ]
    assert kept == [1, 0]


@pytest.mark.parametrize("endpoint", ["/oauth/revoke", "/oauth/introspect"])
def test_an_assertion_counts_once_for_all_endpoints(fresh: World, endpoint: str) -> None:
    client = fresh.client()
    assertion = client.assertion()
    assert client.post(endpoint, client_assertion=assertion, token="x").status == 200
    refused = client.post("/oauth/token", client_assertion=assertion)
    assert error(refused) == "invalid_client"
