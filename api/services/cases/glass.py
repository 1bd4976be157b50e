"""Breaking the glass: one person's timeline, opened in an emergency without a case.

Two persons of the agency stand for it, it lasts three hours, an agency may do it a few times a day,
and every owner whose rows it opens is told at once. It is granted whether or not anybody holds a
row about the person, so that asking tells nothing. It is written down first and opens nothing until
the owners have been told in the same transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from api.policies import cases as policy
from api.policies.openings import Opened
from api.queries.cases import glass
from api.queries.cases.glass import Notice
from api.services.cases import naming, timelines
from api.services.cases.naming import Environment
from auth import audit
from auth.audit import Event
from auth.caller import Caller

PAGE: Final = 100  # notices on a page (design)


def _person_named(
    session: Session,
    caller: Caller,
    *,
    said: Mapping[str, Any],
    secret: bytes,
    environment: Environment,
) -> bytes:
    """Whose timeline is to be opened, once it is said who asks, why, and who approves.

    Raises:
        Forbidden: another purpose; no reader or reason is named; or no such record of its own.
        Unprocessable: one person both asks and approves, or nobody is named.
    """
    policy.check_purpose(caller)
    caller.check_reader()
    policy.check_approver(caller, approver=said["approver"])
    return naming.person_of(session, caller, said=said, secret=secret, environment=environment)


@dataclass(frozen=True)
class Broken:
    """What was written down, and is not open yet: nobody has been told."""

    case_id: str
    person_id: bytes
    number: int
    notice: Notice


def ask(
    session: Session,
    caller: Caller,
    *,
    said: Mapping[str, Any],
    secret: bytes,
    environment: Environment,
    now: datetime,
    today: date,
) -> Broken:
    """Write an emergency down: who asks, why, who approves. It opens nothing yet.

    Args:
        session: a writing transaction.
        caller: who asks.
        said: the person, the reason and the approver.
        secret: the service's own key for digests.
        environment: decides the form of references.
        now: when, by the real clock.
        today: the business day, on which the agency may do so a few times.

    Raises:
        Forbidden: another purpose; no reader or reason is named; or no such record of its own.
        Unprocessable: one person both asks and approves, or nobody is named.
        TooMany: the agency has opened as many as it may today.
        Conflict: it opened another at this moment.
    """
    agreement = policy.check_purpose(caller)
    person = _person_named(session, caller, said=said, secret=secret, environment=environment)
    owner = {"partnership_id": caller.partnership_id, "agency_id": caller.agency_id}
    number = policy.next_number(glass.so_far(session, day=today, **owner), now=now)
    notice = Notice(
        token=str(uuid.uuid4()),
        at=now,
        recipient=caller.agency_id,
        agreement_id=agreement.agreement_id,
        purpose=policy.PURPOSE,
        reason=said["reason"],
        acting_person=caller.acting_person or "",
        approver=said["approver"],
        expires_at=now + timedelta(hours=policy.GLASS_HOURS),
    )
    broken = Broken(str(uuid.uuid4()), person, number, notice)
    glass.add(session, values=owner | _values(caller, broken, today=today))
    return broken


def _values(caller: Caller, broken: Broken, *, today: date) -> dict[str, Any]:
    said = {n: v for n, v in asdict(broken.notice).items() if n not in _TOLD_ALONE}
    return said | {
        "asked_on": today,
        "number": broken.number,
        "case_id": broken.case_id,
        "client_id": caller.client_id,
        "person_id": broken.person_id,
        "granted_at": broken.notice.at,
        "expires_at": broken.notice.at,
    }


def owners(session: Session, shared: Session, caller: Caller, *, broken: Broken) -> frozenset[str]:
    """The other agencies whose rows will be opened."""
    agreement = policy.check_purpose(caller)
    token, person = broken.notice.token, broken.person_id
    opened = Opened(token, "break_glass", broken.case_id, person, agreement.providers)
    return timelines.owners(session, shared, caller, opened=opened)


def tell(
    session: Session, caller: Caller, *, broken: Broken, owners: frozenset[str]
) -> dict[str, Any]:
    """Tell the owners of rows, and with that open the timeline for three hours.

    Args:
        session: a writing transaction.
        caller: who asked.
        broken: what was written down.
        owners: whose rows are opened.

    Returns:
        What to read the timeline by, and until when.
    """
    notice = broken.notice
    glass.tell(session, notice, partnership_id=caller.partnership_id, owners=owners)
    glass.last(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        case_id=broken.case_id,
        until=notice.expires_at,
    )
    event = Event.by(
        caller,
        tag="cases:break-glass",
        case_id=notice.token,
        question={"reason": notice.reason, "approver": notice.approver},
        counts={"number": broken.number, "told": len(owners)},
    )
    audit.record(session, event, now=notice.at)
    left = policy.GLASS_A_DAY - broken.number
    return {"case": broken.case_id, "expires_at": notice.expires_at, "left_today": left}


_TOLD_ALONE: Final = frozenset({"at", "recipient", "expires_at"})
"""What only the notice says, or says otherwise."""


def notices(
    session: Session, caller: Caller, *, before: tuple[datetime, str] | None
) -> tuple[list[dict[str, Any]], tuple[str, str] | None]:
    """What the agency was told of its own rows being opened, the latest first, a page at a time.

    Returns:
        The notices, and where the next page begins.
    """
    found = glass.told(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        before=before,
        limit=PAGE + 1,
    )
    page = found[:PAGE]
    last = (page[-1].at.isoformat(), page[-1].token) if len(found) > PAGE else None
    return [_shown(each) for each in page], last


def _shown(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.token,
        "at": notice.at,
        "agency": notice.recipient,
        "agreement": notice.agreement_id,
        "purpose": notice.purpose,
        "reason": notice.reason,
        "acting_person": notice.acting_person,
        "approver": notice.approver,
        "expires_at": notice.expires_at,
    }
