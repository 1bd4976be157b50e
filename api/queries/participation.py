"""Who owes what and what came of it: statuses and days, of every agency in a partnership.

What does not belong here: rows, counts of rows and findings, which are the sender's own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.queries.pointers import in_force
from schemas.tables.returns import findings, periods, returns, series_breaks, submissions


@dataclass(frozen=True, slots=True)
class Owed:
    """One return as it stands."""

    agency_id: str
    dataset: str
    month: str
    expected: bool
    level: str
    due_on: date | None
    status: str
    submission_id: str | None
    first_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class AbsentColumn:
    """A column that the file of a return in force does not have."""

    agency_id: str
    dataset: str
    month: str
    field: str


@dataclass(frozen=True, slots=True)
class OwnDelivery:
    """A delivery in force of an agency's own, with the rows that are stored of it."""

    dataset: str
    month: str
    level: str
    rows: int
    submission_id: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """What a delivery says of itself: level, counting rule, and how far its figures may go."""

    submission_id: str
    level: str
    counting_rule: str
    incorporate: bool
    publish: str


@dataclass(frozen=True, slots=True)
class Break:
    """A month from which an agency counts by another rule."""

    agency_id: str
    dataset: str
    month: str
    before_rule: str
    after_rule: str


_OWED = tuple(returns.c[name] for name in Owed.__slots__)
_BREAK = tuple(series_breaks.c[name] for name in Break.__slots__)


def owed(session: Session, *, partnership_id: str, months: Collection[str]) -> list[Owed]:
    """Every return of the months, whoever owes it."""
    query = select(*_OWED).where(
        returns.c.partnership_id == partnership_id, returns.c.month.in_(months)
    )
    ordered = query.order_by(returns.c.month, returns.c.agency_id, returns.c.dataset)
    return [Owed(*row) for row in session.execute(ordered)]


def own_deliveries(
    session: Session, *, partnership_id: str, agency_id: str, months: Collection[str]
) -> list[OwnDelivery]:
    """What is in force of an agency for these months; for that agency's eyes alone."""
    query = (
        select(
            submissions.c.dataset,
            submissions.c.month,
            submissions.c.level,
            submissions.c.rows_stored,
            submissions.c.submission_id,
            submissions.c.received_at,
        )
        .join(returns, in_force(submissions))
        .where(
            submissions.c.partnership_id == partnership_id,
            submissions.c.agency_id == agency_id,
            submissions.c.month.in_(months),
        )
    )
    ordered = query.order_by(submissions.c.dataset, submissions.c.month)
    return [OwnDelivery(*row) for row in session.execute(ordered)]


def opened_on(session: Session, *, partnership_id: str) -> dict[str, datetime]:
    """When each month was opened, which asks for its returns, by month in their order."""
    query = select(periods.c.month, periods.c.opened_at).where(
        periods.c.partnership_id == partnership_id
    )
    return {row[0]: row[1] for row in session.execute(query.order_by(periods.c.month))}


def absent_columns(
    session: Session, *, partnership_id: str, submission_ids: Collection[str], code: str
) -> list[AbsentColumn]:
    """The columns that files of these deliveries do not have, as the finding `code` names them."""
    query = (
        select(
            submissions.c.agency_id, submissions.c.dataset, submissions.c.month, findings.c.field
        )
        .join(
            findings,
            (findings.c.partnership_id == submissions.c.partnership_id)
            & (findings.c.submission_id == submissions.c.submission_id),
        )
        .where(
            submissions.c.partnership_id == partnership_id,
            submissions.c.submission_id.in_(submission_ids),
            findings.c.code == code,
            findings.c.field.is_not(None),
        )
    )
    ordered = query.distinct().order_by(*query.selected_columns)
    return [AbsentColumn(*row) for row in session.execute(ordered)]


def records_held(session: Session, *, partnership_id: str) -> list[tuple[str, str, str]]:
    """Agency, dataset and month of every return in force that was sent as records."""
    query = select(returns.c.agency_id, returns.c.dataset, returns.c.month).join(
        submissions,
        (submissions.c.partnership_id == returns.c.partnership_id)
        & (submissions.c.submission_id == returns.c.submission_id),
    )
    held = query.where(returns.c.partnership_id == partnership_id, submissions.c.level == "record")
    return [(agency, dataset, month) for agency, dataset, month in session.execute(held)]


def sent(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> dict[str, Sent]:
    """What these deliveries say of themselves, by id.

    An envelope that gives no permission gives none.
    """
    query = select(
        submissions.c.submission_id,
        submissions.c.level,
        submissions.c.counting_rule_set,
        submissions.c.envelope,
    ).where(
        submissions.c.partnership_id == partnership_id,
        submissions.c.submission_id.in_(submission_ids),
    )
    return {
        row.submission_id: Sent(
            row.submission_id,
            row.level,
            row.counting_rule_set,
            bool(row.envelope.get("permission_incorporate", False)),
            str(row.envelope.get("permission_publish", "none")),
        )
        for row in session.execute(query)
    }


def breaks(session: Session, *, partnership_id: str, months: Collection[str]) -> list[Break]:
    """The series breaks that open in these months."""
    query = select(*_BREAK).where(
        series_breaks.c.partnership_id == partnership_id,
        series_breaks.c.month.in_(months),
        series_breaks.c.before_rule != series_breaks.c.after_rule,
    )
    ordered = query.order_by(series_breaks.c.month, series_breaks.c.agency_id)
    return [Break(*row) for row in session.execute(ordered)]
