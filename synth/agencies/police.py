"""The police: a report for every contact, crime or not, and referrals of some who were abused."""

from __future__ import annotations

from typing import Final

from synth.agencies.desk import Desk, Written
from synth.chance import child, happens
from synth.figures import people, police
from synth.households import Contact
from synth.providers.base import Row
from synth.providers.incident import IncidentProvider, Occurrence
from synth.providers.referral import ReferralProvider

REFERRED: Final = 0.2  # of contacts (assumed)
YEAR: Final = 365  # days that `prior_incidents_12m` looks back


def incidents(desk: Desk) -> tuple[Written, ...]:
    """The reports of the month."""
    contacts = desk.borough.contacts("police", desk.month)
    return tuple(_report(desk, contact, number) for number, contact in enumerate(contacts, start=1))


def referrals(desk: Desk) -> tuple[Written, ...]:
    """Those of the month's contacts whom an officer referred to the specialist charity."""
    contacts = enumerate(desk.borough.contacts("police", desk.month), start=1)
    referred = [
        (contact, number)
        for number, contact in contacts
        if happens(child(desk.borough.seed, desk.agency_id, "referred", contact.key), REFERRED)
    ]
    return tuple(_referral(desk, contact, number) for contact, number in referred)


def _referral(desk: Desk, contact: Contact, number: int) -> Written:
    """A referral is made to be shown to whoever receives it."""
    victim = contact.household.victim
    row = desk.provider(ReferralProvider, "referral", contact.key).referral(
        str(desk.month),
        sector=desk.sector,
        of=victim,
        subject=desk.block(victim, on=contact.day),
        referred=contact.day,
        until=desk.drawn_on,
        incident=desk.record_id("inc", number=number),
        record_id=desk.record_id("re", number=number),
    )
    row["subject"] |= {
        "sharing": "may_be_shared",
        "sharing_basis": row["consent_basis"],
        "person_ref": victim.reference,
    }
    return Written(row, {"subject": victim.reference}, contact.household.key)


def _report(desk: Desk, contact: Contact, number: int) -> Written:
    household = contact.household
    provider = desk.provider(IncidentProvider, contact.key)
    chance = child(desk.borough.seed, desk.agency_id, "suspect", contact.key)
    known = contact.episode.arrest != "none" or happens(chance, police.SUSPECT_NAMED)
    row = provider.incident(
        str(desk.month),
        of=_occurrence(desk, contact, suspect_known=known),
        until=desk.drawn_on,
        record_id=desk.record_id("inc", number=number),
    )
    about = {"victim": household.victim.reference}
    if known:
        about["suspect"] = household.suspect.reference
    return Written(row, about, household.key)


def _occurrence(desk: Desk, contact: Contact, *, suspect_known: bool) -> Occurrence:
    household, episode = contact.household, contact.episode
    return Occurrence(
        day=contact.day,
        connection=household.pair.connection,
        crime=episode.crime,
        injured=episode.injured,
        arrest=episode.arrest,
        children=household.children,
        ward=household.ward,
        victim=desk.block(household.victim, on=contact.day),
        suspect=_suspect(desk, contact) if suspect_known else None,
        prior=household.reports_before(contact.day, days=YEAR),
    )


def _suspect(desk: Desk, contact: Contact) -> Row:
    return desk.block(
        contact.household.suspect,
        on=contact.day,
        ethnicity_known=people.SUSPECT_ETHNICITY_KNOWN,
    )
