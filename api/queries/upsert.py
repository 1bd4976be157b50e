"""Rows put beside, or in place of, what stands under the same keys, alike on both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def put(session: Session, table: Table, values: Mapping[str, Any]) -> None:
    """Insert the row, or change the one with its primary key to these values."""
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    made = _insert(session, table).values(dict(values))
    session.execute(made.on_conflict_do_update(index_elements=keys, set_=rest))


def add_if_absent(session: Session, table: Table, values: Mapping[str, Any]) -> None:
    """Insert the row unless one with its primary key stands there; two at once leave one."""
    session.execute(_insert(session, table).values(dict(values)).on_conflict_do_nothing())


def add_absent(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those of the rows whose primary keys do not stand there; they have the same names."""
    if rows:
        made = _insert(session, table).on_conflict_do_nothing()
        session.execute(made, [dict(row) for row in rows])


def _insert(session: Session, table: Table) -> Any:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return (postgresql.insert if on_postgresql else sqlite.insert)(table)
