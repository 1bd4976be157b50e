"""The plain road: every table counted by a GROUP BY of its own, which the one pass has to equal.

Rows to categories, to units in a cell, to cells, all of it in SQL; the product reads rows once and
counts every table from them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from api.disclosure.protect import CountedCell
from api.queries.categories import category, stored_in
from api.queries.counts import Scope
from schemas.breakdowns import Breakdown


def cells(
    session: Session,
    scope: Scope,
    *,
    breakdowns: Sequence[Breakdown],
    without: Collection[bytes] = (),
) -> Iterator[CountedCell]:
    """Count the non-empty cells of one table.

    `without` are the unit keys of people who are left out; a shape with an area leaves out those
    who are restricted.
    """
    width = len(breakdowns)
    for row in session.execute(_statement(scope, breakdowns=breakdowns, without=without)):
        key, numbers = row[:width], row[width:]
        if numbers[0]:
            yield CountedCell(tuple(key), *map(int, numbers))


def _statement(
    scope: Scope, *, breakdowns: Sequence[Breakdown], without: Collection[bytes]
) -> Select[Any]:
    """Rows to categories, to units in a cell, to cells."""
    units = _units(_categorised(scope, breakdowns=breakdowns, without=without), len(breakdowns))
    keys = [units.c[f"key_{place}"] for place in range(len(breakdowns))]
    each, first, two = units.c.rows, units.c.place == 1, units.c.place <= 2
    return select(
        *keys,
        func.sum(each).label("records"),
        func.sum(units.c.linked),
        func.count(),
        func.sum(each * units.c.record_key),
        func.sum(units.c.record_key),
        func.sum(units.c.linked * units.c.record_key),
        func.sum(case((first, each), else_=0)),
        func.sum(case((two, each), else_=0)),
    ).group_by(*keys)


def _categorised(
    scope: Scope, *, breakdowns: Sequence[Breakdown], without: Collection[bytes]
) -> Subquery:
    """One row per record: its categories, its unit, and whether it names a person."""
    table, counted = scope.table, scope.dataset.counted_person
    keys = [
        category(breakdown, rows=table, dataset=scope.dataset).label(f"key_{place}")
        for place, breakdown in enumerate(breakdowns)
    ]
    population = scope.dataset.population
    person = table.c[f"{counted}_person_id"]
    linked = case((person.is_not(None), 1), else_=0).label("linked")
    counted_rows = select(*keys, table.c.unit_key, table.c.record_key, linked).where(
        scope.rows(),
        *(table.c[stored_in(name, scope.dataset)] == value for name, value in population),
    )
    if without:
        counted_rows = counted_rows.where(table.c.unit_key.not_in(without))
    return counted_rows.subquery()


def _units(rows: Subquery, width: int) -> Subquery:
    """One row per unit in a cell: its rows, and its place among the cell's units by them."""
    keys = [rows.c[f"key_{place}"] for place in range(width)]
    number = func.count().label("rows")
    place = func.row_number().over(partition_by=keys or None, order_by=func.count().desc())
    return (
        select(
            *keys,
            rows.c.record_key,
            func.max(rows.c.linked).label("linked"),
            number,
            place.label("place"),
        )
        .group_by(*keys, rows.c.unit_key, rows.c.record_key)
        .subquery()
    )
