"""Protection of counted cells: noise, then the threshold, then what dominance hides.

Raw counts come in, shown cells go out; a cell that does not come out is suppressed, and nothing
tells whether it was hidden for being small, zero or dominated. The order is that of this module,
the numbers are those of `policy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from api.disclosure.cellkey import Table
from api.disclosure.lattice import Key, Shape
from api.disclosure.policy import (
    POLICY_VERSION,
    SENSITIVE_THRESHOLD,
    THRESHOLD,
    TOP_PERSON,
    TOP_TWO,
    UNIFORM_BASE,
    UNIFORM_SHARE,
)
from schemas.breakdowns import Unit

__all__ = [
    "POLICY_VERSION",
    "SENSITIVE_THRESHOLD",
    "THRESHOLD",
    "CountedCell",
    "Key",
    "ShownCell",
    "protect",
    "shown_cells",
    "without_uniform",
]


class CountedCell(NamedTuple):
    """What was counted in one cell; never leaves the sealing of a release.

    Attributes:
        key: the cell's categories, in the order of its table's breakdowns.
        records: rows.
        persons: distinct persons among the rows that name one.
        units: distinct persons, with every row that names none counted as one more.
        record_key_sum: sum of record keys over rows (a row's key is its person's, else its own).
        unit_key_sum: sum of record keys over units.
        person_key_sum: sum of record keys over persons.
        top: rows of the unit with most.
        top_two: rows of the two units with most, together.
    """

    key: Key
    records: int
    persons: int
    units: int
    record_key_sum: int
    unit_key_sum: int
    person_key_sum: int
    top: int
    top_two: int


class ShownCell(NamedTuple):
    """A protected count that may be shown."""

    key: Key
    value: int


def shown_cells(
    cells: Iterable[CountedCell], *, shape: Shape, table: Table, unit: Unit
) -> list[ShownCell]:
    """Give what is shown of a table: its cells protected, less what would tell of everybody."""
    threshold = SENSITIVE_THRESHOLD if shape.sensitive else THRESHOLD
    kept = list(protect(cells, table=table, unit=unit, threshold=threshold))
    for place, breakdown in enumerate(shape.breakdowns):
        if breakdown.sensitive:
            kept = without_uniform(kept, place=place)
    return kept


def protect(
    cells: Iterable[CountedCell], *, table: Table, unit: Unit, threshold: int = THRESHOLD
) -> Iterator[ShownCell]:
    """Protect the cells of one table and give those that may be shown, in the order they came.

    `unit` says what is counted. Totals are cells like any other: moved on their own, so parts need
    not add up to them.
    """
    for cell in cells:
        value = _people(cell, table) if unit == "persons" else _records(cell, table, threshold)
        if value >= threshold:
            yield ShownCell(cell.key, value)


def without_uniform(shown: Iterable[ShownCell], *, place: int) -> list[ShownCell]:
    """Take away the split by a sensitive variable where it would tell of everybody.

    `place` is the variable's place in the keys. Among cells alike but for it, where one holds more
    than `UNIFORM_SHARE` per cent of what is shown, and that is less than `UNIFORM_BASE`, none is
    left. Reads shown values alone.
    """
    alike: dict[Key, list[ShownCell]] = {}
    for cell in shown:
        alike.setdefault(cell.key[:place] + cell.key[place + 1 :], []).append(cell)
    return [cell for cells in alike.values() if not _uniform(cells) for cell in cells]


def _uniform(cells: Iterable[ShownCell]) -> bool:
    values = [cell.value for cell in cells]
    base = sum(values)
    return base < UNIFORM_BASE and 100 * max(values) > UNIFORM_SHARE * base


def _people(cell: CountedCell, table: Table) -> int:
    return cell.persons + table.people_noise(cell.persons, key_sum=int(cell.person_key_sum))


def _records(cell: CountedCell, table: Table, threshold: int) -> int:
    """Move the count of records; zero where the people behind them are too few or too uneven.

    Dominance reads true counts: the one test that does, and it can only hide.
    """
    units = cell.units + table.people_noise(cell.units, key_sum=int(cell.unit_key_sum))
    if units < threshold or _dominated(cell):
        return 0
    noise = table.records_noise(cell.records, key_sum=int(cell.record_key_sum), people=cell.units)
    return cell.records + noise


def _dominated(cell: CountedCell) -> bool:
    return 100 * cell.top > TOP_PERSON * cell.records or 100 * cell.top_two > TOP_TWO * cell.records
