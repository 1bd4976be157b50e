"""Long downloads from the real server: what ends them, and that all that went is on record."""

import json
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.db import Context, Database
from api.services import agreements
from schemas.tables.disclosures import disclosures
from tests.deliveries import envelope, ndjson
from tests.journeys.recorder import Recorder
from tests.journeys.referring import (
    MARCH,
    PATH,
    POLICE,
    READER,
    REFERRALS,
    casework,
    events_refused,
    referrals,
)
from tests.journeys.served import Served, served
from tests.journeys.systems import NDJSON, systems_of
from tests.oauth_client import http_sender
from tests.partnership import NOW, Partnership


class Download:
    """A stream of many pages from the real server, read as slowly as the test likes."""

    MANY, PAGE = 12_000, 500

    def __init__(self, server: Served, http: httpx.Client) -> None:
        self.server, self.database = server, Database(server.partnership.databases.app_url)
        send = http_sender(http, server.url)
        systems = systems_of(server.partnership, send=send, recorder=Recorder())
        police = systems(POLICE)
        assert police.stand("referral", envelope()).status == 200
        answer = police.put("referral", MARCH, ndjson(referrals(self.MANY)), media_type=NDJSON)
        assert answer.status == 201, answer.body
        self.system = casework(systems)

    def lines(self) -> Generator[dict[str, Any]]:
        """The lines of one download as they come."""
        client, url = self.system.client, f"{self.server.url}{PATH}"
        token = self.system.token("records:read", REFERRALS)
        headers = {
            **READER,
            "Accept": NDJSON,
            "Authorization": f"DPoP {token}",
            "DPoP": client.proof("GET", url, token=token),
        }
        with (
            httpx.Client(timeout=60, trust_env=False) as http,
            http.stream("GET", f"{url}?limit={self.PAGE}", headers=headers) as answer,
        ):
            assert answer.status_code == 200, answer.read()
            yield from (json.loads(line) for line in answer.iter_lines())

    def end(self) -> None:
        """End the agreement, at the word of a party."""
        with self.database.writing(Context("bromley", POLICE)) as session:
            agreements.change(
                session,
                partnership_id="bromley",
                agreement_id="DSA-2026-0004",
                agency_id=POLICE,
                what="end",
                now=NOW,
                today=NOW.date(),
            )

    def logged(self) -> int:
        """Rows of the police's that the log says were used by others."""
        with self.database.reading(Context("bromley", POLICE)) as session:
            return session.scalar(select(func.sum(disclosures.c.rows))) or 0


@pytest.fixture(scope="module")
def download(
    partnership: Partnership, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Download]:
    server = served(partnership, folder=tmp_path_factory.mktemp("served"))
    with ExitStack() as held:
        held.callback(server.stop)
        server.start()
        http = held.enter_context(httpx.Client(timeout=120, trust_env=False))
        made = Download(server, http)
        held.callback(made.database.close)
        yield made


def current(told: list[dict[str, Any]]) -> int:
    return sum(each["state"] == "current" for each in told)


def settled(download: Download) -> int:
    """How many rows are out, once the server makes no more pages since nobody reads them."""
    before, now = -1, download.logged()
    while before != now:
        time.sleep(0.4)
        before, now = now, download.logged()
    return now


def test_a_whole_download_says_so_and_is_on_record_as_a_whole(download: Download) -> None:
    before = download.logged()
    told = list(download.lines())
    assert told[-1] == {"state": "end"}
    assert current(told) == download.logged() - before == download.MANY


def test_a_reader_that_goes_away_leaves_no_row_that_is_not_on_record(download: Download) -> None:
    before, lines = download.logged(), download.lines()
    told = [next(lines) for _ in range(700)]
    lines.close()
    assert current(told) <= settled(download) - before < download.MANY


def test_a_log_that_takes_no_more_events_breaks_the_stream_off(download: Download) -> None:
    before, lines = download.logged(), download.lines()
    told = [next(lines)]
    settled(download)
    with events_refused(download.server.partnership):
        told += lines
    assert told[-1] == {"state": "broken_off", "code": "failure"}
    assert current(told) == download.logged() - before < download.MANY


def test_ending_the_agreement_stops_a_download_within_one_page(download: Download) -> None:
    """The last test of the module: what a slow reader has yet to read was made before the end."""
    before, lines = download.logged(), download.lines()
    told = [next(lines)]
    out = settled(download)
    download.end()
    told += lines
    assert told[-1] == {"state": "broken_off", "code": "agreement_ended"}
    assert current(told) == download.logged() - before <= out - before + download.PAGE
    assert current(told) < download.MANY
