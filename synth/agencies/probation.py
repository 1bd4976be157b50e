"""Probation: persons arrested for a crime who are referred to a programme."""

from __future__ import annotations

from typing import Final

from synth.agencies.desk import Desk, Written
from synth.households import Contact
from synth.providers.perpetrator_intervention import PerpetratorInterventionProvider

HALF_YEAR: Final = 183  # days that `da_incidents_6m_before` looks back


def referrals(desk: Desk) -> tuple[Written, ...]:
    """The referrals of the month."""
    contacts = desk.borough.contacts("probation", desk.month)
    return tuple(
        _referral(desk, contact, number) for number, contact in enumerate(contacts, start=1)
    )


def _referral(desk: Desk, contact: Contact, number: int) -> Written:
    household = contact.household
    provider = desk.provider(PerpetratorInterventionProvider, contact.key)
    row = provider.perpetrator_intervention(
        str(desk.month),
        of=household.suspect,
        subject=desk.block(household.suspect, on=contact.day),
        referred=contact.day,
        victims=(household.victim.reference,),
        before=household.reports_before(contact.day, days=HALF_YEAR),
        until=desk.drawn_on,
        record_id=desk.record_id("pi", number=number),
    )
    return Written(row, {"subject": household.suspect.reference}, household.key)
