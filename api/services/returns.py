"""Returns: a delivery becomes the one in force, is withdrawn, or is read back by its sender.

Each verb is one transaction of the door. A return's pointer moves in the same transaction that
stores the rows and the audit event, so that a crash leaves the old delivery in force or the new
one.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.intake.findings import words_said
from api.policies import returns as rules
from api.queries import returns as stored
from api.queries.returns import ReturnRow
from api.services.deliveries import Delivery
from api.services.filed import key_of, read
from api.services.rights.leaving_out import leave_out
from api.services.standing import check_may_be_sent, check_precondition, values
from api.services.storing import store, unpoint
from api.services.verdicts import check_errors, told
from api.services.verdicts import status as status_of
from auth import audit, uses
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, NotFound
from auth.uses import Used
from schemas.period import Period

Outcome = Literal["first", "replaced", "unchanged", "previewed"]


@dataclass(frozen=True, slots=True)
class Wish:
    """How the sender wants it done.

    Attributes:
        if_match: the If-Match field, None where none was sent.
        quarantine: keep the good rows of a file with errors.
    """

    if_match: str | None = None
    quarantine: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a delivery: its receipt, its ETag, and whether anything changed."""

    outcome: Outcome
    etag: str
    receipt: Mapping[str, Any]


def submit(
    session: Session,
    caller: Caller,
    *,
    delivery: Delivery,
    wish: Wish,
    now: datetime,
    today: date,
    logged_at: datetime | None = None,
) -> Submitted:
    """Store a delivery and make it the one in force.

    Args:
        session: a writing transaction; on success the door commits it.
        caller: the submitting agency.
        delivery: as examined before the transaction began.
        wish: precondition and what to do with errors.
        now: when it is received.
        today: the business day.
        logged_at: when its event happens by the real clock, `now` if left out; refusals are dated
            by the real clock, and the log tells which came first.

    Returns:
        `unchanged` where body and envelope equal what is in force.

    Raises:
        Conflict: a month of the period is not open.
        PreconditionFailed, PreconditionRequired: the caller acts on a stale copy, or on none.
        ReturnRefused: there are errors, and the good rows cannot or shall not be kept alone.
    """
    _put_on_books(session, caller, delivery=delivery, now=now)
    at = logged_at or now
    standing = _standing(session, caller, delivery=delivery, lock=True)
    if _unchanged(standing, delivery):
        again = standing[0].submission_id or ""
        delivery.forgo()
        event = _event(caller, delivery, subject=again)
        return _answer(
            session, caller, delivery, outcome="unchanged", event=event, now=at, today=today
        )
    check_may_be_sent(standing, delivery, if_match=wish.if_match, today=today)
    check_errors(delivery, quarantine=wish.quarantine)
    delivery_id = str(uuid.uuid4())
    for row in standing:
        store(session, caller, row, delivery=delivery, delivery_id=delivery_id, now=now)
    leave_out(session, caller, delivery_id=delivery_id, secret=delivery.person_secret)
    event = _event(caller, delivery, subject=delivery_id)
    outcome: Outcome = "replaced" if any(row.submission_id for row in standing) else "first"
    return _answer(session, caller, delivery, outcome=outcome, event=event, now=at, today=today)


def preview(
    session: Session, caller: Caller, *, delivery: Delivery, wish: Wish, today: date
) -> Submitted:
    """What `submit` would say, with nothing stored.

    Raises:
        Refusal: exactly those that `submit` would raise.
    """
    standing = _standing(session, caller, delivery=delivery, lock=False)
    if not _unchanged(standing, delivery):
        check_may_be_sent(standing, delivery, if_match=wish.if_match, today=today)
    check_errors(delivery, quarantine=wish.quarantine, whole=True)
    tallies = delivery.examination.months.values()
    return Submitted(
        "previewed",
        delivery.etag,
        {
            "submission_id": None,
            "dataset": delivery.dataset,
            "period": str(delivery.period),
            "level": delivery.envelope["level"],
            "status": status_of(delivery, refused=sum(tally.refused for tally in tallies)),
            "rows": {
                "received": sum(tally.received for tally in tallies),
                "stored": 0,
                "refused": sum(tally.refused for tally in tallies),
                "out_of_area": sum(tally.out_of_area for tally in tallies),
            },
            "sha256": delivery.sha256.hex(),
            "term_map_revision": delivery.own.revision,
            **told(delivery, whole=True),
        },
    )


def _open_months(session: Session, caller: Caller, *, delivery: Delivery) -> list[str]:
    months = [str(month) for month in delivery.period.months()]
    opened = stored.open_months(session, partnership_id=caller.partnership_id, months=months)
    if len(opened) < len(months):
        raise Conflict(
            "period_not_open",
            detail="A month of this period is not open for returns. Ask the partnership's DA lead.",
        )
    return months


def _put_on_books(session: Session, caller: Caller, *, delivery: Delivery, now: datetime) -> None:
    """A return that nobody asked for is taken all the same; till then it is not requested."""
    for month in _open_months(session, caller, delivery=delivery):
        values = {
            "expected": False,
            "level": delivery.envelope["level"],
            "status": "not_requested",
            "changed_at": now,
        }
        stored.add_if_absent(session, key_of(caller, delivery.dataset, month), values=values)


def _standing(
    session: Session, caller: Caller, *, delivery: Delivery, lock: bool
) -> list[ReturnRow]:
    """The returns of the period as they stand, locked until the transaction ends if asked."""
    months = _open_months(session, caller, delivery=delivery)
    found = (stored.find(session, key_of(caller, delivery.dataset, m), lock=lock) for m in months)
    return [
        row or _unasked(caller, delivery, month) for row, month in zip(found, months, strict=True)
    ]


def _unasked(caller: Caller, delivery: Delivery, month: str) -> ReturnRow:
    """A return that nobody asked for, before it is stored."""
    return ReturnRow(
        key_of(caller, delivery.dataset, month),
        expected=False,
        level=delivery.envelope["level"],
        due_on=None,
        status="not_requested",
        submission_id=None,
        revision=0,
        etag=None,
        first_received_at=None,
    )


def _unchanged(standing: Sequence[ReturnRow], delivery: Delivery) -> bool:
    return all(row.etag == delivery.etag for row in standing)


def _event(caller: Caller, delivery: Delivery, *, subject: str) -> Event:
    return Event.by(
        caller,
        tag="returns:submit",
        dataset=delivery.dataset,
        period=str(delivery.period),
        subject=subject,
    )


def _answer(
    session: Session,
    caller: Caller,
    delivery: Delivery,
    *,
    outcome: Outcome,
    event: Event,
    now: datetime,
    today: date,
) -> Submitted:
    """The receipt; the event is written with it, since it tells whose figures the receipt shows."""
    used: Used = {}
    etag, said = read(
        session, caller, dataset=delivery.dataset, period=delivery.period, today=today, used=used
    )
    uses.record(session, event, owners=used, kind="aggregate", now=now)
    words = words_said(delivery.examination)  # in this answer alone: they are not kept
    return Submitted(outcome, etag, said | ({"unmapped_words": words} if words else {}))


def withdraw(
    session: Session,
    caller: Caller,
    *,
    dataset: str,
    period: Period,
    if_match: str | None,
    reason: str | None,
    now: datetime,
    today: date,
) -> None:
    """Take back what is in force for a period; revisions stay. Doing it again changes nothing.

    Args:
        session: a writing transaction.
        caller: the submitting agency.
        dataset: the return's dataset.
        period: its period.
        if_match: the If-Match field, needed once the free time is over.
        reason: why, needed once the free time is over.
        now: when it is withdrawn.
        today: the business day.

    Raises:
        NotFound: there is no such return.
        PreconditionFailed, PreconditionRequired, Unprocessable: as for a late revision.
        Conflict: nothing has been sent that could be withdrawn.
    """
    keys = [key_of(caller, dataset, month) for month in period.months()]
    found = [stored.find(session, key, lock=True) for key in keys]
    standing = [row for row in found if row is not None]
    if len(standing) < len(found):
        raise NotFound("no_return", detail="There is no such return.")
    if any(row.status != "withdrawn" for row in standing):
        check_precondition(standing, period=period, if_match=if_match, reason=reason, today=today)
    for row in (row for row in standing if row.status != "withdrawn"):
        rules.check_may_follow(values(row), status="withdrawn")
        unpoint(session, row, now=now)
    event = Event.by(caller, tag="returns:withdraw", dataset=dataset, period=str(period))
    audit.record(session, event, now=now)
