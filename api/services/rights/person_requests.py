"""Requests of persons about their own records: received, weighed, and carried out or refused.

Each agency answers for what it sent, and sees its own part of a request alone: whether another
agency knows the person is never said. Whoever runs the service can enter a request for every agency
that holds records of a person; each of them then decides about its own. A reference names the
person at the door, becomes a digest, and is kept nowhere.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.policies import person_requests as rules
from api.policies.person_requests import Checked
from api.queries.rights import person_requests as stored
from api.queries.rights import places, restricting
from api.queries.rights.places import Place, Whose
from api.services.rights.erasing import Tools, forget
from auth import audit
from auth.audit import Event
from auth.caller import OPERATOR, Caller
from auth.refusals import Conflict, Forbidden, NotFound, Unprocessable
from schemas.datasets import DATASETS

PAGE: Final = 100  # requests of one page (design)

Shown = dict[str, Any]


def listed(
    session: Session, caller: Caller, *, after: Sequence[str] | None = None
) -> tuple[list[Shown], list[str] | None]:
    """A page of the caller's requests, the oldest first, and where the next begins.

    An operator without an agency sees every agency's parts.
    """
    rows = stored.listed(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        after=(datetime.fromisoformat(after[0]), after[1], after[2]) if after else None,
        limit=PAGE + 1,
    )
    page = [_shown(row) for row in rows[:PAGE]]
    if len(rows) <= PAGE:
        return page, None
    last = rows[PAGE - 1]
    return page, [last["received_at"].isoformat(), last["request_id"], last["agency_id"]]


def shown(session: Session, caller: Caller, *, request_id: str) -> Shown:
    """The caller's part of a request; while it is open, with where its records name the person.

    Raises:
        NotFound: there is no such request for this agency.
    """
    part = _part(session, caller, request_id=request_id)
    found = [] if part["person_id"] is None else stand(session, part)
    return _shown(part) | {"records": [_place(each) for each in found]}


def stand(session: Session, part: RowMapping) -> list[Place]:
    """Where the records of a part's agency name its person."""
    persons = places.aliases(session, part["person_id"], partnership_id=part["partnership_id"])
    whose = Whose(part["partnership_id"], part["agency_id"])
    return places.find(session, persons, whose=whose)


def check(
    session: Session, caller: Caller, *, request_id: str, checked: Checked, now: datetime
) -> Shown:
    """Record the risk check of the agency that owns the records.

    Raises:
        Forbidden: nobody is named who made it.
        NotFound: there is no such request for this agency.
        Conflict: the request is closed.
        Unprocessable: it is cleared though nobody knows who asks, or a dataset is unknown.
    """
    by, part = _by(caller), _part(session, caller, request_id=request_id, lock=True)
    if not DATASETS.keys() >= set(checked.left_out):
        raise Unprocessable("dataset_unknown", detail="A dataset to leave out does not exist.")
    status = rules.after_check(part["kind"], part["status"], checked=checked)
    left_out = sorted(set(checked.left_out))
    values = {"status": status, "checked_at": now, "checked_by": by, "left_out": left_out}
    _change(session, part, values)
    record(session, caller, "check", request_id, now=now, outcome=checked.outcome)
    return shown(session, caller, request_id=request_id)


def decide(
    session: Session,
    caller: Caller,
    *,
    request_id: str,
    decision: rules.Decision,
    reason: str | None,
    tools: Tools,
    now: datetime,
) -> Shown:
    """Carry a request out in the caller's own records, or refuse it with a reason.

    A closed request keeps no person.

    Args:
        session: a writing transaction, committed at once.
        caller: the agency that owns the records.
        request_id: the request.
        decision: `carry_out` or `refuse`.
        reason: why it is refused, a code of `rules.REASONS`.
        tools: what an erasure needs.
        now: when.

    Raises:
        Forbidden: nobody is named who decided.
        NotFound: there is no such request for this agency.
        Conflict: no risk check has cleared it, or it is closed.
        Unprocessable: a refusal without a reason.
    """
    by, part = _by(caller), _part(session, caller, request_id=request_id, lock=True)
    closed = {"closed_at": now, "closed_by": by, "person_id": None}
    if decision == "refuse":
        rules.check_may_follow(part["kind"], part["status"], follows="refused")
        why = rules.check_reason(reason)
        _change(session, part, closed | {"status": "refused", "reason": why})
        record(session, caller, "refuse", request_id, now=now, reason_code=why)
        return shown(session, caller, request_id=request_id)
    rules.check_may_follow(part["kind"], part["status"], follows="done")
    counts = _carry_out(session, part, tools=tools, now=now)
    _change(session, part, closed | {"status": "done"})
    record(session, caller, "carry-out", request_id, now=now, counts=counts, kind=part["kind"])
    return shown(session, caller, request_id=request_id) | {"removed": counts}


def _carry_out(
    session: Session, part: RowMapping, *, tools: Tools, now: datetime
) -> Mapping[str, int]:
    """What the request asks for, in one agency's records; how much was done."""
    mine = {"partnership_id": part["partnership_id"], "agency_id": part["agency_id"]}
    if part["kind"] == "erasure":
        return forget(session, **mine, person_id=part["person_id"], tools=tools, now=now)
    persons = places.aliases(session, part["person_id"], partnership_id=part["partnership_id"])
    if part["kind"] == "restriction":
        order_id = str(uuid.uuid4())
        for person in persons:
            restricting.order(session, person, **mine, order_id=order_id, now=now)
        return {"orders": 1}
    if part["kind"] == "lifting":
        return {"lifted": restricting.lift(session, persons, **mine, now=now)}
    return {}


def exportable(session: Session, caller: Caller, *, request_id: str) -> RowMapping:
    """The caller's part of a request whose copy may be given.

    Raises:
        Forbidden: nobody is named who fetches it.
        NotFound: there is no such request for this agency.
        Conflict: it has no copy, or is not cleared.
    """
    _by(caller)
    part = _part(session, caller, request_id=request_id)
    rules.check_exportable(part["kind"], part["status"])
    if part["person_id"] is None:  # pragma: no cover - what is cleared keeps its person
        raise Conflict("request_state", detail="The request is closed.")
    return part


def _by(caller: Caller) -> str:
    """Who acts for the agency; an operator's commands name the person as well.

    Raises:
        Forbidden: the request names none.
    """
    if caller.acting_person is None:
        raise Forbidden(
            "acting_person_missing", detail="Send Acting-Person with your staff's reference."
        )
    return caller.acting_person


def _part(session: Session, caller: Caller, *, request_id: str, lock: bool = False) -> RowMapping:
    found = stored.parts(
        session,
        partnership_id=caller.partnership_id,
        request_id=request_id,
        agency_id=caller.agency_id,
        lock=lock,
    )
    if not found or not caller.agency_id:
        raise NotFound("no_request", detail="There is no such request of your agency.")
    return found[0]


def _change(session: Session, part: RowMapping, values: Mapping[str, Any]) -> None:
    stored.change(
        session,
        partnership_id=part["partnership_id"],
        request_id=part["request_id"],
        agency_id=part["agency_id"],
        values=values,
    )


def record(
    session: Session,
    caller: Caller,
    verb: str,
    request_id: str,
    *,
    now: datetime,
    counts: Mapping[str, int] | None = None,
    **question: str,
) -> None:
    """Leave the event of what was done about a request; `question` says it in registered words."""
    event = Event.by(
        caller,
        tag=f"rights:{verb}",
        subject=request_id,
        counts=dict(counts or {}),
        question=question,
    )
    audit.record(session, event, now=now)


def _shown(part: RowMapping) -> Shown:
    closed = part["closed_at"]
    return {
        "request": part["request_id"],
        "agency": part["agency_id"],
        "kind": part["kind"],
        "status": part["status"],
        "received_at": part["received_at"],
        "due_on": part["due_on"],
        "entered_by": "operator" if part["opened_by"] == OPERATOR else "agency",
        "checked_at": part["checked_at"],
        "left_out": part["left_out"],
        "reason": part["reason"],
        "closed_at": closed,
    }


def _place(place: Place) -> Shown:
    return {
        "dataset": place.dataset,
        "month": place.month,
        "record": place.record_id,
        "part": place.part,
        "linked": place.linked,
    }
