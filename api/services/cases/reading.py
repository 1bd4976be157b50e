"""Which cases an agency is in, and whether one is open to whoever asks.

What is not open is refused in one way, whatever the ground, and after the same look-ups.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from api.policies import cases as policy
from api.policies import openings as judged
from api.policies.openings import Opened
from api.queries.cases import listings, openings
from api.queries.cases.openings import OnFile
from api.services.cases import listing
from auth.caller import Caller

PAGE: Final = 100  # cases on a page (design): more than one conference hears in a month

_NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""No case has it (RFC 9562 section 5.9): what is looked up in place of what cannot be an id."""


def opened(session: Session, caller: Caller, *, case_id: str, now: datetime, today: date) -> Opened:
    """What a case, or an emergency, opens to the caller now.

    Raises:
        Forbidden: another purpose, no reader, or no reason is named; or nothing is open: no such
            case, not a member, ended, in conflict, another agreement, all in the same words.
    """
    agreement = policy.check_purpose(caller)
    caller.check_reader()
    asked, on_file = _on_file(session, caller, case_id)
    by_case = judged.opened(
        on_file.listings,
        caller=caller,
        agreement=agreement,
        memberships=on_file.memberships,
        conflicts=on_file.conflicts,
        today=today,
    )
    by_glass = judged.opened_by_glass(
        on_file.glass, case_id=asked, caller=caller, agreement=agreement, now=now
    )
    found = by_case or by_glass
    if found is None:
        raise policy.closed()
    return found


def _on_file(session: Session, caller: Caller, case_id: str) -> tuple[str, OnFile]:
    """The id that is looked up, and what goes by it."""
    asked = case_id if policy.is_random(case_id) else _NOBODY
    return asked, openings.on_file(
        session,
        partnership_id=caller.partnership_id,
        case_id=asked,
        agency_id=caller.agency_id,
        acting_person=caller.acting_person or "",
    )


def case(session: Session, caller: Caller, *, case_id: str, today: date) -> dict[str, Any]:
    """A case as the caller sees it: its own with all it said, or one it is a member of.

    Raises:
        Forbidden: as for `opened`; an ended case is still shown to whoever listed it.
    """
    policy.check_purpose(caller)
    caller.check_reader()
    asked, on_file = _on_file(session, caller, case_id)
    for kept in on_file.listings:
        if kept.agency_id == caller.agency_id:
            return listing.shown_to_lister(session, caller, case_id=asked, today=today)
        seen = kept.agency_id in on_file.memberships and kept.agency_id not in on_file.conflicts
        if seen and policy.status(kept, today=today) == "open":
            return listing.shown(kept, today=today)
    raise policy.closed()


def listed(
    session: Session, caller: Caller, *, after: str, today: date
) -> tuple[list[dict[str, Any]], str | None]:
    """The cases the agency lists, and the open ones it is a member of; and the last one's id.

    Raises:
        Forbidden: another purpose, no reader, or no reason is named.
    """
    policy.check_purpose(caller)
    caller.check_reader()
    found = listings.listed(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        acting_person=caller.acting_person or "",
        today=today,
        after=after,
        limit=PAGE + 1,
    )
    page = [listing.shown(kept, today=today) for kept in found[:PAGE]]
    return page, found[PAGE - 1].case_id if len(found) > PAGE else None
