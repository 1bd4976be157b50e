"""Declared figures: shown as declared, protected, or not at all, each for a span of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api.services import aggregates
from api.services.aggregates import Answer
from auth.caller import Caller
from auth.refusals import Forbidden, Unprocessable
from tests.databases import Databases
from tests.integration.borough import QUARTER, Row, expect
from tests.integration.callers import agreement, lead
from tests.integration.sealing import AFTER, Place, borough_in

FEBRUARY, MARCH = QUARTER.months()[1:]
HOSPITAL, CHARITY = "kings-pruh", "bcwa"


@pytest.fixture
def place(fresh_databases: Databases) -> Iterator[Place]:
    with borough_in(fresh_databases, months=QUARTER.months()) as made:
        with made.writing() as session:
            expect(session, HOSPITAL, "incident", MARCH, level="aggregate")
            expect(session, CHARITY, "aggregate_return", MARCH, level="aggregate")
        yield made


def _figure(measure: str, value: float | None, **rest: Any) -> Row:
    told = {
        "record_id": f"{measure}-1",
        "measure": measure,
        "value": None if value is None else Decimal(str(value)),
        "unit": "count",
        "counting_rule": "as-declared",
        "status": "final",
        "covers_from": MARCH.start,
        "covers_to": MARCH.end,
    }
    return told | rest


def _declare(place: Place, agency: str, dataset: str, *rows: Row, **said: Any) -> None:
    with place.writing() as session:
        place.borough.send(
            session, agency, dataset, MARCH, rows=rows, level="aggregate", revision=60, **said
        )


def _ask(place: Place, measure: str, *, caller: Caller | None = None, **how: Any) -> Answer:
    asked = {"period": str(MARCH), "unit": "records"} | how
    with place.reading() as session:
        return aggregates.aggregate(
            session, caller or lead(), measure=measure, today=AFTER, **asked
        )


def test_a_figure_that_counts_no_people_is_shown_as_declared(place: Place) -> None:
    stock = {"as_at": date(2026, 3, 31), "covers_from": None, "covers_to": None}
    _declare(place, CHARITY, "aggregate_return", _figure("refuge_capacity", 3, **stock))
    place.seal(str(QUARTER), accept_missing=True)
    answer = _ask(place, "refuge_capacity")
    [figure] = answer.declared
    assert (figure["value"], figure["exact"], figure["agency"]) == (3, True, CHARITY)
    assert figure["as_at"] == date(2026, 3, 31)
    assert answer.status == "declared"
    assert answer.observations == ()


def test_what_is_declared_blocks_no_indicator_that_is_read_from_it(place: Place) -> None:
    declared = ("IND-03", "IND-16", "IND-40")
    blocked = place.seal(str(MARCH), dry_run=True).blocked
    assert all(blocked[name] == ["aggregate_return"] for name in declared)
    _declare(place, CHARITY, "aggregate_return", _figure("refuge_capacity", 3))
    sealed = place.seal(str(MARCH), accept_missing=True).blocked
    assert blocked.keys() - sealed.keys() == {*declared}


def test_a_figure_that_counts_people_is_protected_like_a_cell(place: Place) -> None:
    _declare(place, HOSPITAL, "incident", _figure("incident", 4000))
    place.seal(str(QUARTER), accept_missing=True)
    [figure] = _ask(place, "incident").declared
    assert figure["exact"] is False
    assert 3995 <= figure["value"] <= 4005
    held = agreement()
    published = replace(held, terms=replace(held.terms, disclosure_profile="publication"))
    [coarse] = _ask(place, "incident", caller=lead(held=published)).declared
    assert coarse["value"] == 5 * ((figure["value"] + 2) // 5)


@pytest.mark.parametrize("value", [0, 0.5])
def test_a_small_or_broken_count_of_people_is_not_shown(place: Place, value: float) -> None:
    _declare(place, HOSPITAL, "incident", _figure("incident", value))
    place.seal(str(QUARTER), accept_missing=True)
    assert _ask(place, "incident").declared == []


def test_a_figure_already_published_is_shown_exactly_with_its_source(place: Place) -> None:
    published = {"already_published": True, "published_source": "Annual report 2026, page 4"}
    _declare(place, HOSPITAL, "incident", _figure("incident", 2, **published))
    place.seal(str(QUARTER), accept_missing=True)
    [figure] = _ask(place, "incident").declared
    assert (figure["value"], figure["exact"]) == (2, True)
    assert figure["source"] == "Annual report 2026, page 4"


def test_a_figure_beside_records_of_the_same_thing_is_not_shown(place: Place) -> None:
    whole = {"covers_from": FEBRUARY.start, "covers_to": MARCH.end}
    row = _figure("health_contact", 900, **whole)
    _declare(place, HOSPITAL, "incident", row, _figure("incident", 900))
    place.seal(str(QUARTER), accept_missing=True)
    assert _ask(place, "health_contact").declared == []
    assert len(_ask(place, "incident").declared) == 1


def test_a_figure_is_drawn_once_and_taken_over_by_longer_periods(place: Place) -> None:
    _declare(place, HOSPITAL, "incident", _figure("incident", 700))
    place.seal(str(MARCH), accept_missing=True)
    place.seal(str(QUARTER), accept_missing=True)
    month, quarter = (
        _ask(place, "incident", period=str(period)).declared for period in (MARCH, QUARTER)
    )
    assert month == quarter
    assert len(month) == 1


def test_a_rate_is_shown_with_both_its_parts(place: Place) -> None:
    row = _figure("records_checked", None, unit="rate_num_den", numerator=37, denominator=40)
    _declare(place, CHARITY, "aggregate_return", row)
    place.seal(str(QUARTER), accept_missing=True)
    [figure] = _ask(place, "records_checked").declared
    assert (figure["numerator"], figure["denominator"]) == (37, 40)
    assert "value" not in figure


def test_a_figure_that_may_not_be_combined_is_left_out(place: Place) -> None:
    _declare(place, HOSPITAL, "incident", _figure("incident", 700), incorporate=False)
    place.seal(str(QUARTER), accept_missing=True)
    assert _ask(place, "incident").declared == []


def test_statements_are_never_figures(place: Place) -> None:
    row = _figure("statement", None, unit="text", statement_text="What the figures do not show.")
    _declare(place, CHARITY, "aggregate_return", row, _figure("awareness_items", 120))
    place.seal(str(QUARTER), accept_missing=True)
    assert _ask(place, "statement").declared == []
    assert len(_ask(place, "awareness_items").declared) == 1


def test_declared_figures_are_never_part_of_an_observation(place: Place) -> None:
    _declare(place, HOSPITAL, "incident", _figure("incident", 100_000))
    place.seal(str(QUARTER), accept_missing=True)
    [total] = _ask(place, "incident").observations
    assert isinstance(total["value"], int)
    assert total["value"] < 1000
    assert _ask(place, "incident", by=("ward",)).declared == ()


def test_declared_measures_need_their_dataset_and_take_no_split(place: Place) -> None:
    place.seal(str(QUARTER), accept_missing=True)
    with pytest.raises(Forbidden):
        _ask(place, "refuge_capacity", caller=lead(datatypes={"incident"}))
    with pytest.raises(Unprocessable):
        _ask(place, "refuge_capacity", by=("ward",))
    answer = _ask(place, "refuge_capacity")
    assert (answer.status, answer.reasons) == ("not_available", ("nothing_declared",))
