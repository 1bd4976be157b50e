"""Children's services: what the police tell them about, and what they then look into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from schemas.datasets.child_contact import LAST_YEAR
from schemas.period import Period
from synth.agencies.desk import Desk, Written
from synth.chance import happens
from synth.households import Contact
from synth.people import Somebody
from synth.providers.child_contact import ChildContactProvider

POLICE: Final = "met-bromley"
_BY_POLICE: Final = "6"  # the police, in the children in need census
REACH: Final = 2  # months from a report to the last step that it leads to
TOLD: Final = 0.7  # of reports with children, those that reach the team (assumed)
STEPS: Final = (("notification", 1.0, (0, 4)), ("contact", 0.35, (3, 9)),
                ("referral", 0.2, (5, 14)), ("assessment", 0.15, (15, 45)))  # fmt: skip
"""Steps, how often each is taken, and days from the report to it (assumed)."""


def contacts(desk: Desk) -> tuple[Written, ...]:
    """The steps of the month, each child's once a day."""
    found = {
        (row.people["child"], row.row["step"], row.row["contact_on"]): row
        for row in _contacts(desk)
    }
    return tuple(found.values())


def _contacts(desk: Desk) -> Iterator[Written]:
    for _, contact in desk.before("police", months=REACH):
        household = contact.household
        if household.children and happens(desk.chance("told", contact.key), TOLD):
            for place, child in enumerate(household.young):
                for step, day in _steps(desk, contact, place=place):
                    if Period.month_of(day) == desk.month and child.age(on=day) <= LAST_YEAR:
                        yield _step(desk, contact, child, place=place, step=step, day=day)


def _steps(desk: Desk, contact: Contact, *, place: int) -> Iterator[tuple[str, date]]:
    chance = desk.chance("steps", contact.key, place)
    for step, share, days in STEPS:
        day = contact.day + timedelta(days=chance.randint(*days))
        if happens(chance, share):
            yield step, day


def _step(
    desk: Desk, contact: Contact, child: Somebody, *, place: int, step: str, day: date
) -> Written:
    household = contact.household
    provider = desk.provider(ChildContactProvider, contact.key, place, step)
    police = Desk(desk.borough, POLICE, "police", desk.month, desk.drawn_on)
    row = provider.child_contact(
        str(desk.month),
        of=child,
        child=desk.block(child, on=day),
        contacted=day,
        source=_BY_POLICE,
        step=step,
        parent=household.victim.reference,
        incident=police.named("inc", contact),
        record_id=desk.named(f"{step[:2]}{place}", contact),
    )
    row["household_children"] = household.children
    return Written(row, {"child": child.reference}, household.key)
