"""Whose rows a release counts, who is left out of it, and who has changed since the last one.

Here belong the frozen rows of a dataset and the people of them that sealing has to know. What does
not: reading the rows to count them (`coded`, and `registers` for entries); nothing here leaves the
service.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    case,
    except_,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session

from api.queries import restrictions
from api.queries.categories import category, stored_in
from schemas.dataset import Dataset
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns

RESTRICTED = "restricted"
"""The field of a person block that keeps a person out of every answer by small area."""


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
