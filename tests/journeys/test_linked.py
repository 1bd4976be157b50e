"""Linked measures over HTTP: the DA lead seals a year and asks how many people reported again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from api.db import Context, Database
from schemas.period import Period
from schemas.tables.returns import returns
from schemas.wire import aggregates, indicators
from tests.integration.borough import Borough, expect
from tests.journeys.systems import System, Systems
from tests.oauth_client import Response
from tests.partnership import Partnership

LEAD, POLICE = "bromley-da-lead", "met-bromley"
YEAR = Period.parse("2025-26")
LATEST = YEAR.quarters()[-1]
REPORTED = YEAR.months()[-1]
REPORTS = 120
AGAIN = f"/v1/aggregates/linked.repeat_victims_12m?period={YEAR}"


@pytest.fixture(scope="module")
def filled(partnership: Partnership) -> Iterator[Partnership]:
    """The partnership with a year of incidents, all of them in its last month."""
    database, borough = Database(partnership.databases.app_url, operating=True), Borough()
    with database.writing(Context(partnership.plan.partnership_id, reach="operator")) as session:
        opened = set(session.scalars(select(returns.c.month).distinct()))
        for month in YEAR.months():
            if str(month) not in opened:
                expect(session, POLICE, "incident", month)
            size = REPORTS if month == REPORTED else 0
            rows = [borough.row("incident", month) for _ in range(size)]
            status = "received" if rows else "nil"
            borough.send(session, POLICE, "incident", month, rows=rows, status=status)
    yield partnership
    database.close()


@pytest.fixture
def lead(filled: Partnership, systems: Systems) -> System:
    """The lead, who has sealed the year by the first test that wants it."""
    system = systems(LEAD)
    if _read(system, AGAIN).status == 404:
        for quarter in YEAR.quarters():
            assert _seal(system, quarter).status == 201
    return system


def _seal(system: System, quarter: Period) -> Response:
    return system.call(
        "POST",
        "/v1/releases",
        scope="releases:write",
        asked=system.details(),
        media_type="application/json",
        body=json.dumps({"period": str(quarter), "accept_missing": True}).encode(),
    )


def _read(system: System, path: str) -> Response:
    return system.call("GET", path, scope="aggregates:read", asked=system.details())


def test_how_many_people_report_again_is_answered_with_all_that_belongs_to_it(lead: System) -> None:
    answer = _read(lead, AGAIN)
    assert answer.status == 200
    said = answer.json
    assert aggregates.Aggregate().validate(said) == {}
    assert said["coverage"]["included"] == [POLICE]
    [whole] = said["observations"]
    assert whole["value"] >= 5
    split = _read(lead, f"{AGAIN}&by=sex").json["observations"]
    assert {each["sex"] for each in split} == {"F", "M", "missing"}


def test_people_who_report_again_are_a_line_of_their_indicator(lead: System) -> None:
    answer = _read(lead, f"/v1/indicators/IND-08/values?period={YEAR}")
    assert indicators.IndicatorValues().validate(answer.json) == {}
    lines = {each["line"]: each for each in answer.json["values"]}
    assert lines["d"]["numerator"] == _read(lead, AGAIN).json["observations"][0]["value"]
    assert lines["d"]["value"] is not None
    assert (lines["c"]["status"], lines["c"]["reason"]) == ("not_available", "years_missing")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"/v1/aggregates/linked.repeat_victims_12m?period={LATEST}", "combination_not_released"),
        (f"{AGAIN}&by=ward", "unknown_breakdown"),
        (f"{AGAIN}&by=sex,age_band_4", "combination_not_released"),
        (f"{AGAIN}&sex=F,M", "list_not_allowed"),
        (f"/v1/aggregates/linked.repeaters?period={YEAR}", "unknown_measure"),
        (f"{AGAIN}&as_of=2026-05-01&as_of=2026-06-01", "list_not_allowed"),
    ],
)
def test_what_no_linked_measure_answers_is_refused(lead: System, path: str, code: str) -> None:
    answer = _read(lead, path)
    assert (answer.status, answer.json["code"]) == (422, code), answer.json


@pytest.mark.parametrize("path", [AGAIN, f"/v1/indicators/IND-08/values?period={YEAR}"])
def test_figures_are_asked_as_on_a_day(lead: System, path: str) -> None:
    now = _read(lead, path).json
    sealed_on = date.fromisoformat(now["release"]["sealed_at"][:10])
    assert _read(lead, f"{path}&as_of={sealed_on + timedelta(days=1)}").json == now
    before = _read(lead, f"{path}&as_of={sealed_on - timedelta(days=2)}")
    assert (before.status, before.json["code"]) == (404, "no_release")
