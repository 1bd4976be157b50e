"""The invented borough: its households month by month, and who comes to know of them when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from schemas.codes.places import FIRST_DAY_OF_NEW_WARDS
from schemas.period import Period
from synth.chance import child, poisson
from synth.figures.police import FLAG_TAKEN_OFF
from synth.figures.profiles import BROMLEY, Profile
from synth.households import HORIZON_DAYS, LONGEST_DELAY, Contact, Household, Service

FIRST_MONTH: Final = Period.month_of(FIRST_DAY_OF_NEW_WARDS).next()
"""The first whole month on the present ward boundaries, and the first that can be sent."""


class Borough:
    """Households and their contacts, drawn when first asked for.

    What a month holds does not depend on which other months are asked for, or in which order.

    Args:
        seed: everything else follows from it and the profile.
        profile: the rates.
    """

    def __init__(self, seed: int, *, profile: Profile = BROMLEY) -> None:
        self.seed, self.profile = seed, profile
        self._cohorts: dict[Period, Mapping[Period, tuple[Contact, ...]]] = {}
        self._months: dict[tuple[Service, Period], tuple[Contact, ...]] = {}
        self._numbers: dict[tuple[Service, Period], Mapping[str, int]] = {}

    def contacts(self, service: Service, month: Period) -> tuple[Contact, ...]:
        """Every contact a service has in a month, by day and then by household."""
        if (service, month) not in self._months:
            found = (c for cohort in _reaching(month) for c in self._cohort(cohort).get(month, ()))
            chosen = sorted((c for c in found if c.service == service), key=_order)
            self._months[service, month] = tuple(chosen)
        return self._months[service, month]

    def number(self, contact: Contact) -> int:
        """The contact's number, from 1, among those of its service in its month."""
        month = Period.month_of(contact.day)
        if (contact.service, month) not in self._numbers:
            made = enumerate(self.contacts(contact.service, month), start=1)
            self._numbers[contact.service, month] = {each.key: number for number, each in made}
        return self._numbers[contact.service, month][contact.key]

    def households(self, cohort: Period) -> tuple[Household, ...]:
        """The households in which abuse first comes up in a month."""
        profile, season = self.profile, self.profile.season[cohort.start.month - 1]
        a_month = profile.incidents_a_year / 12 / (1 - FLAG_TAKEN_OFF)
        known = a_month * season / (1 + profile.repeaters * profile.more_reports)
        chance = child(self.seed, "cohort", str(cohort))
        reporting, hidden = (
            poisson(chance, known),
            poisson(chance, known * profile.hidden_households),
        )
        return tuple(
            Household(self.seed, profile, cohort, number, hidden=number >= reporting)
            for number in range(reporting + hidden)
        )

    def _cohort(self, cohort: Period) -> Mapping[Period, tuple[Contact, ...]]:
        if cohort not in self._cohorts:
            found = (c for household in self.households(cohort) for c in household.contacts)
            self._cohorts[cohort] = _by_month(found)
        return self._cohorts[cohort]


def _order(contact: Contact) -> tuple[date, str, int]:
    return contact.day, contact.household.key, contact.episode.number


def _by_month(contacts: Iterable[Contact]) -> Mapping[Period, tuple[Contact, ...]]:
    found: defaultdict[Period, list[Contact]] = defaultdict(list)
    for contact in contacts:
        found[Period.month_of(contact.day)].append(contact)
    return {month: tuple(held) for month, held in found.items()}


def _reaching(month: Period) -> list[Period]:
    """The cohorts whose households can still have a contact in the month, earliest first."""
    cohort = Period.month_of(month.start - timedelta(days=HORIZON_DAYS + LONGEST_DELAY + 40))
    cohorts = [cohort]
    while cohort < month:
        cohort = cohort.next()
        cohorts.append(cohort)
    return cohorts
