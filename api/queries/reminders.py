"""What reminders are worked out from: an agency's own returns, and the events of its deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.tables.audit import audit_events
from schemas.tables.returns import returns


@dataclass(frozen=True, slots=True)
class Own:
    """One of an agency's own returns as it stands."""

    dataset: str
    month: str
    expected: bool
    status: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the log: when, how it ended, and its bytes, which are empty once erased."""

    at: datetime
    outcome: str
    dataset: str
    body: bytes


_OWN = tuple(returns.c[name] for name in Own.__slots__)
_TOLD = tuple(audit_events.c[name] for name in Told.__slots__)


def unsettled(
    session: Session, *, partnership_id: str, agency_id: str, statuses: frozenset[str], by: date
) -> list[Own]:
    """An agency's returns that stand so and are due by a day, by dataset and month."""
    query = select(*_OWN).where(
        returns.c.partnership_id == partnership_id,
        returns.c.agency_id == agency_id,
        returns.c.status.in_(statuses),
        returns.c.due_on <= by,
    )
    ordered = query.order_by(returns.c.dataset, returns.c.month)
    return [Own(*row) for row in session.execute(ordered)]


def events(
    session: Session, *, partnership_id: str, agency_id: str, tag: str, since: datetime
) -> Iterator[Told]:
    """An agency's own events of one kind from an instant on, the oldest first."""
    query = select(*_TOLD).where(
        audit_events.c.partnership_id == partnership_id,
        audit_events.c.agency_id == agency_id,
        audit_events.c.tag == tag,
        audit_events.c.at >= since,
    )
    for row in session.execute(query.order_by(audit_events.c.at, audit_events.c.event_id)):
        yield Told(*row)
