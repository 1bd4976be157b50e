"""The server dies in the middle of a large return: the store holds the old one or the new one.

The moments are spread over the whole of a request: while its body is read and checked, while its
rows are loaded, and about the time it is committed.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Thread

import httpx
import pytest
from sqlalchemy import Engine, create_engine, func, select

from schemas.tables.records import RECORDS
from schemas.tables.returns import returns, submissions
from tests.counts import PROVE
from tests.deliveries import contacts, envelope, table
from tests.journeys.conftest import LogUrl
from tests.journeys.installations import PATIENCE
from tests.journeys.recorder import Recorder
from tests.journeys.served import Served
from tests.journeys.systems import CSV, System, systems_of
from tests.journeys.writing import Watch, watch
from tests.oauth_client import Response, http_sender

AGENCY, DATASET, MONTH = "kings-pruh", "health_contact", "2026-03"
RECORD = RECORDS[DATASET]
OLD, NEW = 25, 20_000


@dataclass(frozen=True)
class Moment:
    """When the server dies: at a part of the time that checking takes, or that loading takes."""

    loading: bool
    part: float


SAMPLE = (Moment(False, 0.6), Moment(True, 0.5))
WHOLE = (
    *(Moment(False, part) for part in (0.05, 0.35, 0.65, 0.95)),
    *(Moment(True, part) for part in (0.0, 0.25, 0.5, 0.75, 1.0, 1.25)),
)


class Hospital:
    """The hospital's system beside a server that dies under it, with the store in view."""

    def __init__(self, server: Served, *, store: Engine, watching: Watch) -> None:
        self.server, self.store, self.watching = server, store, watching
        self.answer: Response | None = None
        self.bodies = {rows: table(contacts(rows)) for rows in (OLD, NEW)}

    def system(self, http: httpx.Client) -> System:
        send = http_sender(http, self.server.url)
        return systems_of(self.server.partnership, send=send, recorder=Recorder())(AGENCY)

    def put(self, rows: int) -> Response:
        with httpx.Client(timeout=120, trust_env=False) as http:
            return self.system(http).put(DATASET, MONTH, self.bodies[rows], media_type=CSV)

    def receipt(self) -> Response:
        with httpx.Client(timeout=120, trust_env=False) as http:
            return self.system(http).receipt(DATASET, MONTH)

    def measured(self) -> dict[bool, float]:
        """Seconds that checking takes and that loading takes, here and now."""
        sending, begun = self.sending(), time.monotonic()
        self.watching.wait(sending.is_alive)
        loading = time.monotonic()
        sending.join()
        assert self.answer is not None
        assert self.answer.status == 200, self.answer.body
        return {False: loading - begun, True: time.monotonic() - loading}

    def sending(self) -> Thread:
        """Send the new return from a thread; its answer, if any comes, is kept."""
        http = httpx.Client(timeout=120, trust_env=False)
        system = self.system(http)
        # Asked for here: the next thing that is written is the return.
        system.token("returns:write", system.details(DATASET))

        def send() -> None:
            self.answer = None
            with closing(http), suppress(httpx.HTTPError):
                body = self.bodies[NEW]
                self.answer = system.put(DATASET, MONTH, body, media_type=CSV)

        thread = Thread(target=send)
        thread.start()
        return thread

    def in_force(self) -> tuple[str, int, int]:
        """The ETag that is in force, the rows that its receipt counts, and those in the table."""
        said = self.receipt()
        assert said.status == 200, said.body
        mine = select(returns.c.submission_id).where(
            returns.c.dataset == DATASET, returns.c.month == MONTH
        )
        count = select(func.count()).select_from(RECORD)
        with self.store.connect() as connection:
            rows = connection.scalar(count.where(RECORD.c.submission_id.in_(mine))) or 0
            known = select(submissions.c.submission_id)
            stray = connection.scalar(count.where(RECORD.c.submission_id.not_in(known)))
        assert stray == 0
        return said.headers["ETag"], said.json["rows"]["stored"], rows


@pytest.fixture
def hospital(fresh_served: Served, log_url: LogUrl) -> Iterator[Hospital]:
    """A running server with a small return in force."""
    fresh_served.start()
    url = log_url(fresh_served.partnership.databases)
    store = create_engine(url)
    with watch(url) as watching:
        made = Hospital(fresh_served, store=store, watching=watching)
        made.system(fresh_served.http).stand(DATASET, envelope())
        assert made.put(OLD).status == 201
        yield made
    store.dispose()


@pytest.mark.prove
def test_a_return_is_wholly_old_or_wholly_new_whenever_the_server_dies(hospital: Hospital) -> None:
    server, old = hospital.server, hospital.in_force()
    seconds = hospital.measured()
    new = hospital.in_force()
    assert (old[1:], new[1:]) == ((OLD, OLD), (NEW, NEW))
    for moment in WHOLE if PROVE else SAMPLE:
        assert hospital.put(OLD).status == 200
        sending = hospital.sending()
        if moment.loading:
            hospital.watching.wait(sending.is_alive)
        time.sleep(seconds[moment.loading] * moment.part)
        server.kill()
        sending.join()
        server.start()
        found = hospital.in_force()
        assert found in (old, new), moment
        assert found == new or hospital.answer is None, moment
        assert hospital.put(NEW).status == 200, moment
        assert hospital.in_force() == new, moment


def test_when_one_process_dies_the_other_goes_on(hospital: Hospital) -> None:
    server = hospital.server
    dying, staying = server.children()
    os.kill(dying, signal.SIGKILL)
    until = time.monotonic() + PATIENCE
    while dying in server.children() and time.monotonic() < until:
        time.sleep(0.02)
    for rows in (OLD, OLD):
        assert hospital.put(rows).status == 200
    while len(server.children()) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert staying in server.children()
    assert len(server.children()) == 2
    assert hospital.in_force()[1:] == (OLD, OLD)
