"""The counts as they are, before disclosure control; read by the sealing of releases alone.

Here belong the SELECTs that count people and records. How a breakdown becomes SQL is told in
`categories`, what may be asked by the lattice, and what may be shown by the protection; nothing
here leaves the service.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    except_,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session

from api.queries import restrictions
from api.queries.categories import category, stored_in
from schemas.breakdowns import Breakdown
from schemas.dataset import Dataset
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns

RESTRICTED = "restricted"
"""The field of a person block that keeps a person out of every answer by small area."""


class Counted(NamedTuple):
    """One cell as counted; the members are those of the protection's own input.

    `key` holds a category per breakdown. A unit is a person, or a row that names none.
    """

    key: tuple[str, ...]
    records: int
    persons: int
    units: int
    record_key_sum: int
    unit_key_sum: int
    person_key_sum: int
    top: int
    top_two: int


class Scope(NamedTuple):
    """Which rows are counted: the frozen submissions of one dataset in one partnership."""

    partnership_id: str
    dataset: type[Dataset]
    submissions: tuple[str, ...]

    @property
    def table(self) -> Table:
        """Where the rows stand."""
        return RECORDS[self.dataset.name]

    def rows(self) -> ColumnElement[bool]:
        """The condition that a row is in."""
        table = self.table.c
        return and_(
            table.partnership_id == self.partnership_id,
            table.submission_id.in_(self.submissions),
        )


def cells(
    session: Session,
    scope: Scope,
    *,
    breakdowns: Sequence[Breakdown],
    without: Collection[bytes] = (),
) -> Iterator[Counted]:
    """Count the non-empty cells of one table.

    `without` are the unit keys of people who are left out; a shape with an area leaves out those
    who are restricted.
    """
    width = len(breakdowns)
    for row in session.execute(_statement(scope, breakdowns=breakdowns, without=without)):
        key, numbers = row[:width], row[width:]
        if numbers[0]:
            yield Counted(tuple(key), *map(int, numbers))


def restricted_units(
    session: Session,
    *,
    partnership_id: str,
    datasets: Collection[type[Dataset]],
    frozen: Collection[str],
) -> frozenset[bytes]:
    """Unit keys of everyone whom a row restricts, in any dataset, role or month, or an order.

    Rows in force count, and those of the `frozen` submissions, which may have been replaced since.
    A row that names nobody is itself the unit that is left out.
    """
    found = set(restrictions.everyone(session, partnership_id=partnership_id, frozen=frozen))
    for dataset in datasets:
        for block in dataset.persons:
            found.update(session.scalars(_restricted(dataset, block, partnership_id, frozen)))
    return frozenset(found)


def changed_units(session: Session, *, before: Scope, after: Scope) -> frozenset[bytes | str]:
    """Whoever's released values differ between two sets of submissions of one dataset.

    A person is their unit key; a row that names none is its record id.
    """
    old, new = _released_values(before), _released_values(after)
    changed = union(
        select(except_(old, new).subquery()), select(except_(new, old).subquery())
    ).subquery()
    rows = session.execute(select(changed.c.person, changed.c.record).distinct())
    return frozenset(record if person is None else person for person, record in rows)


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


def _restricted(
    dataset: type[Dataset], block: str, partnership_id: str, frozen: Collection[str]
) -> Select[Any]:
    table = RECORDS[dataset.name]
    counted = block == dataset.counted_person
    who = table.c.unit_key if counted else table.c[f"{block}_person_id"]
    in_force = select(returns.c.submission_id).where(
        returns.c.partnership_id == partnership_id, returns.c.submission_id.is_not(None)
    )
    return (
        select(who)
        .distinct()
        .where(
            table.c.partnership_id == partnership_id,
            table.c[f"{block}_{RESTRICTED}"].is_(True),
            or_(table.c.submission_id.in_(in_force), table.c.submission_id.in_(frozen)),
            who.is_not(None),
        )
    )


def _released_values(scope: Scope) -> Select[Any]:
    """What a release can tell of each record, with whom it is about."""
    table, dataset = scope.table, scope.dataset
    kept = {name for name, _ in dataset.population}
    kept.add(f"{dataset.counted_person}.{RESTRICTED}")
    person = table.c[f"{dataset.counted_person}_person_id"]
    record = case((person.is_(None), table.c.record_id), else_=None)
    values: list[ColumnElement[Any]] = [table.c[stored_in(name, dataset)] for name in sorted(kept)]
    values += [category(each, rows=table, dataset=dataset) for each in dataset.breakdowns]
    return select(
        person.label("person"), record.label("record"), table.c.record_id.label("id"), *values
    ).where(scope.rows())
