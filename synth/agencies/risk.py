"""Risk as the police assess it, and the conference that hears of those at high risk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from schemas.datasets.marac_case import ADULT_FROM, ASSESSED_WITHIN, YEAR
from schemas.period import Period
from synth.agencies import police
from synth.agencies.desk import UNNAMED, Desk, Written
from synth.households import Contact
from synth.providers.base import Row
from synth.providers.marac_case import MaracCaseProvider
from synth.providers.risk_assessment import RiskAssessmentProvider

AGAIN_AFTER: Final = (1, 6)  # days to the second assessment of a medium or high risk (assumed)
LONG_AGO: Final = timedelta(days=YEAR + 30)  # nothing heard within a year was reported before
THURSDAY: Final = 3
MEETINGS: Final = (1, 3)  # the second and the fourth Thursday of a month (assumed)
NOTICE: Final = 3  # days before a meeting by which a case is listed (assumed)
LISTED_FROM: Final = 2  # months before a meeting in which its referrals were made, at most


def assessments(desk: Desk) -> tuple[Written, ...]:
    """First assessments of the month's reports, and second ones where the risk is not standard."""
    return tuple(
        Written(row, {"subject": contact.household.victim.reference}, contact.household.key)
        for contact in desk.borough.contacts("police", desk.month)
        if police.assessed(desk, contact)
        for row in _assessed(desk, contact)
    )


def _assessed(desk: Desk, contact: Contact) -> Iterator[Row]:
    first = _first(desk, contact)
    first |= {"record_id": desk.named("ra", contact), "incident_ref": desk.named("inc", contact)}
    yield first
    if first["risk_level"] == "standard":
        return
    later = contact.day + timedelta(days=desk.chance("again", contact.key).randint(*AGAIN_AFTER))
    day = min(later, desk.month.end).isoformat()
    second = {**first, "stage": "secondary", "record_id": desk.named("rb", contact)}
    second |= {"assessed_on": day}
    if "marac_referred_on" in second:
        second["marac_referred_on"] = max(day, second["marac_referred_on"])
    for name in ("supervised_on", "supervision_result", "next_review_due"):
        second.pop(name, None)
    yield second


def _first(desk: Desk, contact: Contact) -> Row:
    """The first assessment, not yet named; a plan to remove the risk goes with an arrest."""
    victim = contact.household.victim
    row = desk.provider(RiskAssessmentProvider, "risk", contact.key).risk_assessment(
        str(desk.month),
        of=victim,
        subject=desk.block(victim, on=contact.day),
        assessed=contact.day,
        until=desk.drawn_on,
        record_id=UNNAMED,
    )
    row["stage"] = "initial"
    if contact.episode.arrest == "none" and "remove" in row.get("rara_strategy", ()):
        row["rara_strategy"] = ["reduce"]
    return row


def conferences(desk: Desk) -> tuple[Written, ...]:
    """The cases heard in the month, one for each person and meeting."""
    heard = {
        (found[0], contact.household.key): (contact, *found)
        for month, contact in desk.before("police", months=LISTED_FROM)
        if (found := _heard(month, contact)) and Period.month_of(found[0]) == desk.month
    }
    return tuple(
        _case(desk, contact, meeting=meeting, since=since)
        for _, (contact, meeting, since) in sorted(heard.items())
    )


def _heard(desk: Desk, contact: Contact) -> tuple[date, int] | None:
    """The meeting that hears a contact's case and the days since its assessment, if one does."""
    of_age = contact.household.victim.age(on=contact.day) >= ADULT_FROM
    if not (of_age and police.assessed(desk, contact)):
        return None
    referred = _first(desk, contact).get("marac_referred_on")
    if referred is None:
        return None
    listed = date.fromisoformat(referred) + timedelta(days=NOTICE)
    meeting = next(day for day in _meetings(listed) if day >= listed)
    return meeting, (meeting - contact.day).days


def _meetings(since: date) -> Iterator[date]:
    """The days on which the conference meets, from the month of a day on."""
    month = Period.month_of(since)
    while True:
        days = (month.start + timedelta(days=n) for n in range(7))
        first = next(day for day in days if day.weekday() == THURSDAY)
        yield from (first + timedelta(weeks=week) for week in MEETINGS)
        month = month.next()


def _case(desk: Desk, contact: Contact, *, meeting: date, since: int) -> Written:
    household = contact.household
    before = _last_heard(desk, contact, meeting=meeting)
    row = desk.provider(MaracCaseProvider, "case", contact.key).marac_case(
        str(desk.month),
        of=household.victim,
        victim=desk.block(household.victim, on=meeting),
        perpetrators=(household.suspect.reference,),
        meeting=meeting,
        last_heard=before,
        repeat=before is not None,
        until=desk.drawn_on,
        record_id=desk.named("ma", contact),
    )
    if since > ASSESSED_WITHIN and row["criteria"][0] == "visible_high_risk":
        row["criteria"][0] = "professional_judgement"
    row["children_count"] = household.children
    return Written(row, {"victim": household.victim.reference}, household.key)


def _last_heard(desk: Desk, contact: Contact, *, meeting: date) -> date | None:
    """The last meeting of the year before that heard the same household's case."""
    earlier = (
        found[0]
        for each in contact.household.contacts
        if each.service == "police" and contact.day - LONG_AGO < each.day < contact.day
        if (found := _heard(desk.at(Period.month_of(each.day)), each))
    )
    year = (day for day in earlier if 1 <= (meeting - day).days <= YEAR)
    return max(year, default=None)
