"""Figures over HTTP: the DA lead seals a quarter and reads it, others what they may."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from api.db import Context, Database
from api.reports.indicators import INDICATORS
from schemas.period import Period
from schemas.wire import (
    aggregates,
    contribution,
    indicators,
    overdue,
    participation,
    releases,
    reports,
)
from schemas.wire.indicator_catalogue import IndicatorList
from tests.integration.borough import Borough
from tests.journeys.conftest import Events
from tests.journeys.systems import System, Systems
from tests.oauth_client import Response
from tests.partnership import Partnership

LEAD, POLICE = "bromley-da-lead", "met-bromley"
QUARTER = Period.parse("2025-26-Q4")
SENDERS = {
    "incident": POLICE,
    "health_contact": "kings-pruh",
    "housing_support": "bromley-housing",
    "perpetrator_intervention": "probation-bromley",
}
SIZE = {"incident": 250, "health_contact": 40, "housing_support": 30}


@pytest.fixture(scope="module")
def filled(partnership: Partnership) -> Iterator[Partnership]:
    """The partnership with a quarter of returns, one of them missing."""
    database, borough = Database(partnership.databases.app_url, operating=True), Borough()
    with database.writing(Context(partnership.plan.partnership_id, reach="operator")) as session:
        for month in QUARTER.months():
            for dataset, agency in SENDERS.items():
                rows = [borough.row(dataset, month) for _ in range(SIZE.get(dataset, 20))]
                borough.send(session, agency, dataset, month, rows=rows)
    yield partnership
    database.close()


@pytest.fixture
def lead(filled: Partnership, systems: Systems) -> System:
    return systems(LEAD)


def _seal(system: System, **body: Any) -> Response:
    return system.call(
        "POST",
        "/v1/releases",
        scope="releases:write",
        asked=system.details(),
        media_type="application/json",
        body=json.dumps({"period": str(QUARTER), **body}).encode(),
    )


def _read(system: System, path: str, **headers: str) -> Response:
    return system.call(
        "GET", path, scope="aggregates:read", asked=system.details(), headers=headers
    )


@pytest.fixture
def sealed(lead: System) -> str:
    """The release of the quarter, sealed by the first test that wants it."""
    answer = _seal(lead, accept_missing=True)
    if answer.status == 201:
        return str(answer.json["release_id"])
    assert answer.json["code"] == "nothing_changed"
    found = _read(lead, "/v1/releases").json["releases"]
    return str(next(each["release_id"] for each in found if each["period"] == str(QUARTER)))


def test_a_dry_run_tells_statuses_and_seals_nothing(lead: System, events: Events) -> None:
    answer = _seal(lead, dry_run=True)
    assert answer.status == 200
    assert answer.json["release_id"] is None
    assert {each["status"] for each in answer.json["returns"]} == {"received", "expected"}
    assert events()["releases:seal", "allowed"] == 1
    assert _read(lead, "/v1/releases").json["releases"] == []


def test_missing_returns_refuse_the_sealing_and_are_named(lead: System, events: Events) -> None:
    answer = _seal(lead)
    assert (answer.status, answer.json["code"]) == (409, "returns_missing")
    assert all("has not arrived" in each["message"] for each in answer.json["errors"])
    assert events()["releases:seal", "refused"] == 1


def test_a_sealed_quarter_is_created_listed_and_read(
    lead: System, sealed: str, events: Events
) -> None:
    view = _read(lead, f"/v1/releases/{sealed}")
    assert view.status == 200
    assert releases.Release().validate(view.json) == {}
    assert view.json["period"] == str(QUARTER)
    listed = _read(lead, "/v1/releases").json
    assert [each["kind"] for each in listed["releases"]].count("month") == 3
    assert events()["releases:read", "allowed"] == 1


def test_an_aggregate_is_answered_with_all_that_belongs_to_it(
    lead: System, sealed: str, events: Events
) -> None:
    answer = _read(lead, f"/v1/aggregates/incident?period={QUARTER}&by=is_crime,ward&unit=records")
    assert answer.status == 200
    said = answer.json
    assert aggregates.Aggregate().validate(said) == {}
    assert (said["release"]["release_id"], said["by"]) == (sealed, ["is_crime", "ward"])
    assert said["additive"] is False
    values = [each["value"] for each in said["observations"]]
    assert None in values
    assert min(value for value in values if value is not None) >= 5
    assert events()["aggregates:read", "allowed"] == 1


def test_a_filter_and_a_split_stand_in_one_question(lead: System, sealed: str) -> None:
    path = f"/v1/aggregates/incident.crimes?period={QUARTER}&by=ward&unit=records"
    part = _read(lead, path).json["observations"]
    path = f"/v1/aggregates/incident?period={QUARTER}&by=ward&is_crime=true&unit=records"
    filtered = _read(lead, path).json
    assert filtered["observations"] == part
    assert filtered["filters"] == {"is_crime": "true"}


def test_every_agency_gets_the_same_answer(lead: System, systems: Systems, sealed: str) -> None:
    path = f"/v1/aggregates/incident?period={QUARTER}&by=ward"
    mine, theirs = _read(lead, path), _read(systems(POLICE), path)
    assert mine.json == theirs.json


def test_an_aggregate_is_given_as_csv(lead: System, sealed: str) -> None:
    path = f"/v1/aggregates/incident?period={QUARTER}&by=sex&unit=records"
    answer = _read(lead, path, Accept="text/csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    block, rows = _table(answer)
    seen = _read(lead, path).json["observations"]
    assert [row["value"] for row in rows] == [str(each["value"] or "") for each in seen]
    assert [row["status"] for row in rows] == [each["status"] for each in seen]
    assert {row["release"] for row in rows} == {sealed}
    assert ("#release", sealed) in block
    assert {"#epoch", "#policy", "#unit", "#contributors", "#caveat"} <= {name for name, _ in block}


def _table(answer: Response) -> tuple[list[tuple[str, str]], list[dict[str, str]]]:
    """The header block of a CSV answer, and its rows by column."""
    lines = list(csv.reader(io.StringIO(answer.body.decode(), newline="")))
    block = [(line[0], line[1]) for line in lines if line[0].startswith("#")]
    columns, *rows = lines[len(block) :]
    return block, [dict(zip(columns, row, strict=True)) for row in rows]


FORMS = ("json", "csv", "sdmx-csv")
ADDRESSES = {
    f"/v1/aggregates/incident?period={QUARTER}&by=ward&unit=records": "aggregates:read",
    f"/v1/indicators/IND-04/values?period={QUARTER}": "aggregates:read",
    f"/v1/participation?period={QUARTER}": "participation:read",
}


@pytest.mark.parametrize("path", ADDRESSES)
def test_figures_have_three_forms_by_word_or_by_media_type(
    lead: System, sealed: str, path: str
) -> None:
    scope = ADDRESSES[path]
    asked = lead.details() if scope == "aggregates:read" else None

    def read(query: str = "", accept: str = "*/*") -> Response:
        headers = {"Accept": accept}
        return lead.call("GET", path + query, scope=scope, asked=asked, headers=headers)

    types = {form: read(f"&format={form}").headers["Content-Type"] for form in FORMS}
    assert types["json"] == "application/json"
    assert types["csv"] == "text/csv; charset=utf-8"
    assert types["sdmx-csv"].startswith("application/vnd.sdmx.data+csv;version=2.0.0")
    for form, media_type in types.items():
        offered = read(accept=media_type.partition("; ")[0])
        assert offered.body == read(f"&format={form}").body
        assert "Accept" in offered.headers["Vary"]
    assert read(accept="application/vnd.sdmx.data+csv").headers["Content-Type"] == types["sdmx-csv"]
    assert read().headers["Content-Type"] == "application/json"
    assert read("&format=yaml").status == 422


def test_the_structures_of_figures_are_public(lead: System) -> None:
    listed = lead.client.send("GET", "/v1/structures", {}, b"")
    names = {each["name"]: each["url"] for each in listed.json["structures"]}
    assert {"incident", "indicators", "participation"} <= names.keys()
    answer = lead.client.send("GET", names["incident"], {}, b"")
    assert answer.headers["Content-Type"].startswith("application/vnd.sdmx.structure+json;version")
    [definition] = json.loads(answer.body)["data"]["dataStructures"]
    assert definition["id"] == "DSD_INCIDENT"
    assert lead.client.send("GET", "/v1/structures/nothing", {}, b"").status == 404


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("by=ward&sex=F&sex=M", "list_not_allowed"),
        ("by=ward&sex=F,M", "list_not_allowed"),
        ("by=ward,age_band,sex", "combination_not_released"),
        ("by=ward&weather=rain", "parameters"),
        ("by=colour", "unknown_breakdown"),
        ("unit=households", "parameters"),
        (f"period={QUARTER}", "list_not_allowed"),
    ],
)
def test_a_question_that_does_not_exist_is_refused(
    lead: System, sealed: str, query: str, code: str, events: Events
) -> None:
    answer = _read(lead, f"/v1/aggregates/incident?period={QUARTER}&{query}")
    assert (answer.status, answer.json["code"]) == (422, code)
    assert "rain" not in answer.body.decode()
    assert events()["aggregates:read", "refused"] == 1


def test_a_period_that_is_not_sealed_is_not_found(lead: System, sealed: str) -> None:
    assert _read(lead, "/v1/aggregates/incident?period=2025-26-Q1").status == 404
    assert _read(lead, "/v1/reports/board?period=2025-26-Q1").status == 404
    assert _read(lead, "/v1/releases/00000000-0000-0000-0000-000000000000").status == 404


def test_an_indicator_comes_with_its_pairs(lead: System, sealed: str, events: Events) -> None:
    answer = _read(lead, f"/v1/indicators/IND-04/values?period={QUARTER}")
    assert answer.status == 200
    said = answer.json
    assert indicators.IndicatorValues().validate(said) == {}
    assert [each["line"] for each in said["values"]] == ["a", "b", "c", "d"]
    assert [each["id"] for each in said["paired"]] == ["IND-06", "IND-07"]
    assert events()["indicators:read", "allowed"] == 1


def test_every_indicator_answers_in_its_own_form(lead: System, sealed: str) -> None:
    for indicator in INDICATORS:
        said = _read(lead, f"/v1/indicators/{indicator}/values?period={QUARTER}").json
        assert indicators.IndicatorValues().validate(said) == {}, indicator
        assert said["values"] or said["bands"] or said["returns"], indicator
        for value in said["values"]:
            assert (value["value"] is None) == (value["uncertainty"] == "") or value["band"]


def test_a_split_and_a_line_of_an_indicator_are_asked_for_by_name(
    lead: System, sealed: str
) -> None:
    path = f"/v1/indicators/IND-04/values?period={QUARTER}&by=ward&version=a"
    said = _read(lead, path).json
    assert indicators.IndicatorValues().validate(said) == {}
    assert {value["line"] for value in said["values"]} == {"a"}
    assert len({value["category"] for value in said["values"]}) > 20
    assert said["not_known"]["by"] == "ward"
    assert [pair["id"] for pair in said["paired"]] == ["IND-06", "IND-07"]


def test_months_are_set_side_by_side_with_what_the_movement_means(
    lead: System, sealed: str
) -> None:
    earlier, later = (str(month) for month in QUARTER.months()[1:])
    path = f"/v1/indicators/IND-02/values?period={later}&compare={earlier}"
    said = _read(lead, path).json
    assert indicators.IndicatorValues().validate(said) == {}
    [before] = said["comparison"]["values"]
    assert said["comparison"]["status"] == "ok"
    assert (before["numerator"], before["denominator"]) != (None, None)
    assert before["movement"]["verdict"] in ("higher", "lower", "no_clear_change")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("compare=2026-01", "version_required"),
        ("version=e", "unknown_version"),
        ("by=programme", "unknown_breakdown"),
    ],
)
def test_an_indicator_is_not_answered_where_it_would_mislead(
    lead: System, sealed: str, query: str, code: str
) -> None:
    answer = _read(lead, f"/v1/indicators/IND-04/values?period=2026-03&{query}")
    assert (answer.status, answer.json["code"]) == (422, code)


def test_benchmarks_stand_beside_with_their_source(lead: System, sealed: str) -> None:
    said = _read(lead, f"/v1/indicators/IND-21/values?period={QUARTER}&compare=benchmark").json
    assert indicators.IndicatorValues().validate(said) == {}
    [level] = said["benchmarks"]
    assert (level["line"], level["value"], level["unit"]) == ("rate", 40, "rate")
    assert level["source"].startswith("SafeLives")


def test_the_catalogue_of_indicators_is_public(lead: System) -> None:
    answer = lead.client.send("GET", "/v1/indicators", {}, b"")
    assert answer.status == 200
    assert IndicatorList().validate(answer.json) == {}


def test_the_board_report_is_prose_or_data(lead: System, sealed: str, events: Events) -> None:
    path = f"/v1/reports/board?period={QUARTER}"
    prose = _read(lead, path, Accept="text/markdown")
    assert prose.headers["Content-Type"].startswith("text/markdown")
    assert "|" not in prose.body.decode()
    data = _read(lead, path)
    assert reports.BoardReport().validate(data.json) == {}
    for section in data.json["sections"]:
        assert all(text in prose.body.decode() for text in section["paragraphs"])
    assert _read(lead, path, Accept="image/png").status == 406
    assert events()["reports:read", "allowed"] == 2


def test_the_scrutiny_brief_is_prose_in_every_form(
    lead: System, sealed: str, events: Events
) -> None:
    path = f"/v1/reports/scrutiny?period={QUARTER}"
    prose = _read(lead, path, Accept="text/markdown").body.decode()
    assert "|" not in prose
    data = _read(lead, path)
    assert reports.ScrutinyBrief().validate(data.json) == {}
    parts = [part for section in data.json["sections"] for part in (section, *section["parts"])]
    assert all(text in prose for part in parts for text in part["paragraphs"])
    assert not any(part["tables"] for part in parts)
    page = _read(lead, path, Accept="text/html").body.decode()
    assert not re.search(r"<(table|svg|img)\b", page)
    assert _read(lead, path, Accept="image/png").status == 406
    assert _read(lead, f"{path}&as_of=2026-01-01").status == 404
    assert events()["reports:read", "allowed"] == 3


def test_participation_is_an_office_matter(lead: System, sealed: str, events: Events) -> None:
    path = f"/v1/participation?period={QUARTER}"
    answer = lead.call("GET", path, scope="participation:read")
    assert answer.status == 200
    assert participation.Participation().validate(answer.json) == {}
    assert _counts(answer.json) == {"late", "agencies_heard"}
    assert events()["participation:read", "allowed"] == 1
    assert lead.call("GET", path, scope="periods:read").status == 403


def test_the_overdue_register_is_the_leads(lead: System, sealed: str, events: Events) -> None:
    answer = lead.call("GET", f"/v1/overdue?period={QUARTER}", scope="participation:read")
    assert answer.status == 200
    assert overdue.OverdueList().validate(answer.json) == {}
    standing = lead.call("GET", f"/v1/participation?period={QUARTER}", scope="participation:read")
    out = [each for each in standing.json["returns"] if each["reminder"] == "late"]
    assert len(answer.json["overdue"]) == len(out)
    table = lead.call("GET", "/v1/overdue?format=csv", scope="participation:read")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert table.body.decode().startswith("#period,every open month\r\n")
    assert events()["participation:overdue", "allowed"] == 2
    assert lead.call("GET", "/v1/overdue", scope="periods:read").status == 403


def test_a_contributor_reads_its_own_view_and_no_other_agencys(
    filled: Partnership, systems: Systems, sealed: str, events: Events
) -> None:
    hospital, path = systems("kings-pruh"), f"/v1/contribution?period={QUARTER}"
    answer = hospital.get(path, dataset="health_contact")
    assert answer.status == 200, answer.body
    assert contribution.Contribution().validate(answer.json) == {}
    assert answer.json["agency"] == "kings-pruh"
    assert {each["agency"] for each in answer.json["returns"]} == {"kings-pruh"}
    [trend] = [each for each in answer.json["figures"] if each["dataset"] == "health_contact"]
    assert trend["periods"][-1]["records"] == SIZE["health_contact"] * 3
    assert events()["contribution:read", "allowed"] == 1
    asked = hospital.details("health_contact")
    assert hospital.call("GET", path, scope="disclosures:read", asked=None).status == 403
    assert hospital.call("GET", path, scope="aggregates:read", asked=asked).status == 403


def _counts(said: Mapping[str, Any]) -> set[str]:
    """The members that hold a number; statuses are counts of returns."""
    return {name for name, value in said.items() if isinstance(value, int)}


def test_only_those_who_may_seal_do(lead: System, systems: Systems, events: Events) -> None:
    police = systems(POLICE)
    events()
    answer = police.call(
        "POST",
        "/v1/releases",
        scope="aggregates:read",
        asked=police.details(),
        media_type="application/json",
        body=b'{"period": "2025-26-Q4"}',
    )
    assert answer.status == 403


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"period": 4}', b'{"period": "2025-26-Q4", "force": true}', b"[NaN]"]
)
def test_a_sealing_that_cannot_be_read_is_refused(lead: System, body: bytes) -> None:
    answer = lead.call(
        "POST",
        "/v1/releases",
        scope="releases:write",
        asked=lead.details(),
        media_type="application/json",
        body=body,
    )
    assert answer.status in (400, 422)
    assert re.search(rb"application/problem", answer.headers["Content-Type"].encode())
