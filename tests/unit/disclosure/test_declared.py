from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from api.disclosure.cellkey import Table
from api.disclosure.declared import DeclaredCell, Figure, RecordSpan, declare
from api.disclosure.ptable import MAX_NOISE
from api.disclosure.showing import Showing
from schemas.codes.declared import Declared

TABLE = Table(b"d" * 32, "bromley", "aggregate_return", (), "2026-03")
PEOPLE = Declared(
    "health_contact", "record_proxy", "contacts", counts_people=True, of="health_contact"
)
BEDS = Declared("refuge_capacity", "capacity", "places", stock=True)
FIGURE = Figure(
    "kings-pruh", "health_contact", (), date(2026, 3, 1), date(2026, 3, 31), Decimal(40)
)
RECORDS = RecordSpan("kings-pruh", "health_contact", date(2026, 3, 31), date(2026, 4, 30))


def _declared(figure: Figure, *, records: tuple[RecordSpan, ...] = ()) -> DeclaredCell:
    return declare(figure, entry=PEOPLE, records=records, table=TABLE)


@pytest.mark.parametrize("value", ["0", "3", "1234.50"])
def test_a_figure_that_counts_no_people_is_shown_as_declared(value: str) -> None:
    figure = replace(FIGURE, measure="refuge_capacity", value=Decimal(value))
    found = declare(figure, entry=BEDS, records=[RECORDS], table=TABLE)
    assert found == DeclaredCell(Showing("declared"), Decimal(value))


def test_a_count_of_people_is_moved_and_says_so() -> None:
    spread = {_declared(replace(FIGURE, cell=(("setting", str(n)),))).value for n in range(200)}
    assert spread > {Decimal(39), Decimal(40), Decimal(41)}
    assert max(abs(value - 40) for value in spread if value) <= MAX_NOISE
    assert _declared(FIGURE).showing == Showing("declared", ("protected",))


def test_the_same_figure_is_shown_alike_each_time() -> None:
    assert _declared(FIGURE) == _declared(FIGURE)


@pytest.mark.parametrize(
    "other",
    [
        {"agency": "another"},
        {"part": "numerator"},
        {"last_day": date(2026, 3, 30)},
        {"cell": (("sex", "F"),)},
    ],
)
def test_another_figure_is_moved_by_another_draw(other: dict[str, object]) -> None:
    figures = [replace(FIGURE, first_day=date(2026, 3, day)) for day in range(1, 31)]
    one = [_declared(figure).value for figure in figures]
    assert one != [_declared(replace(figure, **other)).value for figure in figures]  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [0, 1, 4])
def test_a_small_count_of_people_is_mostly_hidden(value: int) -> None:
    figures = [
        replace(FIGURE, value=Decimal(value), cell=(("setting", str(n)),)) for n in range(200)
    ]
    found = [_declared(figure) for figure in figures]
    hidden = [cell for cell in found if cell == DeclaredCell(Showing("suppressed"), None)]
    assert len(hidden) > 100
    assert all(cell.value is None or cell.value >= 5 for cell in found)


def test_only_what_its_agency_has_published_is_shown_exactly() -> None:
    published = replace(FIGURE, value=Decimal(3), published_source="Annual report 2025, page 9")
    assert _declared(published) == DeclaredCell(Showing("declared"), Decimal(3))


def test_records_of_the_same_thing_take_the_place_of_a_figure() -> None:
    assert _declared(FIGURE, records=(RECORDS,)) == DeclaredCell(
        Showing("not_available", ("records_held",)), None
    )


@pytest.mark.parametrize(
    "span",
    [
        replace(RECORDS, agency="another"),
        replace(RECORDS, dataset="incident"),
        replace(RECORDS, first_day=date(2026, 4, 1)),
        replace(RECORDS, first_day=date(2026, 1, 1), last_day=date(2026, 2, 28)),
    ],
)
def test_other_records_do_not_touch_a_figure(span: RecordSpan) -> None:
    assert _declared(FIGURE, records=(span,)).showing.status == "declared"


def test_a_fraction_of_a_person_is_not_a_count() -> None:
    assert _declared(replace(FIGURE, value=Decimal("7.5"))) == DeclaredCell(
        Showing("not_available", ("not_a_whole_number",)), None
    )
