"""Statements as releases hold them, and the decisions about them.

What belongs here: SELECTs and INSERTs; nothing is ever updated. What does not: whether a statement
may be printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from schemas.tables.releases import releases
from schemas.tables.statements import release_statements, statement_decisions


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement as a release holds it.

    `question` is the one of a scrutiny board that it answers; None where it names none.
    """

    statement_id: str
    agency_id: str
    dataset: str
    measure: str
    month: str
    text: str
    question: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one side decided about a statement, and when."""

    statement_id: str
    agency_id: str
    side: str
    decision_no: int
    decision: str
    decided_at: datetime


_KEPT = tuple(release_statements.c[name] for name in Kept.__slots__)
_DECISION = tuple(statement_decisions.c[name] for name in Decision.__slots__)


def add(session: Session, *, partnership_id: str, release_id: str, rows: Iterable[Kept]) -> None:
    """Store the statements of a release; of equal ones the first."""
    once = {row.statement_id: row for row in reversed(list(rows))}
    owner = {"partnership_id": partnership_id, "release_id": release_id}
    made = [{name: getattr(row, name) for name in Kept.__slots__} | owner for row in once.values()]
    if made:
        session.execute(insert(release_statements), made)


def held(
    session: Session, *, partnership_id: str, release_id: str, agency_id: str | None = None
) -> list[Kept]:
    """The statements of a release, of one agency or of all, in the order of agency and month."""
    query = select(*_KEPT).where(
        release_statements.c.partnership_id == partnership_id,
        release_statements.c.release_id == release_id,
    )
    if agency_id is not None:
        query = query.where(release_statements.c.agency_id == agency_id)
    order = ("agency_id", "month", "measure", "dataset", "statement_id")
    ordered = query.order_by(*(release_statements.c[name] for name in order))
    return [Kept(*row) for row in session.execute(ordered)]


def newest(session: Session, *, partnership_id: str, statement_id: str) -> tuple[Kept, str] | None:
    """A statement and the release that was the last to hold it; None where none does."""
    query = (
        select(*_KEPT, releases.c.release_id)
        .join(
            releases,
            (releases.c.partnership_id == release_statements.c.partnership_id)
            & (releases.c.release_id == release_statements.c.release_id),
        )
        .where(
            release_statements.c.partnership_id == partnership_id,
            release_statements.c.statement_id == statement_id,
        )
        .order_by(releases.c.sealed_at.desc(), releases.c.release_id)
    )
    row = session.execute(query.limit(1)).first()
    return None if row is None else (Kept(*row[:-1]), row[-1])


def decisions(
    session: Session, *, partnership_id: str, statement_ids: Collection[str]
) -> list[Decision]:
    """Every decision about these statements, of each side in the order it decided."""
    query = select(*_DECISION).where(
        statement_decisions.c.partnership_id == partnership_id,
        statement_decisions.c.statement_id.in_(statement_ids),
    )
    order = (statement_decisions.c[name] for name in ("statement_id", "side", "decision_no"))
    return [Decision(*row) for row in session.execute(query.order_by(*order))]


def decide(session: Session, *, values: dict[str, Any]) -> None:
    """Add a decision. Raises IntegrityError where its number is taken."""
    session.execute(insert(statement_decisions), values)
