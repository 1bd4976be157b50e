"""A sealed quarter whose figures the lead reads, and a log that is sealed when a test says so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api import service
from api.db import Context, Database
from api.services.transparency.sealing import seal_all
from schemas.period import Period
from tests.integration.borough import Borough
from tests.journeys.systems import System, Systems
from tests.oauth_client import Response
from tests.partnership import Partnership

LEAD, POLICE, HOSPITAL = "bromley-da-lead", "met-bromley", "kings-pruh"
QUARTER = Period.parse("2025-26-Q4")
SENDERS = {
    "incident": (POLICE, 40),
    "health_contact": (HOSPITAL, 30),
    "housing_support": ("bromley-housing", 20),
}

Seal = Callable[[], int]


@pytest.fixture(scope="module")
def filled(partnership: Partnership) -> Iterator[Partnership]:
    """The partnership with a quarter of returns."""
    database, borough = Database(partnership.databases.app_url, operating=True), Borough()
    with database.writing(Context(partnership.plan.partnership_id, reach="operator")) as session:
        for month in QUARTER.months():
            for dataset, (agency, size) in SENDERS.items():
                rows = [borough.row(dataset, month) for _ in range(size)]
                borough.send(session, agency, dataset, month, rows=rows)
    yield partnership
    database.close()


@pytest.fixture(scope="module")
def seal(filled: Partnership) -> Iterator[Seal]:
    """Seals the log; says how many events that took in."""
    service.prepare(filled.settings)
    database, steps = Database(filled.databases.app_url), iter(range(1, 10_000))

    def run() -> int:
        now = datetime.now(UTC) + timedelta(seconds=next(steps))
        done = seal_all(database, folder=filled.settings.key_dir, now=now, thorough=True)
        return sum(each.events for each in done)

    yield run
    database.close()


@pytest.fixture
def lead(filled: Partnership, systems: Systems) -> System:
    return systems(LEAD)


@pytest.fixture
def figures(lead: System) -> Callable[[str], Response]:
    """Asks as the lead for released figures; the quarter is sealed by the first who wants it."""
    _seal_quarter(lead)

    def read(path: str, **headers: str) -> Response:
        asked = lead.details()
        return lead.call("GET", path, scope="aggregates:read", asked=asked, headers=headers)

    return read


def _seal_quarter(lead: System) -> None:
    answer = lead.call(
        "POST",
        "/v1/releases",
        scope="releases:write",
        asked=lead.details(),
        media_type="application/json",
        body=f'{{"period": "{QUARTER}", "accept_missing": true}}'.encode(),
    )
    sealed_before = ("nothing_changed", "too_soon")
    assert answer.status == 201 or answer.json["code"] in sealed_before, answer.body


def office(system: System, path: str, *, scope: str = "disclosures:read", **headers: str) -> Any:
    """What an agency's system is told of the log."""
    return system.call("GET", path, scope=scope, headers=headers)
