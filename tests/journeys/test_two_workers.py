"""Two processes of the service at one store: returns put at the same moment, on both engines."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from sqlalchemy import create_engine, select

from schemas.tables.records import RECORDS
from schemas.tables.returns import returns
from tests.counts import whole_or_sample
from tests.deliveries import contacts, document
from tests.journeys.conftest import LogUrl
from tests.journeys.recorder import Recorder
from tests.journeys.served import Served
from tests.journeys.systems import System, systems_of
from tests.oauth_client import Response, http_sender

AGENCY, DATASET, MONTH = "kings-pruh", "health_contact", "2026-03"
ROUNDS = whole_or_sample(20, sample=4)
AT_ONCE = 4

Deed = Callable[[System], Response]
Stored = Callable[[], list[int]]


@pytest.fixture
def server(fresh_served: Served) -> Served:
    fresh_served.start()
    assert len(fresh_served.children()) == 2
    return fresh_served


@pytest.fixture
def stored(server: Served, log_url: LogUrl) -> Stored:
    """The row numbers in force for the month, as they lie in the store."""
    table = RECORDS[DATASET]
    query = (
        select(table.c.row_no)
        .join(returns, returns.c.submission_id == table.c.submission_id)
        .order_by(table.c.row_no)
    )

    def rows() -> list[int]:
        engine = create_engine(log_url(server.partnership.databases))
        with engine.connect() as connection:
            found = list(connection.scalars(query))
        engine.dispose()
        return found

    return rows


def hospital(server: Served, http: httpx.Client) -> System:
    send = http_sender(http, server.url)
    made = systems_of(server.partnership, send=send, recorder=Recorder())(AGENCY)
    made.token("returns:write", made.details(DATASET))
    return made


def at_once(server: Served, deeds: Sequence[Deed]) -> list[Response]:
    """Each deed by a connection of its own, all at one moment."""
    start = Barrier(len(deeds))

    def one(deed: Deed) -> Response:
        with httpx.Client(timeout=60, trust_env=False) as http:
            system = hospital(server, http)
            start.wait(timeout=30)
            return deed(system)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def putting(count: int, *, if_match: str | None = None) -> Deed:
    """Put so many rows."""
    headers = {"If-Match": if_match} if if_match else {}
    return lambda system: system.put(DATASET, MONTH, document(contacts(count)), headers=headers)


@pytest.mark.prove
def test_of_two_that_act_on_one_copy_one_wins(server: Served, stored: Stored) -> None:
    system = hospital(server, server.http)
    tag = putting(10)(system).headers["ETag"]
    for turn in range(ROUNDS):
        counts = [200 + 2 * turn, 201 + 2 * turn]
        answers = at_once(server, [putting(count, if_match=tag) for count in counts])
        assert sorted(each.status for each in answers) == [200, 412]
        ((won, count),) = [
            (answer, count)
            for answer, count in zip(answers, counts, strict=True)
            if answer.status == 200
        ]
        tag = won.headers["ETag"]
        assert system.receipt(DATASET, MONTH).headers["ETag"] == tag
        assert stored() == list(range(1, count + 1))
        assert won.json["revision"] == turn + 2


@pytest.mark.prove
def test_all_that_act_on_none_are_kept_in_some_order(server: Served, stored: Stored) -> None:
    system = hospital(server, server.http)
    for turn in range(ROUNDS):
        counts = [100 + AT_ONCE * turn + n for n in range(AT_ONCE)]
        answers = at_once(server, [putting(count) for count in counts])
        assert {each.status for each in answers} <= {200, 201}
        sent = {each.json["revision"]: each.json["rows"]["stored"] for each in answers}
        first = turn * AT_ONCE
        assert sorted(sent) == list(range(first + 1, first + AT_ONCE + 1))
        assert sorted(sent.values()) == counts
        kept = system.get(f"/v1/returns/{DATASET}/{MONTH}/revisions", dataset=DATASET).json
        assert {
            each["revision"]: each["rows_stored"]
            for each in kept["revisions"]
            if each["revision"] > first
        } == sent
        assert stored() == list(range(1, sent[first + AT_ONCE] + 1))


def test_of_equal_first_deliveries_at_once_one_is_stored(server: Served, stored: Stored) -> None:
    answers = at_once(server, [putting(300)] * AT_ONCE)
    assert sorted(each.status for each in answers) == [200] * (AT_ONCE - 1) + [201]
    assert len({each.headers["ETag"] for each in answers}) == 1
    assert {each.json["revision"] for each in answers} == {1}
    assert stored() == list(range(1, 301))
