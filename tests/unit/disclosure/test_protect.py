from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.disclosure.cellkey import Table
from api.disclosure.protect import (
    SENSITIVE_THRESHOLD,
    THRESHOLD,
    CountedCell,
    ShownCell,
    protect,
    without_uniform,
)
from api.disclosure.ptable import MAX_NOISE

TABLE = Table(b"k" * 32, "bromley", "incident", ("ward",), "2026-03")


def _cell(
    *, records: int, persons: int, key_sum: int = 1, units: int | None = None, top: int = 1,
    top_two: int = 2,
) -> CountedCell:  # fmt: skip
    units = persons if units is None else units
    return CountedCell(("x",), records, persons, units, key_sum, key_sum, key_sum, top, top_two)


def _values(cell: CountedCell, unit: str, threshold: int = THRESHOLD) -> list[int]:
    """What is shown of the cell under 300 different keys; nothing stands for hidden."""
    cells = [cell._replace(record_key_sum=n, unit_key_sum=n, person_key_sum=n) for n in range(300)]
    return [
        shown.value
        for shown in protect(cells, table=TABLE, unit=unit, threshold=threshold)  # type: ignore[arg-type]
    ]


def test_the_same_cell_is_shown_alike_each_time() -> None:
    cell = _cell(records=40, persons=40)
    first, second = (list(protect([cell], table=TABLE, unit="persons")) for _ in range(2))
    assert first == second
    assert first[0].key == ("x",)


def test_an_empty_cell_is_never_shown() -> None:
    empty = _cell(records=0, persons=0, top=0, top_two=0)
    assert _values(empty, "persons") == []
    assert _values(empty, "records") == []


@pytest.mark.parametrize("unit", ["persons", "records"])
@pytest.mark.parametrize("people", [1, 4, 5, 6, 9])
def test_nothing_below_the_threshold_is_shown(unit: str, people: int) -> None:
    values = _values(_cell(records=people, persons=people), unit)
    assert all(value >= THRESHOLD for value in values)


def test_the_threshold_falls_on_the_moved_value_on_both_sides() -> None:
    assert 0 < len(_values(_cell(records=4, persons=4), "persons")) < 300
    assert 0 < len(_values(_cell(records=5, persons=5), "persons")) < 300
    assert len(_values(_cell(records=10, persons=10), "persons")) == 300


def test_a_large_count_moves_by_the_largest_noise_at_most() -> None:
    values = _values(_cell(records=100, persons=100), "persons")
    assert min(values) >= 100 - MAX_NOISE
    assert max(values) <= 100 + MAX_NOISE
    assert sum(values) / len(values) == pytest.approx(100, abs=0.3)


def test_persons_leave_out_rows_that_name_nobody() -> None:
    values = _values(_cell(records=60, persons=20, units=60), "persons")
    assert max(values) <= 20 + MAX_NOISE


def test_records_of_too_few_people_are_hidden() -> None:
    assert _values(_cell(records=40, persons=0, units=0, top=0, top_two=0), "records") == []
    assert len(_values(_cell(records=40, persons=4, top=10, top_two=20), "records")) < 150


def test_rows_that_name_nobody_count_as_one_person_each() -> None:
    unnamed = _cell(records=40, persons=0, units=40)
    assert len(_values(unnamed, "records")) == 300
    assert _values(unnamed, "persons") == []


@pytest.mark.parametrize(("top", "top_two", "shown"), [(20, 30, 300), (21, 30, 0), (20, 31, 0)])
def test_records_dominated_by_one_or_two_persons_are_hidden(
    top: int, top_two: int, shown: int
) -> None:
    cell = _cell(records=40, persons=12, top=top, top_two=top_two)
    assert len(_values(cell, "records")) == shown
    assert len(_values(cell, "persons")) == 300


def test_persons_and_records_of_one_record_each_are_one_value() -> None:
    cell = _cell(records=12, persons=12)
    assert _values(cell, "persons") == _values(cell, "records")


def test_a_sensitive_table_has_the_higher_threshold() -> None:
    values = _values(_cell(records=9, persons=9), "records", SENSITIVE_THRESHOLD)
    assert values
    assert min(values) >= SENSITIVE_THRESHOLD


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 2**62))
def test_no_cell_is_ever_shown_below_the_threshold(people: int, more: int, key_sum: int) -> None:
    cell = _cell(records=people + more, persons=people, key_sum=key_sum)
    for unit in ("persons", "records"):
        for shown in protect([cell], table=TABLE, unit=unit):
            assert shown.value >= THRESHOLD


def test_a_sum_of_keys_may_come_as_another_number_type() -> None:
    cell = _cell(records=12, persons=12, key_sum=77)
    same = cell._replace(person_key_sum=Decimal(77))  # type: ignore[arg-type]
    first, second = (list(protect([c], table=TABLE, unit="persons")) for c in (cell, same))
    assert first == second


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ({"yes": 29}, set()),
        ({"yes": 30}, {"yes"}),
        ({"yes": 14, "no": 14}, {"yes", "no"}),
        ({"yes": 28, "no": 1}, set()),
        ({"yes": 200}, {"yes"}),
    ],
)
def test_a_sensitive_split_that_tells_of_everybody_is_taken_away(
    values: dict[str, int], left: set[str]
) -> None:
    shown = [ShownCell(("declined", answer), value) for answer, value in values.items()]
    other = ShownCell(("provided", "no"), 90)
    found = without_uniform([*shown, other], place=1)
    assert {cell.key for cell in found} == {("declined", a) for a in left} | {other.key}
