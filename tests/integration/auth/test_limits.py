"""Limits of rates at the authorization server and the guard, counted in either store."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import limits
import pytest
from limits.storage import Storage
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db import Database
from auth import limit_store
from auth.limit_store import SqlStorage
from auth.limits import Kind, Limits, TooOften
from auth.refusals import Unavailable
from schemas.tables.limits import rate_counts
from tests.auth_world import ISSUER, World, error
from tests.databases import Databases
from tests.oauth_client import OAuthClient, Response, flask_sender

AT_ONCE, EACH = 8, 12
NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
RETURNS = "/v1/returns"


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workers(databases: Databases) -> Iterator[list[Database]]:
    """Two workers' ways to one store."""
    made = [Database(databases.app_url) for _ in range(2)]
    yield made
    for each in made:
        with each.counting() as session:
            limit_store.forget_expired(session, now=NOW + timedelta(days=9))
        each.close()


@pytest.fixture
def storage(workers: list[Database], clock: Clock) -> SqlStorage:
    return SqlStorage(workers[0].counting, now=clock)


def at_once(workers: list[Database], act: Any) -> list[Any]:
    """What several threads of both workers find, who all begin at one moment."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> list[Any]:
        start.wait(timeout=30)
        return [act(workers[number % 2]) for _ in range(EACH)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [found for each in pool.map(one, range(AT_ONCE)) for found in each]


class TestStore:
    def test_every_hit_gets_a_number_of_its_own(
        self, workers: list[Database], clock: Clock
    ) -> None:
        numbers = at_once(workers, lambda w: SqlStorage(w.counting, now=clock).incr("k", 60))
        assert sorted(numbers) == list(range(1, AT_ONCE * EACH + 1))

    def test_of_all_workers_one_sees_the_first_refusal(
        self, workers: list[Database], clock: Clock
    ) -> None:
        rate: dict[Kind, Any] = {"token": limits.parse("20/minute")}
        stores = {id(each): SqlStorage(each.counting, now=clock) for each in workers}
        made = {name: Limits(rate, storage=store, now=clock) for name, store in stores.items()}

        def ask(worker: Database) -> bool | None:
            try:
                made[id(worker)].by_client("token", "met")
            except TooOften as refusal:
                return refusal.repeated
            return None

        found = at_once(workers, ask)
        assert (found.count(None), found.count(False)) == (20, 1)

    def test_a_count_runs_out_when_its_span_is_over(
        self, storage: SqlStorage, clock: Clock
    ) -> None:
        assert [storage.incr("k", 60), storage.incr("k", 60, amount=3)] == [1, 4]
        assert storage.get_expiry("k") == (NOW + timedelta(seconds=60)).timestamp()
        clock.now += timedelta(seconds=59)
        assert (storage.incr("k", 60), storage.get("k")) == (5, 5)
        clock.now += timedelta(seconds=1)
        assert (storage.get("k"), storage.get_expiry("k")) == (0, clock.now.timestamp())
        assert storage.incr("k", 60) == 1
        assert storage.get_expiry("k") == (NOW + timedelta(seconds=120)).timestamp()

    def test_it_does_what_the_library_asks_of_a_store(self, storage: SqlStorage) -> None:
        assert isinstance(storage, Storage)
        assert storage.check()
        assert (storage.get("k"), storage.get_expiry("k")) == (0, NOW.timestamp())
        for key in ("k", "l", "m"):
            storage.incr(key, 60)
        storage.clear("k")
        assert (storage.get("k"), storage.get("l")) == (0, 1)
        assert storage.reset() == 2
        assert storage.get("l") == 0

    def test_only_what_has_run_out_is_forgotten(self, workers: list[Database]) -> None:
        storage = SqlStorage(workers[0].counting, now=lambda: NOW)
        storage.incr("old", 10)
        storage.incr("young", 11)
        with workers[1].counting() as session:
            assert limit_store.forget_expired(session, now=NOW + timedelta(seconds=10)) == 1
            assert session.scalars(select(rate_counts.c.key)).all() == ["young"]

    def test_a_count_grows_beyond_what_any_rate_allows(self, storage: SqlStorage) -> None:
        storage.incr("k", 60, amount=2**40)
        assert storage.incr("k", 60) == 2**40 + 1


def limited(world: World, **rates: str) -> World:
    """A worker of the world with rates, counted in the world's store."""
    kinds: tuple[Kind, ...] = ("token", "requests", "questions")
    given = {kind: limits.parse(rates[kind]) for kind in kinds if kind in rates}

    def now() -> datetime:
        return world.clock.now

    storage = SqlStorage(world.database.counting, now=now)
    return world.worker(limits=Limits(given, storage=storage, now=now))


def refused(world: World, tag: str) -> list[str]:
    """The reasons in the log for a tag."""
    rows = [row for row in world.events(tag) if row.outcome == "refused"]
    return [row.body.decode().partition('"reason":"')[2].partition('"')[0] for row in rows]


class TestTokenEndpoint:
    def test_a_request_is_counted_before_anything_of_it_is_verified(self, fresh: World) -> None:
        worker = limited(fresh, token="2/minute")
        answers = [self.with_bad_proof(worker.client()) for _ in range(4)]
        assert [error(each) for each in answers] == ["invalid_dpop_proof"] * 2 + [
            "temporarily_unavailable"
        ] * 2
        honest = worker.client().ask()
        assert (honest.status, error(honest)) == (429, "temporarily_unavailable")
        assert 0 < int(honest.headers["Retry-After"]) <= 60
        fresh.clock.pass_(60)
        assert worker.client().ask().status == 200

    def with_bad_proof(self, client: OAuthClient) -> Response:
        return client.post("/oauth/token", proof="no.proof.atall")

    def from_other_places(self, worker: World, client_id: str, times: int) -> list[Response]:
        """Requests that a client of that name makes, each from an address of its own."""
        answers = []
        for number in range(times):
            test_client = worker.app.test_client()
            test_client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
            key = worker.keys["bcwa-returns"]
            client = worker.client(client_id=client_id, key=key, proof_key=None)
            client.send = flask_sender(test_client)
            answers.append(client.ask())
        return answers

    def test_nobody_learns_from_it_whether_a_client_exists(self, fresh: World) -> None:
        worker = limited(fresh, token="3/minute")
        known, unknown = (
            [(a.status, a.body, a.headers.get("Retry-After")) for a in answers]
            for answers in (
                self.from_other_places(worker, name, 5)
                for name in ("kings-pruh-returns", "kings-pruh-rehearsal")
            )
        )
        assert known == unknown
        assert [status for status, _, _ in known] == [400] * 3 + [429] * 2

    def test_what_cannot_be_read_counts_by_its_address(self, fresh: World) -> None:
        send = limited(fresh, token="2/minute").client().send
        path = "/oauth/introspect"
        statuses = [send("POST", path, {}, b"\xff").status for _ in range(4)]
        assert statuses == [400, 400, 429, 429]
        assert refused(fresh, "token:introspect") == ["form_type"] * 2 + ["limit_token_address"]

    def test_the_log_has_one_event_of_a_flood(self, fresh: World) -> None:
        worker = limited(fresh, token="1/minute")
        statuses = [self.with_bad_proof(worker.client()).status for _ in range(9)]
        assert statuses == [400] + [429] * 8
        assert refused(fresh, "token:issue").count("limit_token_address") == 1
        assert len(fresh.events("token:issue")) == 2
        fresh.clock.pass_(60)
        for _ in range(3):
            self.with_bad_proof(worker.client())
        assert refused(fresh, "token:issue").count("limit_token_address") == 2

    def test_all_that_authenticates_a_client_shares_the_rate(self, fresh: World) -> None:
        client = limited(fresh, token="2/minute").client()
        token = client.token()
        assert client.post("/oauth/introspect", token=token).status == 200
        assert client.post("/oauth/revoke", token=token).status == 429
        assert client.call("GET", RETURNS, token=token).status == 200

    def test_without_its_counts_it_issues_nothing(self, fresh: World) -> None:
        def down() -> AbstractContextManager[Session]:
            raise Unavailable("store_busy", headers={"Retry-After": "5"})

        rate: dict[Kind, Any] = {"token": limits.parse("9/minute")}
        storage = SqlStorage(down, now=lambda: fresh.clock.now)
        made = Limits(rate, storage=storage, now=lambda: fresh.clock.now)
        answer = fresh.worker(limits=made).client().ask()
        assert (answer.status, error(answer)) == (503, "temporarily_unavailable")
        assert answer.headers["Retry-After"] == "5"


class TestGuard:
    def test_a_client_counts_by_itself(self, fresh: World) -> None:
        worker = limited(fresh, requests="2/minute")
        police, hospital = (worker.client(n) for n in ("met-bromley-returns", "kings-pruh-returns"))
        token = police.token()
        answers = [police.call("GET", RETURNS, token=token) for _ in range(5)]
        assert [each.status for each in answers] == [200, 200, 429, 429, 429]
        assert answers[-1].json["code"] == "limit_requests_client"
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
        assert hospital.call("GET", RETURNS, token=hospital.token("returns:read")).status == 200
        assert refused(fresh, "returns:read") == ["limit_requests_client"]
        assert fresh.last("returns:read")["client_id"] == "met-bromley-returns"

    def test_a_question_has_a_rate_of_its_own(self, fresh: World) -> None:
        client = limited(fresh, questions="1/hour").client("kings-pruh-returns")
        ask, read = client.token("aggregates:read"), client.token("returns:read")
        asked = [client.call("GET", "/v1/aggregates", token=ask).status for _ in range(3)]
        assert asked == [200, 429, 429]
        assert client.call("GET", RETURNS, token=read).status == 200

    def test_who_cannot_prove_themselves_count_by_their_address(self, fresh: World) -> None:
        worker = limited(fresh, requests="2/minute")
        client, token = worker.client(), worker.client().token()
        stolen = [
            client.call("GET", RETURNS, token=token, scheme="DPoP", proof=proof).status
            for proof in (client.proof("GET", f"{ISSUER}{RETURNS}"), "x", "x", "x")
        ]
        assert stolen == [401, 401, 429, 429]
        assert client.send("GET", RETURNS, {}, b"").status == 429
        assert client.call("GET", RETURNS, token=client.token()).status == 200
        assert refused(fresh, "returns:read").count("limit_requests_address") == 1

    def test_a_proof_that_was_not_admitted_is_not_used_up(self, fresh: World) -> None:
        client = limited(fresh, requests="1/minute").client()
        token = client.token()
        proof = client.proof("GET", ISSUER + RETURNS, token=token)
        assert client.call("GET", RETURNS, token=token).status == 200
        assert client.call("GET", RETURNS, token=token, proof=proof).status == 429
        fresh.clock.pass_(60)
        assert client.call("GET", RETURNS, token=token, proof=proof).status == 200


def test_counts_leave_nothing_of_a_client_in_the_store(fresh: World) -> None:
    limited(fresh, token="9/minute").client().token()
    with fresh.database.counting() as session:
        keys = session.scalars(select(rate_counts.c.key)).all()
        assert session.scalar(select(func.max(rate_counts.c.hits))) == 1
    assert [len(key) for key in keys] == [64, 64]
