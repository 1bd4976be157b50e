"""Who may list a case, who may read one, and for how long: the states of a case as data, and the
rules over what is on file.

`check_...` raises the refusal. Everything that must not tell whether there is a case, or a person,
is refused by `closed`, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.refusals import Conflict, ErrorItem, Forbidden, TooMany, Unprocessable
from auth.terms import COORDINATOR
from schemas.evaluate import LONDON

PURPOSE: Final = "high_risk_safeguarding"
"""The one purpose for which a timeline is read (design)."""

NEXT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"open": frozenset({"open", "ended"}), "ended": frozenset()}
)
"""Which status may follow which: an ended case stays so, and another is listed in its place."""

LONGEST_DAYS: Final = 366
"""A case is listed for a year at most: in that time a case heard again is a repeat (SafeLives)."""

MOST_MEMBERS: Final = 50
"""More than any conference has agencies (design)."""

GLASS_HOURS: Final = 3
"""How long a timeline stays open that was opened in an emergency (design)."""

GLASS_A_DAY: Final = 5
"""How many an agency may open on one day in London (assumed); the table holds no more numbers."""

ListedAs = Literal["owner", "coordinator"]


@dataclass(frozen=True, slots=True)
class Listing:
    """A case as it is on file.

    `agency_id` and `client_id` are the lister's. A coordinator's case opens the rows of every
    provider, an owner's its own alone. `token` is its name in the log.
    """

    agency_id: str
    case_id: str
    token: str
    client_id: str
    listed_as: ListedAs
    person_id: bytes
    agreement_id: str
    purpose: str
    restricted: bool
    status: str
    ends_on: date
    listed_at: datetime


def closed() -> Forbidden:
    """The one answer where there is no such case, no such person, or none for this caller."""
    return Forbidden("case_not_open", detail="There is no such case that is open to you.")


def check_purpose(caller: Caller) -> AgreementInForce:
    """The agreement under which the caller asks about cases.

    Raises:
        Forbidden: it asks for another purpose.
    """
    if caller.agreement is None or caller.purpose != PURPOSE:
        raise Forbidden("purpose_not_for_cases", detail="Cases need the safeguarding purpose.")
    return caller.agreement


def coordinators(agreement: AgreementInForce) -> frozenset[str]:
    """The agencies that all parties have signed to have cases listed by."""
    parties = agreement.terms.parties.items()
    named = frozenset(agency for agency, roles in parties if COORDINATOR in roles)
    return named - agreement.withdrawn


def listed_as(agreement: AgreementInForce, *, agency_id: str) -> ListedAs:
    """As what an agency lists: as coordinator where the terms name it, else as owner."""
    return "coordinator" if agency_id in coordinators(agreement) else "owner"


def check_id(case_id: str) -> str:
    """Make sure that a new case has a random id, which says nothing of anybody.

    Raises:
        Unprocessable: it is no UUID of version 4 (RFC 9562 section 5.4), in lower case.
    """
    if not is_random(case_id):
        raise Unprocessable("case_id", detail="Name a case by a random UUID (version 4).")
    return case_id


def is_random(case_id: str) -> bool:
    """Whether this is the text of a random UUID, as a case is named."""
    try:
        made = UUID(case_id)
    except ValueError:
        return False
    return made.version == 4 and str(made) == case_id  # RFC 9562 section 5.4


def check_members(agreement: AgreementInForce, *, agency_id: str, members: Collection[str]) -> None:
    """Make sure that a case that the agency lists may have these members.

    Raises:
        Unprocessable: one may read nothing under the agreement, an owner would read through its own
            listing, or there are too many; every fault is named.
    """
    _refuse(_member_faults(agreement, agency_id=agency_id, members=members))


def check_wish(
    agreement: AgreementInForce,
    *,
    agency_id: str,
    members: Collection[str],
    ends_on: date,
    restricted: bool,
    today: date,
) -> None:
    """Make sure that the agency may list a case so.

    Raises:
        Unprocessable: as for its members; or only a coordinator lists restricted persons, or the
            case would last too long; every fault is named.
    """
    last = min(today + timedelta(days=LONGEST_DAYS), agreement.terms.ends_on)
    owner = listed_as(agreement, agency_id=agency_id) == "owner"
    faults = _member_faults(agreement, agency_id=agency_id, members=members)
    faults |= {
        "restricted_by_owner": (owner and restricted, "restricted"),
        "ends_on": (not today <= ends_on <= last, "ends_on"),
    }
    _refuse(faults)


def check_party(agreement: AgreementInForce, *, agency_id: str) -> None:
    """Make sure that an agency is a party to the agreement.

    Raises:
        Unprocessable: it is none.
    """
    if agency_id not in agreement.terms.parties:
        raise Unprocessable("agency_not_party", detail="No such agency is a party here.")


Faults = dict[str, tuple[bool, str]]
"""By code, whether it is so, and the member of the message it is about."""


def _member_faults(
    agreement: AgreementInForce, *, agency_id: str, members: Collection[str]
) -> Faults:
    owner = listed_as(agreement, agency_id=agency_id) == "owner"
    return {
        "member_not_party": (not agreement.recipients.issuperset(members), "members"),
        "members_count": (len(set(members)) > MOST_MEMBERS, "members"),
        "lister_is_reader": (owner and agency_id in members, "members"),
    }


def _refuse(faults: Faults) -> None:
    wrong = [
        ErrorItem(code, _WORDS[code], field=field) for code, (so, field) in faults.items() if so
    ]
    if wrong:
        raise Unprocessable(
            "case_invalid", detail="The case cannot be listed so.", errors=tuple(wrong)
        )


_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "member_not_party": "A member may not read under this agreement.",
        "members_count": "A case has too many members.",
        "lister_is_reader": "Whoever lists a case of its own rows is not a member of it.",
        "restricted_by_owner": "Only the coordinator lists a person who is restricted.",
        "ends_on": "A case ends from today on, within a year and within the agreement.",
    }
)


def check_same(kept: Listing, *, person_id: bytes, agreement_id: str) -> None:
    """Make sure that a case stays what it is, and has not ended.

    Raises:
        Conflict: it has ended, or is about somebody else, or under another agreement.
    """
    if "open" not in NEXT[kept.status]:
        raise Conflict("case_ended", detail="The case has ended. List another in its place.")
    if (kept.person_id, kept.agreement_id) != (person_id, agreement_id):
        raise Conflict("case_other", detail="A case keeps its person and its agreement.")


def status(kept: Listing, *, today: date) -> str:
    """How a case stands today: it ends by itself after its last day."""
    return "ended" if today > kept.ends_on else kept.status


def check_approver(caller: Caller, *, approver: str) -> None:
    """Make sure that two persons stand for breaking the glass.

    Raises:
        Unprocessable: the approver is the one who asks.
    """
    if approver == caller.acting_person:
        raise Unprocessable(
            "approver_is_asker", detail="Somebody other than the one who asks must approve."
        )


def next_number(so_far: int, *, now: datetime) -> int:
    """The number of the next opening of the day.

    Raises:
        TooMany: the agency has opened as many as it may today.
    """
    if so_far < GLASS_A_DAY:
        return so_far + 1
    local = now.astimezone(LONDON)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), datetime.min.time(), LONDON)
    wait = max(1, int((tomorrow - local).total_seconds()))
    raise TooMany(
        "break_glass_cap",
        detail="Your agency has opened as many timelines in an emergency as it may today.",
        headers={"Retry-After": str(wait)},
    )
