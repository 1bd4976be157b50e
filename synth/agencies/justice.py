"""What follows from a crime: outcomes at the police, the CPS and in court, and orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from schemas.datasets.justice_outcome import CHARGES
from schemas.period import Period
from synth.agencies import police
from synth.agencies.desk import Desk, Written
from synth.chance import happens
from synth.households import Contact
from synth.providers.base import Row
from synth.providers.justice_outcome import JusticeOutcomeProvider
from synth.providers.protective_order import ProtectiveOrderProvider

REACH: Final = 8  # months from a report to the last outcome of it
CHARGED_AFTER: Final = (0, 4)  # days from the report to a charge (assumed)
ENDED_AFTER: Final = (7, 75)  # days from the report to another outcome of the police (assumed)
TRIED_AFTER: Final = (28, 150)  # days from the charge to the result in court (assumed)
TRIED: Final = 0.93  # of those charged (assumed)
EVIDENTIAL: Final = 0.12  # of other outcomes, those on which the CPS advised (assumed)
ORDERED: Final = 0.16  # of arrests for a crime that are followed by an order or notice (assumed)
ORDERED_AFTER: Final = (0, 12)  # days from the report to the application (assumed)


def outcomes(desk: Desk) -> tuple[Written, ...]:
    """The outcomes of the month, at every stage, as the police record them."""
    return tuple(
        Written(row, {"subject": contact.household.suspect.reference}, contact.household.key)
        for month, contact in desk.before("police", months=REACH)
        if contact.episode.crime and police.suspect_known(desk, contact)
        for row in _outcomes(desk, contact, reported=month)
    )


def _outcomes(desk: Desk, contact: Contact, *, reported: Desk) -> Iterator[Row]:
    """Those of one crime's outcomes that fall into the month."""
    chance = desk.chance("outcome", contact.key)
    charged = contact.day + timedelta(days=chance.randint(*CHARGED_AFTER))
    ended = contact.day + timedelta(days=chance.randint(*ENDED_AFTER))
    tried = charged + timedelta(days=chance.randint(*TRIED_AFTER))
    comes_to_court, advised = happens(chance, TRIED), happens(chance, EVIDENTIAL)
    if desk.month not in {Period.month_of(day) for day in (charged, ended, tried)}:
        return
    offence = police.report(reported, contact).row["offence_group"]
    said: dict[str, Any] = {"contact": contact, "offence": offence}
    first = _outcome(desk, **said, stage="police", day=charged)
    if first["outcome_code"] in CHARGES:
        steps = [(first, charged), (_outcome(desk, **said, stage="cps", day=charged), charged)]
        steps[1][0]["outcome_code"] = "charged"
        if comes_to_court:
            steps.append((_outcome(desk, **said, stage="court", day=tried), tried))
    else:
        steps = [(_outcome(desk, **said, stage="police", day=ended), ended)]
        if advised:
            steps.append((_outcome(desk, **said, stage="cps", day=ended), ended))
            steps[1][0]["outcome_code"] = "nfa_evidential"
    yield from (row for row, day in steps if Period.month_of(day) == desk.month)


def _outcome(desk: Desk, *, contact: Contact, offence: str, stage: str, day: date) -> Row:
    suspect = contact.household.suspect
    month = desk.at(Period.month_of(day))
    return desk.provider(JusticeOutcomeProvider, stage, contact.key).justice_outcome(
        str(month.month),
        of=suspect,
        subject=desk.block(suspect, on=day, ethnicity_known=police.ETHNICITY_KNOWN),
        stage=stage,
        offence=offence,
        offence_ref=desk.named("of", contact),
        incident_ref=desk.named("inc", contact),
        decided=day,
        until=min(desk.drawn_on, month.drawn_on),
        record_id=desk.named(f"j{stage[0]}{stage[-1]}", contact),
    )


def orders(desk: Desk) -> tuple[Written, ...]:
    """The orders and notices asked for in the month after an arrest."""
    return tuple(_orders(desk))


def _orders(desk: Desk) -> Iterator[Written]:
    for _, contact in desk.before("police", months=1):
        chance = desk.chance("order", contact.key)
        day = contact.day + timedelta(days=chance.randint(*ORDERED_AFTER))
        asked = contact.episode.crime and contact.episode.arrest == "one_party"
        if asked and happens(chance, ORDERED) and Period.month_of(day) == desk.month:
            yield _order(desk, contact, day=day)


def _order(desk: Desk, contact: Contact, *, day: date) -> Written:
    household = contact.household
    row = desk.provider(ProtectiveOrderProvider, "order", contact.key).protective_order(
        str(desk.month),
        victim=desk.block(household.victim, on=day),
        respondent=police.suspect(desk, contact, on=day),
        applied=day,
        incident_ref=desk.named("inc", contact),
        until=desk.drawn_on,
        record_id=desk.named("po", contact),
    )
    if row.get("justice_ref"):
        # The offence beside a broken undertaking would have to be one of the outcomes sent.
        row = {name: row[name] for name in row if name not in _BREACH} | {"breach_count": 0}
    about = {"victim": household.victim.reference, "respondent": household.suspect.reference}
    return Written(row, about, household.key)


_BREACH: Final = frozenset({"justice_ref", "breach_count", "breach_result", "first_breach_on"})
