"""Listing cases: by the coordinator, or by the agency whose own rows a case opens.

Whoever lists a case says who its members are, who must not see it, and until when it lasts. Another
agency's case is as little there as one that never was.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.policies import cases as policy
from api.policies.cases import ListedAs, Listing
from api.queries.cases import listings
from api.queries.cases.listings import Key
from api.services.cases import naming
from api.services.cases.naming import Environment
from auth import audit
from auth.audit import Event
from auth.caller import Caller


def put(
    session: Session,
    caller: Caller,
    *,
    case_id: str,
    said: Mapping[str, Any],
    secret: bytes,
    environment: Environment,
    now: datetime,
    today: date,
) -> tuple[bool, dict[str, Any]]:
    """List a case, or change one of the agency's own.

    Args:
        session: a writing transaction.
        caller: the coordinator, or an agency with rows about the person.
        case_id: a random id, chosen by the lister.
        said: the person, the members, the last day, and whether the person is restricted.
        secret: the service's own key for digests.
        environment: decides the form of references.
        now: when it is listed.
        today: the business day.

    Returns:
        Whether it is new, and the case as it now stands.

    Raises:
        Forbidden: another purpose; or the agency has no rows about the person, and does not
            coordinate.
        Unprocessable: it cannot be listed so.
        Conflict: it has ended, or is about somebody else.
    """
    agreement = policy.check_purpose(caller)
    key = _key(caller, policy.check_id(case_id))
    members = frozenset(said["members"])
    policy.check_wish(
        agreement,
        agency_id=caller.agency_id,
        members=members,
        ends_on=said["ends_on"],
        restricted=said["restricted"],
        today=today,
    )
    person = naming.person_of(session, caller, said=said, secret=secret, environment=environment)
    as_whom = policy.listed_as(agreement, agency_id=caller.agency_id)
    if as_whom == "owner":
        naming.check_owner(session, caller, person_id=person)
    before = listings.find(session, key)
    kept = _kept(session, caller, key, person_id=person, listed_as=as_whom, said=said, now=now)
    policy.check_same(kept, person_id=person, agreement_id=agreement.agreement_id)
    changed = {"ends_on": said["ends_on"], "restricted": said["restricted"], "changed_at": now}
    listings.change(session, key, values=changed)
    listings.set_members(session, key, agencies=members, now=now)
    _record(session, caller, kept, tag="cases:list", members=len(members), now=now)
    return before is None, shown_to_lister(session, caller, case_id=case_id, today=today)


def _kept(
    session: Session,
    caller: Caller,
    key: Key,
    *,
    person_id: bytes,
    listed_as: ListedAs,
    said: Mapping[str, Any],
    now: datetime,
) -> Listing:
    """The agency's case of that id: the one on file, or a new one."""
    agreement = policy.check_purpose(caller)
    values = {
        "token": str(uuid.uuid4()),
        "client_id": caller.client_id,
        "listed_as": listed_as,
        "person_id": person_id,
        "agreement_id": agreement.agreement_id,
        "purpose": policy.PURPOSE,
        "restricted": said["restricted"],
        "status": "open",
        "ends_on": said["ends_on"],
        "listed_at": now,
        "changed_at": now,
    }
    listings.add(session, key, values=values)
    return _own(session, key)


def end(session: Session, caller: Caller, *, case_id: str, now: datetime) -> None:
    """End a case at once; it stays on record, and ending it twice is ending it once.

    Raises:
        Forbidden: the agency lists no such case.
    """
    key, kept = _listed(session, caller, case_id)
    if kept.status != "ended":
        listings.change(session, key, values={"status": "ended", "changed_at": now})
    _record(session, caller, kept, tag="cases:end", now=now)


def add_member(
    session: Session, caller: Caller, *, case_id: str, agency_id: str, now: datetime, today: date
) -> dict[str, Any]:
    """Let an agency be a member of a case.

    Raises:
        Forbidden: the agency lists no such case.
        Conflict: it has ended.
        Unprocessable: the agency may read nothing under the agreement.
    """
    agreement = policy.check_purpose(caller)
    key, kept = _listed(session, caller, case_id)
    policy.check_same(kept, person_id=kept.person_id, agreement_id=agreement.agreement_id)
    members = {*listings.members(session, key), agency_id}
    policy.check_members(agreement, agency_id=caller.agency_id, members=members)
    listings.add_member(session, key, agency_id=agency_id, now=now)
    _record(session, caller, kept, tag="cases:add-member", subject=agency_id, now=now)
    return shown_to_lister(session, caller, case_id=case_id, today=today)


def remove_member(
    session: Session, caller: Caller, *, case_id: str, agency_id: str, now: datetime
) -> None:
    """Let an agency be a member no more, from the next request on.

    Raises:
        Forbidden: the agency lists no such case.
    """
    key, kept = _listed(session, caller, case_id)
    if agency_id in listings.members(session, key):
        listings.remove_member(session, key, agency_id=agency_id)
    _record(session, caller, kept, tag="cases:remove-member", now=now)


def set_conflicts(
    session: Session,
    caller: Caller,
    *,
    case_id: str,
    agency_id: str,
    acting_persons: Collection[str] | None,
    now: datetime,
    today: date,
) -> dict[str, Any]:
    """Say who of an agency must not see a case, in place of what was said before.

    Args:
        session: a writing transaction.
        caller: the lister.
        case_id: the case.
        agency_id: the agency.
        acting_persons: its own references of them; empty for the whole agency, None for nobody.
        now: when it is said.
        today: the business day.

    Raises:
        Forbidden: the agency lists no such case.
        Unprocessable: the agency is no party to the agreement.
    """
    agreement = policy.check_purpose(caller)
    key, kept = _listed(session, caller, case_id)
    policy.check_party(agreement, agency_id=agency_id)
    named = [] if acting_persons is None else acting_persons or [""]
    listings.set_conflicts(session, key, agency_id=agency_id, acting_persons=named)
    _record(session, caller, kept, tag="cases:set-conflicts", members=len(named), now=now)
    return shown_to_lister(session, caller, case_id=case_id, today=today)


def shown_to_lister(
    session: Session, caller: Caller, *, case_id: str, today: date
) -> dict[str, Any]:
    """A case as its lister sees it: with what concerns nobody else.

    Raises:
        Forbidden: the agency lists no such case.
    """
    key, kept = _listed(session, caller, case_id)
    persons = listings.conflicts(session, key)
    conflicts = [
        {"agency": agency, "acting_persons": [person for person in named if person]}
        for agency, named in persons.items()
    ]
    own = {"restricted": kept.restricted, "conflicts": conflicts}
    return shown(kept, today=today) | own | {"members": listings.members(session, key)}


def shown(kept: Listing, *, today: date) -> dict[str, Any]:
    """A case as a member sees it: not who else is one, and never whom it is about."""
    return {
        "case": kept.case_id,
        "status": policy.status(kept, today=today),
        "listed_by": kept.agency_id,
        "listed_as": kept.listed_as,
        "agreement": kept.agreement_id,
        "purpose": kept.purpose,
        "listed_at": kept.listed_at,
        "ends_on": kept.ends_on,
    }


def _listed(session: Session, caller: Caller, case_id: str) -> tuple[Key, Listing]:
    key = _key(caller, case_id)
    return key, _own(session, key)


def _own(session: Session, key: Key) -> Listing:
    kept = listings.find(session, key)
    if kept is None:
        raise policy.closed()
    return kept


def _key(caller: Caller, case_id: str) -> Key:
    known = case_id if policy.is_random(case_id) else ""
    return Key(caller.partnership_id, caller.agency_id, known)


def _record(
    session: Session,
    caller: Caller,
    kept: Listing,
    *,
    tag: str,
    now: datetime,
    members: int = 0,
    subject: str = "",
) -> None:
    counts = {"members": members} if members else {}
    event = Event.by(caller, tag=tag, case_id=kept.token, subject=subject, counts=counts)
    audit.record(session, event, now=now)
