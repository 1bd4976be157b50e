"""Reminders for the caller's own agency, worked out afresh at every call.

What belongs here: gathering what they are worked out from. What does not: the rules (policies), and
keeping any of it: a reminder that is answered is simply not there any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from api.policies import reminders as rules
from api.policies.participation import OUTSTANDING, SOON_DAYS
from api.policies.reminders import DRY_RUN, EXPLAIN, REFUSED_FOR, Attempt, Reminder
from api.queries import reminders as queries
from api.queries.reminders import Told
from auth.caller import Caller
from schemas.evaluate import LONDON

_SUBMIT: Final = "returns:submit"
_LOOK_BACK: Final = timedelta(days=62)
"""How long a refused delivery is remembered: a return may be re-sent freely for at most as long
(design: until the month after its own has ended)."""


def reminders(session: Session, caller: Caller, *, now: datetime, today: date) -> list[Reminder]:
    """What the caller's agency should do, under the agreement and datasets of its token.

    Args:
        session: reads the agency's own returns and events.
        caller: who asks.
        now: the present moment by the real clock, by which the log is dated.
        today: the business day.
    """
    found = [
        *_of_returns(session, caller, today=today),
        *_of_refusals(session, caller, now=now),
    ]
    if caller.agreement is not None:
        terms = caller.agreement.terms
        found += rules.of_agreement(
            terms.agreement_id, ends_on=terms.ends_on, review_on=terms.review_on, today=today
        )
    return rules.ordered(found)


def _of_returns(session: Session, caller: Caller, *, today: date) -> Iterator[Reminder]:
    owed = queries.unsettled(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        statuses=OUTSTANDING,
        by=today + timedelta(days=SOON_DAYS),
    )
    for each in owed:
        if caller.may_use(each.dataset):
            yield from rules.of_return(
                each.dataset,
                each.month,
                status=each.status,
                expected=each.expected,
                due_on=each.due_on,
                today=today,
            )


def _of_refusals(session: Session, caller: Caller, *, now: datetime) -> Iterator[Reminder]:
    told = queries.events(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        tag=_SUBMIT,
        since=now - _LOOK_BACK,
    )
    attempts = (each for each in map(_attempt, told) if each is not None)
    for each in rules.unanswered(attempts):
        if caller.may_use(each.dataset):
            yield rules.of_refusal(each.dataset, each.period, on=each.on, explain=each.explain)


def _attempt(told: Told) -> Attempt | None:
    """A delivery from its event; None for a trial, and for one that names no return."""
    body = json.loads(told.body) if told.body else {}
    question, period = body.get("question", {}), body.get("period")
    if DRY_RUN in question or not period:
        return None
    on = told.at.astimezone(LONDON).date()
    explain = question.get(REFUSED_FOR) == EXPLAIN
    return Attempt(told.dataset, period, on, told.outcome == "refused", explain)
