"""Which rows are in force: those of the submission that their return's pointer names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_

from schemas.tables.returns import returns


def in_force(table: Table) -> ColumnElement[bool]:
    """Joins rows of submissions, or submissions themselves, to the return that points at them."""
    return and_(
        returns.c.partnership_id == table.c.partnership_id,
        returns.c.submission_id == table.c.submission_id,
    )
