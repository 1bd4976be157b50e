"""The police: a report for every contact, crime or not, and referrals of some who were abused."""

from __future__ import annotations

from datetime import date
from typing import Final

from synth.agencies.desk import UNNAMED, Desk, Written
from synth.chance import happens
from synth.figures import people, police
from synth.households import Contact
from synth.providers.base import Row
from synth.providers.incident import IncidentProvider, Occurrence
from synth.providers.referral import ReferralProvider

REFERRED: Final = 0.2  # of contacts (assumed)
ASSESSED: Final = 0.6  # of reports that are no crime (assumed)
ETHNICITY_KNOWN: Final = people.SUSPECT_ETHNICITY_KNOWN
YEAR: Final = 365  # days that `prior_incidents_12m` looks back


def incidents(desk: Desk) -> tuple[Written, ...]:
    """The reports of the month."""
    contacts = desk.borough.contacts("police", desk.month)
    return tuple(report(desk, contact) for contact in contacts)


def referrals(desk: Desk) -> tuple[Written, ...]:
    """Those of the month's contacts whom an officer referred to the specialist charity."""
    contacts = desk.borough.contacts("police", desk.month)
    return tuple(referral(desk, contact) for contact in contacts if referred(desk, contact))


def referred(desk: Desk, contact: Contact) -> bool:
    """Whether an officer referred the person abused to the charity."""
    return happens(desk.chance("referred", contact.key), REFERRED)


def referral(desk: Desk, contact: Contact, *, named: bool = True) -> Written:
    """A referral, which is made to be shown to whoever receives it; named where that is wanted."""
    victim = contact.household.victim
    row = desk.provider(ReferralProvider, "referral", contact.key).referral(
        str(desk.month),
        sector=desk.sector,
        of=victim,
        subject=desk.block(victim, on=contact.day),
        referred=contact.day,
        until=desk.drawn_on,
        incident=desk.named("inc", contact) if named else UNNAMED,
        record_id=desk.named("re", contact) if named else UNNAMED,
    )
    row["subject"] |= {
        "sharing": "may_be_shared",
        "sharing_basis": row["consent_basis"],
        "person_ref": victim.reference,
    }
    return Written(row, {"subject": victim.reference}, contact.household.key)


def suspect_known(desk: Desk, contact: Contact) -> bool:
    """Whether the police know who it was."""
    named = happens(desk.chance("suspect", contact.key), police.SUSPECT_NAMED)
    return contact.episode.arrest != "none" or named


def assessed(desk: Desk, contact: Contact) -> bool:
    """Whether an officer assessed the risk: of every crime, and of some of the other reports."""
    return contact.episode.crime or happens(desk.chance("assessed", contact.key), ASSESSED)


def report(desk: Desk, contact: Contact) -> Written:
    """The report of one contact."""
    household = contact.household
    provider = desk.provider(IncidentProvider, contact.key)
    known = suspect_known(desk, contact)
    row = provider.incident(
        str(desk.month),
        of=_occurrence(desk, contact, known=known),
        until=desk.drawn_on,
        record_id=desk.named("inc", contact),
    )
    if assessed(desk, contact):
        row["risk_assessment_ref"] = desk.named("ra", contact)
    about = {"victim": household.victim.reference}
    if known:
        about["suspect"] = household.suspect.reference
    return Written(row, about, household.key)


def _occurrence(desk: Desk, contact: Contact, *, known: bool) -> Occurrence:
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
        suspect=suspect(desk, contact) if known else None,
        prior=household.reports_before(contact.day, days=YEAR),
    )


def suspect(desk: Desk, contact: Contact, *, on: date | None = None) -> Row:
    """The person block of the suspect, as the police record it on the day, or on another."""
    return desk.block(
        contact.household.suspect, on=on or contact.day, ethnicity_known=ETHNICITY_KNOWN
    )
