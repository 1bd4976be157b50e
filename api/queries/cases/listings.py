"""Cases as they are listed: the lister's own, those an agency is a member of, and changes.

What belongs here: statements over listings, members and conflicts. What does not: who may do what
with one, and anybody's events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from api.policies.cases import Listing
from api.queries import upsert
from schemas.tables.cases import case_conflicts, case_members, cases

_LISTING: Final = tuple(cases.c[name] for name in Listing.__slots__)


@dataclass(frozen=True, slots=True)
class Key:
    """Whose case it is, and which."""

    partnership_id: str
    agency_id: str
    case_id: str

    @property
    def parts(self) -> dict[str, str]:
        """The key as members and conflicts hold it."""
        return {
            "partnership_id": self.partnership_id,
            "listed_by": self.agency_id,
            "case_id": self.case_id,
        }


def find(session: Session, key: Key) -> Listing | None:
    """An agency's own case."""
    row = session.execute(select(*_LISTING).where(_is(key))).first()
    return None if row is None else Listing(*row)


def _is(key: Key) -> ColumnElement[bool]:
    return and_(
        cases.c.partnership_id == key.partnership_id,
        cases.c.case_id == key.case_id,
        cases.c.agency_id == key.agency_id,
    )


def add(session: Session, key: Key, *, values: Mapping[str, Any]) -> None:
    """List a case, unless the agency has one of that id."""
    own = {
        "partnership_id": key.partnership_id,
        "agency_id": key.agency_id,
        "case_id": key.case_id,
    }
    upsert.add_if_absent(session, cases, own | dict(values))


def change(session: Session, key: Key, *, values: Mapping[str, Any]) -> None:
    """Change a case: its last day, its status, whether its person is restricted."""
    session.execute(update(cases).where(_is(key)).values(dict(values)))


def members(session: Session, key: Key) -> list[str]:
    """The agencies that may read a case, by name."""
    query = select(case_members.c.agency_id).where(_of(key, case_members))
    return sorted(session.scalars(query))


def set_members(session: Session, key: Key, *, agencies: Collection[str], now: datetime) -> None:
    """Let these agencies be the members, and no others."""
    gone = case_members.c.agency_id.not_in(agencies)
    session.execute(delete(case_members).where(_of(key, case_members), gone))
    for agency in sorted(agencies):
        add_member(session, key, agency_id=agency, now=now)


def add_member(session: Session, key: Key, *, agency_id: str, now: datetime) -> None:
    """Let an agency be a member; one that is stays so since when it was."""
    row = {**key.parts, "agency_id": agency_id, "since": now}
    upsert.add_if_absent(session, case_members, row)


def remove_member(session: Session, key: Key, *, agency_id: str) -> None:
    """Let an agency be a member no more."""
    its = case_members.c.agency_id == agency_id
    session.execute(delete(case_members).where(_of(key, case_members), its))


def conflicts(session: Session, key: Key) -> dict[str, list[str]]:
    """Who must not see a case: persons by agency, "" for all of it."""
    query = select(case_conflicts.c.agency_id, case_conflicts.c.acting_person).where(
        _of(key, case_conflicts)
    )
    found: dict[str, list[str]] = {}
    for agency, person in sorted(map(tuple, session.execute(query))):
        found.setdefault(agency, []).append(person)
    return found


def set_conflicts(
    session: Session, key: Key, *, agency_id: str, acting_persons: Iterable[str]
) -> None:
    """Let these persons of an agency not see a case, and take others of it off the list."""
    its = case_conflicts.c.agency_id == agency_id
    session.execute(delete(case_conflicts).where(_of(key, case_conflicts), its))
    rows = [
        {**key.parts, "agency_id": agency_id, "acting_person": person}
        for person in sorted(set(acting_persons))
    ]
    if rows:
        session.execute(insert(case_conflicts), rows)


def _of(key: Key, table: Any) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.parts.items()))


def listed(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    acting_person: str,
    today: date,
    after: str,
    limit: int,
) -> list[Listing]:
    """The cases an agency lists, and the open ones it is a member of without a conflict, by id."""
    same = _joined(case_members)
    member = exists().where(same, case_members.c.agency_id == agency_id)
    conflict = exists().where(
        _joined(case_conflicts),
        case_conflicts.c.agency_id == agency_id,
        case_conflicts.c.acting_person.in_(("", acting_person)),
    )
    still_open = and_(cases.c.status == "open", cases.c.ends_on >= today)
    query = select(*_LISTING).where(
        cases.c.partnership_id == partnership_id,
        cases.c.case_id > after,
        or_(cases.c.agency_id == agency_id, and_(member, ~conflict, still_open)),
    )
    rows = session.execute(query.order_by(cases.c.case_id, cases.c.listed_at).limit(limit))
    return [Listing(*row) for row in rows]


def _joined(table: Any) -> ColumnElement[bool]:
    return and_(
        table.c.partnership_id == cases.c.partnership_id,
        table.c.case_id == cases.c.case_id,
        table.c.listed_by == cases.c.agency_id,
    )
