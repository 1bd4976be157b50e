"""Health services: contacts as records, and the counts of a hospital's security staff."""

from __future__ import annotations

from typing import Final, Literal

from synth.agencies.desk import Desk, Written
from synth.chance import child
from synth.households import Contact
from synth.providers.aggregate_return import figure
from synth.providers.health_contact import HealthContactProvider

HOSPITAL: Final = "nhs_acute"
SWING: Final = 0.15  # of a month's count, either way: services seldom swing more (assumed)


def health_contacts(desk: Desk) -> tuple[Written, ...]:
    """The contacts of the month, in no order that would tell the day."""
    contacts = desk.borough.contacts(_place(desk), desk.month)
    hidden = sorted(contacts, key=lambda contact: child(desk.borough.seed, contact.key).random())
    return tuple(_contact(desk, contact, number) for number, contact in enumerate(hidden, start=1))


def _contact(desk: Desk, contact: Contact, number: int) -> Written:
    household = contact.household
    provider = desk.provider(HealthContactProvider, contact.key)
    row = provider.health_contact(
        str(desk.month),
        of=household.victim,
        subject=desk.block(household.victim, on=contact.day),
        injured=contact.episode.injured,
        children=household.children,
        place=_place(desk),
        record_id=desk.record_id("hc", number=number),
    )
    return Written(row, {"subject": household.victim.reference}, household.key)


def _place(desk: Desk) -> Literal["hospital", "surgery"]:
    return "hospital" if desk.sector == HOSPITAL else "surgery"


def security_counts(desk: Desk) -> tuple[Written, ...]:
    """Incidents on the hospital's ground as its security staff count them: a total, and by sex.

    They are counted by hand and belong to no household, so that nothing can be joined to them.
    """
    chance = child(desk.borough.seed, desk.agency_id, "security", str(desk.month))
    usual = desk.borough.profile.security_counts
    counts = {
        sex: round(count * (1 + chance.uniform(-SWING, SWING))) for sex, count in usual.items()
    }
    cells = [(None, sum(counts.values())), *(({"sex": sex}, n) for sex, n in counts.items())]
    rows = (figure("incident", month=desk.month, value=n, cell=cell) for cell, n in cells)
    return tuple(
        Written({"record_id": desk.record_id("sc", number=number), **row})
        for number, row in enumerate(rows, start=1)
    )
