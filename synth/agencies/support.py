"""The specialist charity's own records: who was referred to it, and the support that followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from schemas.period import Period
from synth.agencies import police
from synth.agencies.desk import UNNAMED, Desk, Written
from synth.chance import Shares
from synth.figures import referrals as figures
from synth.households import Contact
from synth.providers.base import Row
from synth.providers.referral import ReferralProvider
from synth.providers.service_episode import ServiceEpisodeProvider

POLICE: Final = "met-bromley"
YEAR: Final = 365  # days in which the same person gets the same support once (assumed)
_OTHERS: Final[Shares[str]] = figures.SECTORS.among(
    *(sector for sector in figures.SECTORS.things if sector != "police")
)


def referrals(desk: Desk) -> tuple[Written, ...]:
    """The referrals of the month as the charity received them: the police's, and all others."""
    return tuple(
        _written(_received(desk, contact) | {"record_id": _named(desk, "r", contact)}, contact)
        for contact in _referred(desk, months=0)
    )


def episodes(desk: Desk) -> tuple[Written, ...]:
    """The support that began in the month with those who were accepted."""
    return tuple(
        _written(_episode(desk, contact, received), contact)
        for contact in _referred(desk, months=1)
        if (received := _received(desk, contact)).get("first_contact_on", "")[:7] == str(desk.month)
        and not _supported(desk, contact, received)
    )


def _written(row: Row, contact: Contact) -> Written:
    return Written(row, {"subject": contact.household.victim.reference}, contact.household.key)


def _named(desk: Desk, kind: str, contact: Contact) -> str:
    """An identifier that tells contacts of two services with the same number apart."""
    return desk.named(f"{kind}{contact.service[0]}", contact)


def _referred(desk: Desk, *, months: int) -> Iterator[Contact]:
    """The contacts of the month and of so many before that came to the charity as referrals."""
    officers = _officers(desk)
    for month, contact in officers.before("police", months=months):
        if police.referred(month, contact):
            yield contact
    yield from (contact for _, contact in desk.before("support", months=months))


def _officers(desk: Desk) -> Desk:
    return Desk(desk.borough, POLICE, "police", desk.month, desk.drawn_on)


def _received(desk: Desk, contact: Contact) -> Row:
    """The receiver's row, not yet named; the police's referrals tell it service and risk."""
    month = desk.at(Period.month_of(contact.day))
    officers, victim = _officers(month), contact.household.victim
    by_police = contact.service == "police"
    sent = police.referral(officers, contact, named=False).row if by_police else {}
    return desk.provider(ReferralProvider, "received", contact.key).referral(
        str(month.month),
        of=victim,
        subject=desk.block(victim, on=contact.day),
        referred=contact.day,
        until=month.drawn_on,
        source="police" if by_police else _OTHERS.draw(desk.chance("from", contact.key)),
        service=sent.get("to_service"),
        risk=sent.get("risk_level"),
        record_id=UNNAMED,
    )


def _supported(desk: Desk, contact: Contact, received: Row) -> bool:
    """Whether the person already had this support in the year before."""
    start = date.fromisoformat(received["first_contact_on"])
    for each in contact.household.contacts:
        known = each.service == "support" or (
            each.service == "police" and police.referred(_officers(desk), each)
        )
        if not known or each.key == contact.key:
            continue
        if not -YEAR <= (each.day - start).days <= 0:
            continue
        other = _received(desk, each)
        begun = other.get("first_contact_on")
        if begun is None or other["to_service"] != received["to_service"]:
            continue
        days = (start - date.fromisoformat(begun)).days
        if 0 < days <= YEAR or (days == 0 and each.key < contact.key):
            return True
    return False


def _episode(desk: Desk, contact: Contact, received: Row) -> Row:
    victim, start = contact.household.victim, date.fromisoformat(received["first_contact_on"])
    row = desk.provider(ServiceEpisodeProvider, "episode", contact.key).service_episode(
        str(desk.month),
        of=victim,
        subject=desk.block(victim, on=start),
        start=start,
        service=received["to_service"],
        children=contact.household.children,
        until=desk.drawn_on,
        record_id=_named(desk, "e", contact),
    )
    return row | {"risk_level_start": received["risk_level"]}
