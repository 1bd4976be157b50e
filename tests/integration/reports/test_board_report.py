"""The board report of a sealed quarter: its order, its prose, and its numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from api.reports.rendering import page
from api.reports.report import Report as Board
from api.reports.words import RETIRED
from api.services import reports
from api.services.opening import opened
from api.services.reports.opening import known_with
from auth.caller import Caller
from auth.refusals import Conflict, NotFound
from schemas.period import Period
from schemas.wire.reports import BoardReport
from tests.databases import Databases
from tests.integration.borough import MONTHS
from tests.integration.callers import ALONE, agreement, lead
from tests.integration.reports.sealed import MARCH, Q4, YEAR
from tests.integration.sealing import AFTER, Place, borough_in, everything
from tests.pages import read


def _write(place: Place, period: Period = Q4, *, caller: Caller | None = None) -> Board:
    with place.reading() as session:
        asker = caller or lead()
        return reports.board_report(session, asker, period=str(period), today=AFTER)[0]


@pytest.fixture(scope="module", params=[str(MARCH), str(Q4), str(YEAR)])
def written(place: Place, request: pytest.FixtureRequest) -> Board:
    return _write(place, Period.parse(request.param))


def test_participation_comes_first_and_equality_is_there(written: Board) -> None:
    headings = re.findall(r"^## (.+)$", written.markdown(), re.MULTILINE)
    assert headings[0] == "Participation"
    assert "Equality" in headings


def test_the_report_holds_no_table_no_pipe_and_no_image(written: Board) -> None:
    prose = written.markdown()
    assert "|" not in prose
    assert not re.search(r"!\[|<img|<table|```|^\s*[-*+] ", prose, re.MULTILINE)


def test_every_number_in_the_prose_is_among_the_figures(written: Board) -> None:
    document = BoardReport().dump(written.document())
    head = {"period": document["period"], "release": document["release"]}
    for section in document["sections"]:
        known = _numbers(json.dumps([section["figures"], head]))
        assert _numbers(" ".join(section["paragraphs"])) <= known, section["id"]


def _numbers(text: str) -> set[int]:
    return {int(found) for found in re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", text))}


def test_the_prose_and_the_data_hold_the_same_paragraphs(written: Board) -> None:
    document = BoardReport().dump(written.document())
    prose = written.markdown()
    assert all(text in prose for section in document["sections"] for text in section["paragraphs"])


def test_every_value_of_the_report_is_a_released_one(written: Board, place: Place) -> None:
    figures = [f for s in written.document()["sections"] for f in s["figures"]]
    values = [f["value"] for f in figures if f.get("unit") == "count" and f.get("value")]
    cells = [o["value"] for f in figures for o in f.get("observations", f.get("points", ()))]
    assert values
    assert min(v for v in (*values, *cells) if v is not None) >= 5


def test_one_plain_sentence_says_why_totals_differ(written: Board) -> None:
    assert written.markdown().count("may differ by one or two from an agency's own") == 1


def test_no_retired_term_is_used(written: Board) -> None:
    prose = written.markdown().lower()
    assert [term for term in RETIRED if re.search(rf"\b{term}\b", prose)] == []


def test_arrests_stand_with_dual_arrests_and_reasons(place: Place) -> None:
    document = _write(place).document()
    [section] = [each for each in document["sections"] if each["id"] == "response"]
    assert {figure["id"] for figure in section["figures"]} == {"IND-04", "IND-06", "IND-07"}


def test_areas_are_given_in_the_shortest_periods_of_which_enough_is_shown(place: Place) -> None:
    [section] = [s for s in _write(place).document()["sections"] if s["id"] == "incidents"]
    splits = [figure for figure in section["figures"] if figure.get("by") == "ward"]
    with place.reading() as session:
        cells = everything(session, periods=Q4.months())
    by_month = [
        value for month in Q4.months() for value in cells[("ward",), str(month), "records"].values()
    ]
    enough = 100 * sum(value is not None for value in by_month) >= 80 * len(by_month)
    expected = [str(month) for month in Q4.months()] if enough else [str(Q4)]
    assert [split["period"] for split in splits] == expected


def test_what_is_missing_is_said_and_statements_are_only_counted(place: Place) -> None:
    prose = _write(place).markdown()
    assert "The return of Clarion on counts and statements for March 2026 has not come." in prose
    assert "1 statement came with the returns. A statement is printed once" in prose


def test_declared_figures_stand_apart_with_their_span(place: Place) -> None:
    prose = _write(place).markdown()
    assert re.search(
        r"Kings Pruh declared reports of domestic abuse, counted by itself and protected here: \d+ "
        r"in March 2026",
        prose,
    )


def test_the_period_before_is_set_beside_this_one(place: Place) -> None:
    assert re.search(r"(more|fewer) than in October to December 2025", _write(place).markdown())


def test_a_section_outside_the_token_says_that_it_is_not_available(place: Place) -> None:
    caller = lead(datatypes={"incident"})
    document = _write(place, caller=caller).document()
    [services] = [each for each in document["sections"] if each["id"] == "services"]
    assert {figure["status"] for figure in services["figures"]} <= {"not_available", "declared"}
    assert "housing" not in json.dumps(services["figures"][-1])


def test_without_any_permission_the_report_still_needs_its_equality_section(place: Place) -> None:
    caller = lead(held=agreement(show_alone={}), datatypes={"aggregate_return"})
    with pytest.raises(Conflict) as refusal:
        _write(place, caller=caller)
    assert refusal.value.code == "equality_section_empty"


def test_a_period_that_is_not_sealed_has_no_report(place: Place) -> None:
    with pytest.raises(NotFound):
        _write(place, Period.parse("2024-25"))


def test_an_agency_that_permits_no_publication_stays_out_of_reports(
    fresh_databases: Databases,
) -> None:
    with borough_in(fresh_databases, months=[MARCH]) as made:
        with made.writing() as session:
            rows = [made.borough.row("incident", MARCH) for _ in range(250)]
            made.borough.send(
                session, "met-bromley", "incident", MARCH, rows=rows, publish="none", revision=2
            )
            rows = [made.borough.row("health_contact", MARCH) for _ in range(80)]
            made.borough.send(session, "oxleas", "health_contact", MARCH, rows=rows, revision=2)
        made.seal(str(MARCH))
        prose = _write(made, MARCH).markdown()
    assert "because an agency does not permit its figures in reports" in prose
    assert "incidents of domestic abuse reported to the police: no figure is shown" in prose.lower()
    assert not re.search(r"There were \d+ incidents", prose)


def test_a_trend_tells_the_released_count_of_every_month_of_the_year(place: Place) -> None:
    with place.reading() as session:
        cells = everything(session, periods=MONTHS)
    [trend] = [each for each in _points(_write(place), "incidents") if each["id"] == "IND-01"]
    assert [each["period"] for each in trend["points"]] == [str(month) for month in MONTHS]
    assert [each["value"] for each in trend["points"]] == [
        cells[(), str(month), "records"][()] for month in MONTHS
    ]


def test_a_trend_by_quarter_goes_as_far_back_as_quarters_are_sealed(place: Place) -> None:
    [trend] = _points(_write(place), "response")
    assert [each["period"] for each in trend["points"]] == [str(q) for q in YEAR.quarters()]
    for point in trend["points"]:
        assert round(100 * point["numerator"] / point["denominator"]) == point["value"]
        assert point["low"] < point["value"] < point["high"]


def test_trends_are_read_from_what_was_sealed_when_the_report_was(place: Place) -> None:
    with place.reading() as session:
        book = opened(session, lead(), period=str(Q4), today=AFTER)
        assert sorted(known_with(book, MONTHS)) == sorted(MONTHS)
        sooner = replace(book.release, sealed_at=book.release.sealed_at - timedelta(seconds=1))
        assert known_with(replace(book, release=sooner), MONTHS) == {}


def test_a_trend_breaks_where_others_contribute_and_says_whose_data_it_used(
    fresh_databases: Databases,
) -> None:
    before, *months = MONTHS[-4:]
    alone = dict.fromkeys(("kings-pruh", "bromley-gp"), ("health_contact",))
    asker = lead(held=agreement(show_alone={**ALONE, **alone}))
    with borough_in(fresh_databases, months=[before]) as made:
        with made.writing() as session:
            for month in months:
                made.borough.build_month(session, month, leave=("oxleas",))
        for period in (before, Q4):
            made.seal(str(period), accept_missing=True)
        with made.reading() as session:
            written, owners = reports.board_report(session, asker, period=str(Q4), today=AFTER)
    trend = _points(written, "services")[0]
    assert [each["follows"] for each in trend["points"]] == ["ok", "coverage_changed", "ok", "ok"]
    assert trend["points"][1]["agencies"] == ["oxleas"]
    note = "Those who contribute in January 2026 are not those of December 2025 (Oxleas)"
    assert note in trend["points"][1]["note"]
    assert note in written.markdown()
    # It sent nothing for the quarter itself: its data is in the month before alone.
    assert "health_contact" in owners["oxleas"]


def test_no_arrest_rate_is_one_line_across_april_2007(fresh_databases: Databases) -> None:
    quarters = Period.parse("2006-2007").quarters()[-1], Period.parse("2007-2008").quarters()[0]
    months = [month for quarter in quarters for month in quarter.months()]
    with borough_in(fresh_databases, months=months) as made:
        for quarter in quarters:
            made.seal(str(quarter))
        written = _write(made, quarters[1])
    [trend] = _points(written, "response")
    assert [each["value"] is not None for each in trend["points"]] == [True, True]
    assert trend["points"][1]["follows"] == "series_break"
    note = trend["points"][1]["note"]
    assert note.startswith(
        "To March 2007 arrests were held against incidents and offences together"
    )
    assert note.endswith("The line is broken between January to March 2007 and April to June 2007.")
    [chart] = [svg for svg in read(page(written)).find("svg") if note in svg.text]
    lines = [each for each in chart.find("path") if "L" in each.attributes["d"]]
    assert lines == []


def _points(written: Board, section: str) -> list[dict[str, Any]]:
    """The trends of a section, as data."""
    [found] = [s for s in written.document()["sections"] if s["id"] == section]
    return [each for each in found["figures"] if "points" in each]
