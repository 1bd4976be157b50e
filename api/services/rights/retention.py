"""Retention that acts by itself: what has outlived its time leaves, and its absence is recorded.

Deliveries leave by the months that the parties of their agreement signed; the rest by the rules of
`api.policies.retention`. Releases stay as they are: they hold no records. Each block is a
transaction of its own, with an event that says how much was removed and never what.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy.orm import Session

from api.db import Context, Database
from api.keeper import keeping
from api.policies.erasing import Eraser
from api.policies.retention import (
    CASE_MONTHS,
    REQUEST_MONTHS,
    TOLD_MONTHS,
    UNSAID_MONTHS,
    months_before,
    newest_gone,
)
from api.queries.rights import person_requests, places, restricting
from api.queries.rights import retention as stored
from auth import audit, retention
from auth.audit import Event
from auth.caller import OPERATOR

TAG: Final = "retention:apply"
AT_ONCE: Final = 50  # deliveries removed in one transaction: a store is not held up for long


def apply(
    database: Database, *, partnership_id: str, secret: bytes, today: date, now: datetime
) -> Counter[str]:
    """Remove what has outlived its time in a partnership.

    Args:
        database: the store, as an operator opens it.
        partnership_id: the partnership.
        secret: the service's own key for digests of persons.
        today: the business day.
        now: when it is recorded.

    Returns:
        How much was removed, by kind; doing it again removes nothing.
    """
    context = Context(partnership_id, reach="operator")
    with database.reading(context) as session:
        agreed = retention.months(session, partnership_id=partnership_id)
        numbers = stored.agreements(session, partnership_id=partnership_id)
    done: Counter[str] = Counter()
    for number in numbers:
        newest = newest_gone(today, months=agreed.get(number, UNSAID_MONTHS))
        while removed := _deliveries(
            database, context, agreement_id=number, newest=newest, now=now
        ):
            done += removed
    return done + _rest(database, context, secret=secret, today=today, now=now)


def _deliveries(
    database: Database, context: Context, *, agreement_id: str, newest: str, now: datetime
) -> Counter[str]:
    """Remove one block of deliveries; nothing where none is left."""
    mine = {"partnership_id": context.partnership_id}
    with database.writing(context) as session:
        person_requests.hold(session, f"retention|{context.partnership_id}")
        due = stored.past(session, **mine, agreement_id=agreement_id, newest=newest, limit=AT_ONCE)
        if not due:
            return Counter()
        stored.retire(session, due, **mine, now=now)
        with keeping(session):
            done = stored.remove(session, due, **mine)
        _record(session, context, done, agreement_id=agreement_id, newest=newest, now=now)
    return done


def _rest(
    database: Database, context: Context, *, secret: bytes, today: date, now: datetime
) -> Counter[str]:
    """Remove what does not hang on an agreement."""
    mine = {"partnership_id": context.partnership_id}
    with database.writing(context) as session:
        person_requests.hold(session, f"retention|{context.partnership_id}")
        done = Counter(
            cases=stored.remove_cases(
                session, **mine, before=months_before(today, months=CASE_MONTHS)
            )
        )
        done["restrictions"] = _unrestricted(session, context, secret=secret)
        aliased = stored.aliased(session, **mine)
        needed = places.standing(session, aliased, **mine) if aliased else set()
        with keeping(session):
            done["aliases"] = stored.remove_aliases(session, **mine, kept=needed)
            done["opened"] = stored.remove_opened(
                session, **mine, before=_instant(today, months=CASE_MONTHS)
            )
            done["told"] = stored.remove_told(
                session, **mine, before=_instant(today, months=TOLD_MONTHS)
            )
            done["requests"] = person_requests.forget_closed(
                session, **mine, before=_instant(today, months=REQUEST_MONTHS)
            )
        done = +done
        if done:
            _record(session, context, done, now=now)
    return done


def _unrestricted(session: Session, context: Context, *, secret: bytes) -> int:
    """Remove restrictions of erased persons whom no row of anybody names any more."""
    mine = {"partnership_id": context.partnership_id}
    removed = 0
    for agency_id in person_requests.agencies_that_erased(session, **mine):
        through = person_requests.erased(session, **mine, agency_id=agency_id)
        eraser = Eraser(secret, context.partnership_id, agency_id, through)
        restricted = restricting.of_agency(session, **mine, agency_id=agency_id)
        erased = {person for person in restricted if eraser.erased_through(person)}
        if erased:
            gone = erased - places.standing(session, erased, **mine)
            with keeping(session):
                removed += restricting.forget(session, gone, **mine, agency_id=agency_id)
    return removed


def _instant(today: date, *, months: int) -> datetime:
    return datetime.combine(months_before(today, months=months), time(), UTC)


def _record(
    session: Session,
    context: Context,
    done: Counter[str],
    *,
    now: datetime,
    agreement_id: str = "",
    newest: str = "",
) -> None:
    event = Event(
        TAG,
        partnership_id=context.partnership_id,
        client_id=OPERATOR,
        agreement_id=agreement_id,
        period=newest,
        counts=dict(done),
    )
    audit.record(session, event, now=now)
