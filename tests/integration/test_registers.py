"""What a release counts of the register of reviews: its entries as they stand at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from api.disclosure.lattice import Shape
from api.disclosure.protect import CountedCell
from api.queries import registers
from api.queries.counts import Scope
from api.queries.releases import Input
from api.services.participation import own_view
from api.services.releases import freezing
from schemas.datasets import DATASETS
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP, expect, open_month
from tests.integration.callers import lead
from tests.integration.sealing import AFTER, Place, borough_in

REGISTER = DATASETS["review_action"]
LEAD = "bcwa"
MONTHS = (Period.parse("2026-02"), Period.parse("2026-03"))
DONE: dict[str, Any] = {"lifecycle": "done", "completed_on": date(2026, 2, 20)}


def _entry(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "record_id": f"entry-{number}",
        "review_type": "strategy",
        "review_ref": "strategy-1",
        "stage": "action_plan",
        "opened_on": date(2025, 4, 1),
        "stage_on": date(2025, 6, 1),
        "publication": "published",
        "recommendation_no": 1,
        "action_no": number,
        "owner_partner": "police",
        "due_on": date(2026, 3, 15),
        "lifecycle": "in_progress",
        **changes,
    }


def _register() -> list[dict[str, Any]]:
    review = {"recommendation_no": None, "action_no": None, "review_type": "near_miss"}
    return [
        _entry(1, **DONE),
        _entry(2, **DONE | {"due_on": date(2026, 1, 31)}),
        _entry(3, **DONE | {"due_on": None}),
        _entry(4),
        _entry(5),
        _entry(6, lifecycle="superseded"),
        _entry(7, due_on=None),
        _entry(8, action_no=None),
        _entry(9, **review),
        _entry(10, **review | {"stage": "closed"}),
        _entry(11, **review | {"review_type": "strategy"}),
    ]


Told = Callable[..., dict[tuple[str, ...], CountedCell]]


@pytest.fixture(scope="module")
def place(databases: Databases) -> Iterator[Place]:
    with borough_in(databases, months=()) as made:
        yield made


@pytest.fixture(scope="module")
def told(place: Place) -> Told:
    """The cells of a breakdown, of a register that is the same in February and in March."""
    with place.writing() as session:
        for month in MONTHS:
            open_month(session, month)
            expect(session, LEAD, REGISTER.name, month)
        sent = {
            month: place.borough.send(session, LEAD, REGISTER.name, month, rows=_register())
            for month in MONTHS
        }

    def cells(month: Period, *names: str) -> dict[tuple[str, ...], CountedCell]:
        shape = Shape(tuple(b for b in REGISTER.breakdowns if b.name in names))
        scope = Scope(PARTNERSHIP, REGISTER, (sent[month],))
        with place.reading() as session:
            found = registers.cells(session, scope, breakdowns=shape.breakdowns)
            return {cell.key: cell for cell in found}

    return cells


def _counts(cells: dict[tuple[str, ...], CountedCell]) -> dict[str, int]:
    return {key[0]: cell.records for key, cell in cells.items()}


def test_an_action_is_overdue_from_the_month_in_which_it_was_due(told: Told) -> None:
    alike = {"done_in_time": 1, "done_late": 1, "done_undated": 1, "superseded": 1, "missing": 4}
    before, after = (_counts(told(month, "action_progress")) for month in MONTHS)
    assert before == alike | {"not_yet_due": 3}
    assert after == alike | {"overdue": 2, "not_yet_due": 1}


def test_reviews_are_counted_and_strategies_are_none(told: Told) -> None:
    assert _counts(told(MONTHS[1], "review_open")) == {"yes": 1, "no": 1, "missing": 9}
    assert _counts(told(MONTHS[1], "owner")) == {"police": 11}


def test_no_entry_is_a_person_and_each_keeps_its_key(told: Told) -> None:
    one, other = (told(month)[()] for month in MONTHS)
    assert one == other
    assert (one.records, one.units, one.persons, one.person_key_sum) == (11, 11, 0, 0)
    assert (one.top, one.top_two) == (1, 2)


def test_of_a_register_the_last_month_counts_for_each_agency() -> None:
    inputs = [
        Input(agency, REGISTER.name, str(month), "received", "record", False, True, f"{n}", None)
        for n, (agency, month) in enumerate([("a", MONTHS[1]), ("a", MONTHS[0]), ("b", MONTHS[0])])
    ]
    assert {each.submission_id for each in freezing.latest(inputs)} == {"0", "2"}


@pytest.mark.usefixtures("told")
def test_its_own_agency_sees_a_register_once_however_many_months_it_came_in(place: Place) -> None:
    with place.reading() as session:
        view = own_view(session, lead(agency=LEAD), period="2025-26", today=AFTER)
    assert [pair.records for pair in view.figures[0].periods] == [None, None, None, 11]
