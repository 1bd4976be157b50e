"""Events of the log as they are read back: an agency's own, a partnership's, and one to erase.

What does not belong here: the tree over them (`seals`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, RowMapping, select, tuple_, update
from sqlalchemy.orm import Session

from schemas.tables.audit import audit_events
from schemas.tables.seals import audit_leaves, audit_seals


@dataclass(frozen=True, slots=True)
class Span:
    """Which events: from an instant, and before one; None for no bound."""

    start: datetime | None = None
    end: datetime | None = None


_PLACE = (
    audit_leaves.c.position,
    select(audit_seals.c.seal_no)
    .where(
        audit_seals.c.partnership_id == audit_leaves.c.partnership_id,
        audit_seals.c.first <= audit_leaves.c.position,
        audit_seals.c.size > audit_leaves.c.position,
    )
    .scalar_subquery()
    .label("seal_no"),
)


def listed(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str | None,
    span: Span,
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[RowMapping]:
    """Events, the newest first, each with its place in the tree, None where no seal holds it yet.

    Args:
        session: reads the caller's own events, or with a wider reach its partnership's.
        partnership_id: the partnership.
        agency_id: whose calls; None for everyone's.
        span: from when and until when.
        after: instant and id of the last event of the page before.
        limit: how many.
    """
    query = (
        select(audit_events, *_PLACE)
        .outerjoin(
            audit_leaves,
            (audit_leaves.c.partnership_id == audit_events.c.partnership_id)
            & (audit_leaves.c.event_id == audit_events.c.event_id),
        )
        .where(audit_events.c.partnership_id == partnership_id)
    )
    if agency_id is not None:
        query = query.where(audit_events.c.agency_id == agency_id)
    if span.start is not None:
        query = query.where(audit_events.c.at >= span.start)
    if span.end is not None:
        query = query.where(audit_events.c.at < span.end)
    key = tuple_(audit_events.c.at, audit_events.c.event_id)
    if after is not None:
        query = query.where(key < tuple_(*after))
    newest = query.order_by(audit_events.c.at.desc(), audit_events.c.event_id.desc())
    return list(session.execute(newest.limit(limit)).mappings())


def found(session: Session, *, partnership_id: str, event_id: str) -> RowMapping | None:
    """One event of a tree."""
    query = select(audit_events).where(
        audit_events.c.partnership_id == partnership_id, audit_events.c.event_id == event_id
    )
    return session.execute(query).mappings().first()


def erase(session: Session, *, partnership_id: str, event_id: str) -> bool:
    """Empty the body and salt of an event; whether there was one to empty."""
    statement = (
        update(audit_events)
        .where(audit_events.c.partnership_id == partnership_id, audit_events.c.event_id == event_id)
        .values(body=b"", salt=b"")
    )
    return cast("CursorResult[Any]", session.execute(statement)).rowcount == 1
