"""Cells of linked measures: people and records by how they stand, and by one breakdown more.

Counting is done by the store; what comes out is one row for each cell, before disclosure control.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import Session

from api.disclosure.lattice import Shape
from api.disclosure.protect import CountedCell
from api.queries.linked.records import Window
from api.queries.linked.standing import ROWS, STANDING
from schemas.breakdowns import MISSING, Breakdown
from schemas.linked import Linked


def tables(
    session: Session, family: Linked, window: Window, *, shapes: Iterable[Shape]
) -> Iterator[tuple[Shape, list[CountedCell]]]:
    """Count tables of a family, each with its non-empty cells.

    A person stands in one way alone, so that all tables of the same splits are added up from one
    that is counted by the finest standing.
    """
    counted: dict[tuple[Breakdown, ...], list[CountedCell]] = {}
    for shape in shapes:
        splits = tuple(each for each in shape.breakdowns if each.base != family.variable)
        by = shape.breakdowns if family.apart == "records" else (*splits, family.standing[0])
        if by not in counted:
            counted[by] = list(cells(session, family, window, breakdowns=by))
        yield (
            shape,
            (counted[by] if by == shape.breakdowns else _added(counted[by], by=by, shape=shape)),
        )


def cells(
    session: Session, family: Linked, window: Window, *, breakdowns: Sequence[Breakdown]
) -> Iterator[CountedCell]:
    """Count the non-empty cells of one table of a family; everybody in it is a known person.

    `breakdowns` are groupings of the family's; a key has a category of each, in their order.
    """
    width = len(breakdowns)
    for row in session.execute(_statement(family, window, breakdowns=breakdowns)):
        key, numbers = row[:width], row[width:]
        if numbers[0]:
            records, people, record_keys, keys, top, top_two = map(int, numbers)
            yield CountedCell(
                tuple(key), records, people, people, record_keys, keys, keys, top, top_two
            )


def _added(
    found: Sequence[CountedCell], *, by: Sequence[Breakdown], shape: Shape
) -> list[CountedCell]:
    """Cells of people added up to those of a shape, whose groupings hold whole cells of theirs."""
    parts: dict[tuple[str, ...], list[CountedCell]] = {}
    for cell in found:
        told = {each.base: code for each, code in zip(by, cell.key, strict=True)}
        key = (
            told[each.base] if each in by else each.category(told[each.base])
            for each in shape.breakdowns
        )
        parts.setdefault(tuple(key), []).append(cell)
    return [_sum(key, held) for key, held in parts.items()]


def _sum(key: tuple[str, ...], held: Sequence[CountedCell]) -> CountedCell:
    """Cells that have nobody in common, as one; its first two are among the first two of each."""
    first = sorted(size for each in held for size in (each.top, each.top_two - each.top))
    sums = {name: sum(getattr(each, name) for each in held) for name in CountedCell._fields[1:-2]}
    return CountedCell(key=key, **sums, top=first[-1], top_two=sum(first[-2:]))


def _statement(family: Linked, window: Window, *, breakdowns: Sequence[Breakdown]) -> Select[Any]:
    """Rows to people in a cell, to cells."""
    rows = _categorised(family, window, breakdowns=breakdowns)
    keys = [rows.c[f"key_{place}"] for place in range(len(breakdowns))]
    number = func.count().label("records")
    place = func.row_number().over(partition_by=keys or None, order_by=number.desc())
    people = (
        select(
            *keys,
            # Somebody aliased has rows under two digests: the lower key stands for both.
            func.min(rows.c.record_key).label("record_key"),
            number,
            place.label("place"),
        )
        .group_by(*keys, rows.c.person)
        .subquery()
    )
    held = [people.c[each.name] for each in keys]
    first, two = people.c.place == 1, people.c.place <= 2
    return select(
        *held,
        func.sum(people.c.records),
        func.count(),
        func.sum(people.c.records * people.c.record_key),
        func.sum(people.c.record_key),
        func.sum(case((first, people.c.records), else_=0)),
        func.sum(case((two, people.c.records), else_=0)),
    ).group_by(*held)


def _categorised(family: Linked, window: Window, *, breakdowns: Sequence[Breakdown]) -> Subquery:
    """One row for each record: its categories, its person and their key."""
    splits = [each.name for each in breakdowns if each.base != family.variable]
    rows = ROWS[family.name](window, splits).subquery()
    found = (
        _standing(each, rows.c[STANDING]) if each.base == family.variable else rows.c[each.name]
        for each in breakdowns
    )
    keys = [column.label(f"key_{place}") for place, column in enumerate(found)]
    return select(rows.c.person, rows.c.record_key, *keys).subquery()


def _standing(breakdown: Breakdown, told: ColumnElement[str]) -> ColumnElement[str]:
    """A grouping of how people stand; what it groups is told by name."""
    whens = [(told == each, literal(code)) for each, code in breakdown.mapping.items()]
    return case(*whens, else_=literal(MISSING))
