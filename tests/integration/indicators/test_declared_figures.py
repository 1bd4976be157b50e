"""Declared figures among an indicator's values: each with its span, its rule and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.db import Context
from api.reports.facts import Figure
from api.reports.indicators.police import ADULTS
from api.services import indicators
from api.services.indicators import Answer, Held
from api.services.indicators.stated import population
from api.services.opening import opened
from api.services.unpublished import unpublished
from auth.caller import Caller
from auth.refusals import Unprocessable
from schemas.codes.declared import DECLARED
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP, Row, expect
from tests.integration.callers import LEAD, agreement, lead
from tests.integration.sealing import AFTER, Place, borough_in

MARCH = Period.parse("2026-03")
POLICE, CHARITY, HOSPITAL = "met-bromley", "bcwa", "kings-pruh"
Y2005, Y2006, Y2007 = (
    {"covers_from": date(year, 4, 1), "covers_to": date(year + 1, 3, 31)}
    for year in (2005, 2006, 2007)
)
Y2020, Y2021 = (
    {"covers_from": date(year, 4, 1), "covers_to": date(year + 1, 3, 31)} for year in (2020, 2021)
)
REPORT = "the report of November 2008"


def _row(measure: str, days: Mapping[str, date], **rest: Any) -> Row:
    value = rest.pop("value", None)
    told = {
        "record_id": f"{measure}-{days}-{rest}"[:60],
        "measure": measure,
        "value": None if value is None else Decimal(value),
        "unit": DECLARED[measure].unit,
        "counting_rule": "as-declared",
        "status": "final",
        "already_published": True,
        "published_source": REPORT,
    }
    return told | dict(days) | rest


def _stock(measure: str, value: int, **rest: Any) -> Row:
    return _row(measure, {"as_at": date(2026, 3, 31)}, value=value, **rest)


def _people(area: str, value: int) -> Row:
    cell = {"area": area, "indicator": "people_16_plus"}
    return _stock("population", value, breakdown=cell, already_published=False)


OURS = (
    _row("crimes", Y2005, value=1452), _row("crimes_with_arrest", Y2005, value=769),
    _row("crimes", Y2007, value=1780), _row("crimes_with_arrest", Y2007, value=1056),
    _row("arrest_rate_mixed", Y2006, numerator=830, denominator=1474),
    _row("sanction_detection_rate", Y2005, numerator=527, denominator=1258),
    _row("calls_with_report", Y2007, numerator=870, denominator=1000, already_published=False,
         published_source=None),
    _row("benchmark", Y2007, numerator=850, denominator=1000, benchmark_source=REPORT,
         breakdown={"area": "London", "indicator": "IND-03v1"}),
    _row("benchmark", {"covers_from": date(2007, 4, 1), "covers_to": date(2007, 7, 31)},
         numerator=750, denominator=1000, benchmark_source=REPORT,
         breakdown={"area": "Croydon", "indicator": "IND-03v1"}),
    _people("E09000006", 262_000), _people("E09000008", 310_000),
)  # fmt: skip
THEIRS = (
    _row("one_stop_shop_contacts", Y2020, value=358, counting_rule="session_attendance"),
    _row("one_stop_shop_contacts", Y2021, value=500, counting_rule="any_support_line_call"),
    _stock("refuge_capacity", 37), _stock("refuge_occupied", 31, already_published=False),
)  # fmt: skip
SILENT = (_stock("staff_in_scope", 90), _stock("staff_trained", 60))


@pytest.fixture(scope="module")
def place(databases: Databases) -> Iterator[Place]:
    with borough_in(databases, months=(MARCH,)) as made:
        with made.writing() as session:
            held = ((POLICE, OURS, "public"), (CHARITY, THEIRS, "partnership"))
            for agency, rows, publish in (*held, (HOSPITAL, SILENT, "none")):
                expect(session, agency, "aggregate_return", MARCH, level="aggregate")
                made.borough.send(
                    session, agency, "aggregate_return", MARCH, rows=rows, level="aggregate",
                    publish=publish, revision=9,
                )  # fmt: skip
        made.seal(str(MARCH))
        yield made


def _values(place: Place, indicator: str, *, caller: Caller | None = None, **how: Any) -> Answer:
    with place.reading() as session:
        return indicators.values(
            session,
            caller or lead(),
            indicator_id=indicator,
            period=str(MARCH),
            today=AFTER,
            **how,
        )


def _declared(answer: Answer, line: str = "") -> list[tuple[Figure, Held]]:
    return [
        (figure, held)
        for figure, held in zip(answer.figures, answer.held, strict=True)
        if figure.value.declared is not None and figure.line == line
    ]


def test_published_shares_come_back_with_their_parts_and_spans(place: Place) -> None:
    found = _declared(_values(place, "IND-04"), "c")
    assert [(f.value.value, f.value.numerator, f.value.denominator) for f, _ in found] == [
        (53.0, 769, 1452),
        (59.3, 1056, 1780),
    ]
    last = found[1][0].value.declared
    assert last is not None
    assert (last.agency, last.first_day, last.source) == (POLICE, date(2007, 4, 1), REPORT)


def test_the_arrest_rate_is_never_one_line_across_april_2007(place: Place) -> None:
    answer = _values(place, "IND-04")
    [(mixed, held)] = _declared(answer, "d")
    assert (mixed.value.value, mixed.value.denominator) == (56.3, 1474)
    assert held.movement is None
    movement = _declared(answer, "c")[1][1].movement
    assert movement is not None
    assert (movement.status, movement.verdict) == ("series_break", None)


def test_a_target_is_told_of_the_days_that_it_was_set_for(place: Place) -> None:
    before, after = _declared(_values(place, "IND-04"), "c")
    assert before[1].targets == ()
    [(target, reached)] = after[1].targets
    assert (target.value, reached) == (60, "too_close_to_tell")


def test_a_rate_with_a_base_of_its_own_never_comes_without_it(place: Place) -> None:
    [(figure, _)] = _declared(_values(place, "IND-10"), "stated")
    value = figure.value
    assert (value.value, value.numerator, value.denominator) == (41.9, 527, 1258)
    assert [each.indicator.id for each in _values(place, "IND-10").paired] == ["IND-11"]


def test_contacts_counted_by_two_rules_are_a_series_break(place: Place) -> None:
    old, new = _declared(_values(place, "IND-27"))
    assert (old[0].value.value, new[0].value.value) == (358, 500)
    assert new[1].movement is not None
    assert (new[1].movement.status, new[1].movement.reason) == (
        "series_break",
        "counting_rule_changed",
    )


def test_a_figure_of_people_is_protected_unless_it_is_published(place: Place) -> None:
    [(figure, _)] = _declared(_values(place, "IND-03", version="v1"), "v1")
    value = figure.value
    assert value.value == round(value.value or 0)
    assert value.noise is not None
    assert value.denominator is not None
    assert abs(value.denominator - 1000) <= 5


def test_a_share_of_exact_and_protected_parts_is_a_protected_one(place: Place) -> None:
    [(figure, _)] = _declared(_values(place, "IND-30"), "occupied")
    assert figure.value.denominator == 37
    assert figure.value.declared is not None
    assert not figure.value.declared.exact


def test_a_line_that_nobody_declares_says_so(place: Place) -> None:
    figures = {figure.line: figure.value for figure in _values(place, "IND-03").figures}
    assert (figures["v2"].status, figures["v2"].reason) == ("not_available", "nothing_declared")


def test_a_benchmark_stands_beside_figures_of_its_own_span_alone(place: Place) -> None:
    answer = _values(place, "IND-03", version="v1", compare_with="benchmark")
    held = {each.area: each for each in answer.benchmarks}
    assert (held["London"].value.value, held["London"].value.denominator) == (85.0, 1000)
    assert held["London"].source == REPORT
    assert (held["Croydon"].value.value, held["Croydon"].value.reason) == (None, "spans_differ")


def test_a_public_population_is_that_of_the_area(place: Place) -> None:
    with place.reading() as session:
        book = opened(session, lead(), period=str(MARCH), today=AFTER)
        assert population(book, ADULTS).value == 262_000
        assert book.used == {POLICE: {"aggregate_return": 1}}
        other = opened(session, lead(datatypes={"incident"}), period=str(MARCH), today=AFTER)
        assert population(other, ADULTS).reason == "dataset_not_granted"


def test_a_rate_is_not_worked_out_for_a_month(place: Place) -> None:
    rate = _values(place, "IND-01").figures[1].value
    assert (rate.value, rate.reason) == (None, "not_released_for_this_period")


def test_what_its_agency_does_not_publish_is_kept_from_publication(place: Place) -> None:
    inside = _declared(_values(place, "IND-40"), "trained")
    assert [figure.value.value for figure, _ in inside] == [66.7]
    outside = lead(purpose="research_and_publication", held=agreement())
    assert _declared(_values(place, "IND-40", caller=outside), "trained") == []


def test_what_stays_out_of_publication_is_the_same_to_whoever_sees_no_returns(place: Place) -> None:
    outside = lead(purpose="research_and_publication", held=agreement())
    silent = []
    for context in (Context(PARTNERSHIP, reach="operator"), Context(PARTNERSHIP, LEAD)):
        with place.database.reading(context) as session:
            silent.append(unpublished(opened(session, outside, period=str(MARCH), today=AFTER)))
            assert session.info["context"] == context
    assert silent[0] == silent[1] != frozenset()


def test_a_comparison_of_rival_versions_names_one(place: Place) -> None:
    with pytest.raises(Unprocessable) as refused:
        _values(place, "IND-04", compare_with="2026-02")
    assert refused.value.code == "version_required"
    with pytest.raises(Unprocessable) as refused:
        _values(place, "IND-04", version="e")
    assert refused.value.code == "unknown_version"
    assert {figure.line for figure in _values(place, "IND-04", version="c").figures} == {"c"}


def test_a_split_has_released_figures_alone(place: Place) -> None:
    answer = _values(place, "IND-04", by="sex")
    assert all(figure.value.declared is None for figure in answer.figures)
    reasons = {figure.line: figure.value.reason for figure in answer.figures}
    assert reasons["d"] == "not_split"


def test_the_use_of_declared_figures_is_noted(place: Place) -> None:
    assert _values(place, "IND-27").used[CHARITY] == {"aggregate_return": 1}
