"""Indicators and participation, worked out from what was sealed or from how returns stand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from api.reports.facts import Figure
from api.reports.indicators import INDICATORS
from api.services import aggregates, indicators, participation
from api.services.indicators import Answer
from api.services.opening import opened
from auth.caller import Caller
from auth.refusals import Forbidden, NotFound, Unprocessable
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import SENDERS, expect, open_month
from tests.integration.callers import agreement, lead
from tests.integration.sealing import AFTER, Place, borough_in

Q3, Q4 = Period.parse("2025-26").quarters()[2:]
MONTHS = (*Q3.months(), *Q4.months())
MARCH = MONTHS[-1]


@pytest.fixture(scope="module")
def place(databases: Databases) -> Iterator[Place]:
    with borough_in(databases, months=MONTHS) as made:
        with made.writing() as session:
            rows = [made.borough.row("health_contact", MARCH) for _ in range(80)]
            for row in rows:
                row["subject_ethnicity_self"] = "declined"
            made.borough.send(
                session,
                "oxleas",
                "health_contact",
                MARCH,
                rows=rows,
                revision=2,
                on=date(2026, 4, 28),
            )
            made.borough.send(
                session, "clarion", "housing_support", MARCH, rows=[], status="nil", revision=2
            )
            expect(session, "bcwa", "aggregate_return", MARCH, level="statement")
            expect(session, "bromley-gp", "housing_support", MARCH, expected=False)
            expect(session, "oxleas", "housing_support", MARCH)
        made.seal(str(Q3))
        made.seal(str(Q4), accept_missing=True)
        yield made


def _values(place: Place, indicator: str, *, caller: Caller | None = None, **how: Any) -> Answer:
    asked = {"period": str(Q4)} | how
    with place.reading() as session:
        return indicators.values(
            session, caller or lead(), indicator_id=indicator, today=AFTER, **asked
        )


def _cell(place: Place, measure: str, **filters: str) -> int:
    with place.reading() as session:
        book = opened(session, lead(), period=str(Q4), today=AFTER)
        [seen] = book.observations(book.ask(measure, filters=filters))
    assert isinstance(seen["value"], int)
    return seen["value"]


@contextmanager
def _statements() -> Iterator[list[str]]:
    """What is asked of the database within the block, save what begins a session."""
    asked: list[str] = []

    def seen(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        if "set_config" not in statement:
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", seen)
    yield asked
    event.remove(Engine, "before_cursor_execute", seen)


def test_an_aggregate_is_a_release_and_its_cells(place: Place) -> None:
    with _statements() as asked, place.reading() as session:
        aggregates.aggregate(
            session, lead(), measure="incident", period=str(Q4), by=("ward",), today=AFTER
        )
    assert [("FROM releases" in each, "FROM cells" in each) for each in asked] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("compare", ["", str(Q3)])
def test_the_cells_of_an_indicator_are_looked_up_together(place: Place, compare: str) -> None:
    many = {}
    for name, indicator in INDICATORS.items():
        if compare and (not indicator.lines or indicator.versions):
            continue
        for by in ("", *indicator.breakdowns):
            with _statements() as asked:
                _values(place, name, by=by, compare_with=compare)
            many[name, by] = sum("cells." in each for each in asked)
    assert max(many.values()) == (2 if compare else 1)


def test_a_count_is_the_released_count(place: Place) -> None:
    figure, rate = _values(place, "IND-01").figures
    assert figure.value.value == _cell(place, "incident")
    assert (rate.line, rate.value.reason) == ("rate", "not_released_for_this_period")


def test_a_percentage_is_worked_out_from_two_released_counts(place: Place) -> None:
    [figure] = _values(place, "IND-02").figures
    crimes, whole = _cell(place, "incident.crimes"), _cell(place, "incident")
    assert (figure.value.numerator, figure.value.denominator) == (crimes, whole)
    assert figure.value.value == round(100 * crimes / whole)
    assert figure.value.margin


def test_the_arrest_rate_never_comes_without_dual_arrests_and_reasons(place: Place) -> None:
    answer = _values(place, "IND-04")
    assert [figure.line for figure in answer.figures] == ["a", "b", "c", "d"]
    assert [each.indicator.id for each in answer.paired] == ["IND-06", "IND-07"]
    assert all(each.figures for each in answer.paired)
    power = _cell(place, "incident", power_of_arrest="yes")
    assert answer.figures[1].value.denominator == power


def test_an_indicator_is_split_by_its_own_breakdowns_alone(place: Place) -> None:
    figures = _values(place, "IND-02", by="ward").figures
    assert len(figures) == 23
    assert {figure.value.status for figure in figures} <= {"ok", "suppressed"}
    with pytest.raises(Unprocessable):
        _values(place, "IND-02", by="programme")


def _every(place: Place, period: str) -> Iterator[tuple[str, Figure]]:
    """Every figure of every indicator in a period, whole and split every way."""
    for name, indicator in INDICATORS.items():
        for by in ("", *indicator.breakdowns):
            answer = _values(place, name, period=period, by=by)
            assert len(answer.held) == len(answer.figures)
            yield from ((f"{name} {by}", figure) for figure in answer.figures)


def test_every_indicator_answers_with_numbers_that_have_their_parts_or_with_a_reason(
    place: Place,
) -> None:
    shown = set()
    for name, figure in _every(place, str(Q4)):
        value = figure.value
        if value.value is None and value.band is None:
            assert value.reason or value.status == "suppressed", name
            continue
        shown.add(name.split()[0])
        assert value.status in ("ok", "provisional", "declared"), name
        if value.unit in ("percent", "rate", "ratio"):
            assert value.numerator is not None, name
            assert value.denominator is not None, name
            assert value.denominator >= 30, name
    assert shown >= {"IND-01", "IND-02", "IND-04", "IND-06", "IND-07", "IND-30", "IND-32", "IND-35"}


def test_a_split_says_how_many_records_do_not_know_it(place: Place) -> None:
    known = _values(place, "IND-01", by="age_band").unknown
    assert known is not None
    assert known.reliable
    unsaid = _values(place, "IND-01", by="disability", period=str(Q4)).unknown
    assert unsaid is not None
    assert unsaid.reliable is None
    channel = _values(place, "IND-01", by="source_channel").unknown
    assert channel is not None
    # Nobody's channel is known; the noise of two cells leaves a hundredth or two between them.
    assert channel.share.value in range(95, 101)
    assert channel.reliable is False
    assert _values(place, "IND-01").unknown is None


def test_reasons_for_making_no_arrest_are_shared_out(place: Place) -> None:
    figures = [figure for figure in _values(place, "IND-07").figures if figure.line == "reasons"]
    assert len(figures) == 10
    shown = [figure.value for figure in figures if figure.value.value is not None]
    assert {value.denominator for value in shown} == {
        _cell(place, "incident", arrest_made="none", power_of_arrest="yes")
    }
    assert len(shown) >= 8


def test_a_percentage_on_a_small_base_is_not_shown(place: Place) -> None:
    figures = _values(place, "IND-02", by="ward").figures
    small = [f.value for f in figures if f.value.denominator and f.value.denominator < 30]
    assert small
    assert {value.value for value in small} == {None}


def test_a_line_that_is_not_released_for_a_month_says_so(place: Place) -> None:
    figure = _values(place, "IND-32", period=str(MARCH)).figures[1]
    assert (figure.line, figure.value.status) == ("b", "not_available")
    assert figure.value.reason == "not_released_for_this_period"


def test_two_periods_of_one_kind_are_set_side_by_side(place: Place) -> None:
    answer = _values(place, "IND-01", compare_with=str(Q3))
    assert answer.comparison is not None
    assert answer.comparison.showing.status == "ok"
    before = answer.comparison.figures[0]
    assert before.value.value is not None
    assert answer.comparison.movements[0].status == "ok"


def test_other_contributors_make_periods_incomparable(place: Place) -> None:
    with place.writing() as session:
        month = Period.parse("2026-04")
        place.borough.build_month(session, month, leave=("clarion",))
    place.seal("2026-04", on=date(2026, 6, 1), accept_missing=True)
    with place.reading() as session:
        earlier, book = (
            opened(session, lead(), period=period, today=AFTER) for period in ("2025-12", "2026-04")
        )
        showing = indicators.comparable(book, earlier, datasets=("housing_support",))
    assert (showing.status, showing.agencies) == ("coverage_changed", ("clarion",))


def test_another_counting_rule_makes_periods_incomparable(place: Place) -> None:
    month = Period.parse("2026-05")
    with place.writing() as session:
        place.borough.build_month(session, month, rule="calls-merged")
    place.seal("2026-05", on=date(2026, 7, 1))
    answer = _values(place, "IND-01", period="2026-05", compare_with="2026-03")
    assert answer.comparison is not None
    assert answer.comparison.showing.status == "series_break"
    assert answer.comparison.figures == ()


SEVEN = ("kings-pruh", "oxleas", "bromley-gp", "bcwa", "clarion", "bromley-housing", "met-bromley")


def test_five_agencies_against_seven_are_not_compared(place: Place) -> None:
    with place.writing() as session:
        for number, agencies in ((6, SEVEN), (7, SEVEN[:5])):
            month = Period.parse_month(f"2026-{number:02}")
            open_month(session, month)
            for agency in agencies:
                if agency not in SENDERS["health_contact"]:
                    expect(session, agency, "health_contact", month)
                rows = [place.borough.row("health_contact", month) for _ in range(12)]
                place.borough.send(session, agency, "health_contact", month, rows=rows)
    for sealed in ("2026-06", "2026-07"):
        place.seal(sealed, on=date(2026, 9, 1), accept_missing=True)
    answer = _values(place, "IND-35", period="2026-07", compare_with="2026-06")
    assert answer.comparison is not None
    showing = answer.comparison.showing
    assert (showing.status, showing.reasons) == ("coverage_changed", ("left",))
    assert showing.agencies == tuple(sorted(SEVEN[5:]))
    assert (answer.comparison.figures, answer.comparison.movements) == ((), ())


def test_periods_of_two_kinds_are_not_compared(place: Place) -> None:
    for other in (str(MARCH), str(Q4)):
        with pytest.raises(Unprocessable):
            _values(place, "IND-01", compare_with=other)
    with pytest.raises(Unprocessable):
        _values(place, "IND-39", compare_with=str(Q3))


def test_completeness_comes_in_bands_and_names_the_commonest_reason(place: Place) -> None:
    bands = {(b.dataset, b.agency, b.field): b for b in _values(place, "IND-38").bands}
    disability = bands["incident", None, "victim.disability"]
    assert (disability.band, disability.main_reason) == ("under-60", "not_recorded")
    assert bands["incident", "met-bromley", "victim.sex"].band == "95-plus"
    ethnicity = bands["health_contact", "oxleas", "subject.ethnicity_self"]
    assert (ethnicity.band, ethnicity.main_reason) == ("under-60", "declined")
    assert all(band.band in ("under-60", "60-80", "80-95", "95-plus") for band in bands.values())


def test_few_rows_have_no_band(place: Place) -> None:
    bands = _values(place, "IND-38", period=str(MARCH)).bands
    assert ("housing_support", "bcwa") not in {(b.dataset, b.agency) for b in bands}


def test_participation_counts_returns_and_leaves_out_what_was_not_asked(place: Place) -> None:
    known = _values(place, "IND-39").participation
    assert known is not None
    assert (known.expected, known.received, known.on_time) == (26, 24, 23)
    assert known.share.value == round(100 * 23 / 26)
    assert known.median_days == 15
    statuses = {(s.agency, s.dataset, s.month): s.status for s in known.standings}
    assert statuses["clarion", "housing_support", "2026-03"] == "nil"
    assert statuses["bromley-gp", "housing_support", "2026-03"] == "not_requested"
    assert statuses["oxleas", "housing_support", "2026-03"] == "expected"


def test_a_share_of_few_returns_is_not_worked_out(place: Place) -> None:
    known = _values(place, "IND-39", period=str(MARCH)).participation
    assert known is not None
    assert (known.share.value, known.share.reason) == (None, "base_too_small")


def test_an_indicator_outside_the_token_is_refused(place: Place) -> None:
    with pytest.raises(Forbidden):
        _values(place, "IND-01", caller=lead(datatypes={"health_contact"}))
    bands = _values(place, "IND-38", caller=lead(datatypes={"health_contact"})).bands
    assert {band.dataset for band in bands} == {"health_contact"}


def test_an_indicator_without_permission_has_no_number(place: Place) -> None:
    answer = _values(place, "IND-04", caller=lead(held=agreement(show_alone={})))
    values = [f.value for each in (answer, *answer.paired) for f in each.figures]
    assert {value.value for value in values} == {None}
    assert {value.numerator for value in values} == {None}
    assert {value.status for value in values} == {"not_available"}


def test_an_unknown_indicator_is_not_found(place: Place) -> None:
    with pytest.raises(NotFound):
        _values(place, "IND-99")


def test_the_catalogue_says_exactly_what_is_divided(place: Place) -> None:
    listed = {each["id"]: each for each in indicators.catalogue()}
    assert list(listed) == list(INDICATORS)
    assert listed["IND-04"]["lines"][1]["denominator"] == {
        "measure": "incident",
        "filters": {"power_of_arrest": "yes"},
        "unit": "records",
        "origin": "released",
    }


def test_participation_shows_every_standing_and_no_row_count(place: Place) -> None:
    with place.reading() as session:
        view = participation.participation(session, lead(), period=str(MARCH), today=AFTER)
    standing = {(each.agency, each.dataset): each for each in view.returns}
    assert standing["oxleas", "health_contact"].late
    assert standing["oxleas", "health_contact"].received_on == date(2026, 4, 28)
    assert standing["oxleas", "housing_support"].status == "expected"
    assert standing["oxleas", "housing_support"].late
    assert standing["bromley-gp", "housing_support"].status == "not_requested"
    assert standing["met-bromley", "incident"].agency_name == "Met Bromley"
    assert view.statuses == {"expected": 2, "nil": 1, "not_requested": 1, "received": 7}
    assert view.late == 3
    assert view.agencies_heard == 8
    assert {band.band for band in view.completeness} <= {"under-60", "60-80", "80-95", "95-plus"}


def test_participation_of_a_month_that_is_not_open_is_not_found(place: Place) -> None:
    with place.reading() as session:
        with pytest.raises(NotFound):
            participation.participation(session, lead(), period="2030-01", today=AFTER)
        with pytest.raises(Unprocessable):
            participation.participation(session, lead(), period="soon", today=AFTER)
