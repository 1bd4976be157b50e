"""Whether a case, or what was opened in an emergency, is open to whoever asks now.

What belongs here: the grounds, all of which must hold, over what is on file. What does not: how a
case comes to be listed, and refusing; nothing open is None, whatever the ground.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from api.policies.cases import Listing, coordinators, status
from auth.agreements import AgreementInForce
from auth.caller import Caller


@dataclass(frozen=True, slots=True)
class Glass:
    """What was opened in an emergency, for one person of one agency."""

    token: str
    acting_person: str
    person_id: bytes
    agreement_id: str
    purpose: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A timeline that the caller may read now: whose, of which providers, and on what ground."""

    token: str
    ground: Literal["case", "break_glass"]
    case_id: str
    person_id: bytes
    providers: frozenset[str]
    restricted: bool = False


def opened(
    listings: Collection[Listing],
    *,
    caller: Caller,
    agreement: AgreementInForce,
    memberships: Collection[str],
    conflicts: Collection[str],
    today: date,
) -> Opened | None:
    """What a case opens to the caller now, if anything.

    Args:
        listings: what goes by the id, the oldest first.
        caller: who asks, as whom and under which agreement.
        agreement: the caller's.
        memberships: the listers whose case of this id the caller's agency is a member of.
        conflicts: those whose case of this id must not be seen by the agency or the acting person.
        today: the business day.
    """
    for kept in listings:
        grounds = (
            kept.agency_id in memberships,
            kept.agency_id not in conflicts,
            kept.client_id != caller.client_id,
            kept.agreement_id == agreement.agreement_id,
            kept.purpose == caller.purpose,
            status(kept, today=today) == "open",
        )
        providers = _providers(kept, agreement=agreement)
        if all(grounds) and providers:
            restricted = kept.restricted and kept.listed_as == "coordinator"
            return Opened(kept.token, "case", kept.case_id, kept.person_id, providers, restricted)
    return None


def _providers(kept: Listing, *, agreement: AgreementInForce) -> frozenset[str]:
    """Whose rows a case opens: everybody's while its lister coordinates, or the lister's own."""
    if kept.listed_as == "owner":
        return agreement.providers & {kept.agency_id}
    return agreement.providers if kept.agency_id in coordinators(agreement) else frozenset()


def opened_by_glass(
    glass: Glass | None,
    *,
    case_id: str,
    caller: Caller,
    agreement: AgreementInForce,
    now: datetime,
) -> Opened | None:
    """What was opened in an emergency, to the person who asked, while it lasts."""
    if glass is None:
        return None
    grounds = (
        glass.acting_person == caller.acting_person,
        glass.agreement_id == agreement.agreement_id,
        glass.purpose == caller.purpose,
        now < glass.expires_at,
    )
    if not all(grounds):
        return None
    return Opened(glass.token, "break_glass", case_id, glass.person_id, agreement.providers)
