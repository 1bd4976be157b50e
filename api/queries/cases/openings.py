"""What goes by a case's id, for one agency and one acting person.

Every look-up is keyed by what was asked and by nothing that was found, so that a case that is not
there, or is not the caller's, takes the same statements as one that is.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from api.policies.cases import Listing
from api.policies.openings import Glass
from schemas.tables.base import Slug, Uuid
from schemas.tables.cases import break_glass, case_conflicts, case_members, cases


@dataclass(frozen=True, slots=True)
class OnFile:
    """What is on file under an id: listings, the oldest first; the listers of those the agency is
    a member of; those that must not be seen; and what was opened in an emergency.
    """

    listings: tuple[Listing, ...]
    memberships: Collection[str]
    conflicts: Collection[str]
    glass: Glass | None


_PARTNERSHIP: Final = bindparam("partnership_id", type_=Slug)
_CASE: Final = bindparam("case_id", type_=Uuid)

_LISTINGS: Final = (
    select(*(cases.c[name] for name in Listing.__slots__))
    .where(cases.c.partnership_id == _PARTNERSHIP, cases.c.case_id == _CASE)
    .order_by(cases.c.listed_at)
)
_MEMBERSHIPS: Final = select(case_members.c.listed_by).where(
    case_members.c.partnership_id == _PARTNERSHIP,
    case_members.c.case_id == _CASE,
    case_members.c.agency_id == bindparam("agency_id"),
)
_CONFLICTS: Final = select(case_conflicts.c.listed_by).where(
    case_conflicts.c.partnership_id == _PARTNERSHIP,
    case_conflicts.c.case_id == _CASE,
    case_conflicts.c.agency_id == bindparam("agency_id"),
    case_conflicts.c.acting_person.in_(("", bindparam("acting_person"))),
)
_GLASS: Final = select(*(break_glass.c[name] for name in Glass.__slots__)).where(
    break_glass.c.partnership_id == _PARTNERSHIP,
    break_glass.c.case_id == _CASE,
    break_glass.c.agency_id == bindparam("agency_id"),
)


def on_file(
    session: Session, *, partnership_id: str, case_id: str, agency_id: str, acting_person: str
) -> OnFile:
    """Everything that decides whether a case is open to this agency and person."""
    asked = {"partnership_id": partnership_id, "case_id": case_id}
    mine = asked | {"agency_id": agency_id}
    listings = [Listing(*row) for row in session.execute(_LISTINGS, asked)]
    memberships = set(session.scalars(_MEMBERSHIPS, mine))
    conflicts = set(session.scalars(_CONFLICTS, mine | {"acting_person": acting_person}))
    glass = session.execute(_GLASS, mine).first()
    return OnFile(tuple(listings), memberships, conflicts, None if glass is None else Glass(*glass))
