"""Opening months: what is owed becomes returns that exist before anything is sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from api.queries import expectations as stored
from api.queries import returns
from api.queries.returns import Key
from api.services import expectations
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Unprocessable
from schemas.period import Period


def open_period(
    session: Session, actor: Caller, *, period: Period, now: datetime, today: date
) -> list[Period]:
    """Open the months of a period that are not open; opening an open month changes nothing.

    Args:
        session: a writing transaction.
        actor: the DA lead, or the operator.
        period: a month, quarter or year.
        now: when it is opened.
        today: the business day.

    Returns:
        The months that were opened by this call.

    Raises:
        Unprocessable: the period has not begun.
    """
    if period.start > today:
        raise Unprocessable("period_ahead", detail="A period is opened when it has begun.")
    months = period.months()
    opened = returns.open_months(
        session, partnership_id=actor.partnership_id, months=[str(month) for month in months]
    )
    new = [month for month in months if str(month) not in opened]
    stored.open_new(
        session, [str(month) for month in new], partnership_id=actor.partnership_id, now=now
    )
    owed = expectations.listed(session, partnership_id=actor.partnership_id)
    for month in new:
        _put_on_books(session, actor, month, owed=owed, now=now)
    audit.record(session, Event.by(actor, tag="periods:open", period=str(period)), now=now)
    return new


def _put_on_books(
    session: Session,
    actor: Caller,
    month: Period,
    *,
    owed: list[expectations.Expectation],
    now: datetime,
) -> None:
    for expectation in owed:
        if expectation.covers(month):
            key = Key(actor.partnership_id, expectation.agency_id, expectation.dataset, str(month))
            values = {
                "expected": True,
                "level": expectation.level,
                "due_on": expectation.due_on(month),
                "status": "expected",
                "changed_at": now,
            }
            returns.add_if_absent(session, key, values=values)


def listed(session: Session, *, partnership_id: str) -> list[tuple[str, datetime]]:
    """The open months of a partnership in order, and when each was opened."""
    rows = stored.open_months(session, partnership_id=partnership_id)
    return [(row["month"], row["opened_at"]) for row in rows]
