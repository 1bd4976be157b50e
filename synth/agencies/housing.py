"""Housing: requests to the council, and to a charity with refuges."""

from __future__ import annotations

from typing import Final

from synth.agencies.desk import Desk, Written
from synth.households import Contact, Service
from synth.providers.housing_support import COUNCIL, HousingSupportProvider

_SERVICES: Final[dict[bool, Service]] = {True: "council", False: "charity"}


def requests(desk: Desk) -> tuple[Written, ...]:
    """The requests of the month."""
    contacts = desk.borough.contacts(_SERVICES[desk.sector == COUNCIL], desk.month)
    return tuple(
        _request(desk, contact, number) for number, contact in enumerate(contacts, start=1)
    )


def _request(desk: Desk, contact: Contact, number: int) -> Written:
    household = contact.household
    provider = desk.provider(HousingSupportProvider, contact.key)
    row = provider.housing_support(
        str(desk.month),
        sector=desk.sector,
        of=household.victim,
        lead=desk.block(household.victim, on=contact.day),
        requested=contact.day,
        children=household.children,
        until=desk.drawn_on,
        record_id=desk.record_id("hs", number=number),
    )
    return Written(row, {"lead": household.victim.reference}, household.key)
