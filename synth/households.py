"""Households in which abuse begins, goes on, is or is not reported, and is seen by services.

A household is named by the month in which the abuse first came up and a number, and everything
about it follows from the seed and that name. Its timeline is drawn first and is cheap; its persons
are drawn when somebody asks for them. Who records what, and how, does not belong here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Final, Literal

from schemas.period import Period
from synth import pairs
from synth.chance import child, happens, overdispersed, poisson
from synth.figures import children as young
from synth.figures import housing, police
from synth.figures.places import WARD_KNOWN, WARDS
from synth.figures.profiles import Profile
from synth.people import Somebody
from synth.providers.base import generator
from synth.providers.person import PersonProvider

Service = Literal[
    "police", "hospital", "surgery", "council", "charity", "support", "probation"
]  # fmt: skip

HORIZON_DAYS: Final = 1095  # days after the first report in which a household may report again
LONGEST_DELAY: Final = 120  # days from an episode to the latest service that hears of it
_DELAYS: Final = {
    "hospital": (0, 12),
    "surgery": (2, 60),
    "council": (1, 45),
    "charity": (0, 30),
    "support": (0, 40),
    "probation": (20, 120),
}
"""Days from an episode to each service, shortest and longest (assumed)."""
ESCALATES: Final = (-0.015, 0.035)  # added to the crime share at the first and at later reports
WITH_CHILDREN: Final = (
    0.85,
    1.1,
)  # times more often to housing: without and with children (assumed)
INJURED_TO_HOSPITAL: Final = (0.55, 2.4)  # times more often: without and with an injury (assumed)
AGAIN_ON_PROBATION: Final = 180  # days before the same person is referred again (assumed)


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of abuse.

    Attributes:
        number: from 0 in the order of days.
        reported: whether the police hear of it, on its day.
        crime, injured: whether it is a crime and leaves an injury.
        arrest: who is arrested, where it is reported.
    """

    number: int
    day: date
    reported: bool
    injured: bool
    crime: bool
    arrest: str


@dataclass(frozen=True, slots=True)
class Contact:
    """That one service comes to know of a household, on a day, after an episode."""

    service: Service
    day: date
    household: Household
    episode: Episode

    @property
    def key(self) -> str:
        """The contact's name, from which its record is drawn."""
        return f"{self.household.key}/{self.service}/{self.episode.number}"


@dataclass(frozen=True)
class Household:
    """Two persons, perhaps children, and what happens between them.

    Attributes:
        seed: of the borough.
        profile: the rates it is drawn by.
        cohort: the month in which the abuse first comes up.
        number: from 0 among those of the month; those the police hear of come first.
        hidden: whether the police never hear of it.
    """

    seed: int
    profile: Profile
    cohort: Period
    number: int
    hidden: bool

    @property
    def key(self) -> str:
        """Its name, the same for ever."""
        return f"{self.cohort}/{self.number}"

    def chance(self, *names: str | int) -> Random:
        """The source of chance of one part of the household."""
        return child(self.seed, "household", self.key, *names)

    @cached_property
    def episodes(self) -> tuple[Episode, ...]:
        """What happens, in the order of days; no two on one day."""
        chance, profile = self.chance("episodes"), self.profile
        first = _day_in(self.cohort, chance)
        reported, unreported = [first], [first]
        if not self.hidden:
            reported += [_later(first, chance, profile) for _ in range(_repeats(chance, profile))]
            unreported = []
        more = poisson(chance, profile.hidden_episodes)
        unreported += [_later(first, chance, profile) for _ in range(more)]
        days = dict.fromkeys(unreported, False)
        days |= dict.fromkeys(() if self.hidden else _apart(reported), True)
        return tuple(
            self._episode(chance, number=number, day=day, reported=days[day])
            for number, day in enumerate(sorted(days))
        )

    def _episode(self, chance: Random, *, number: int, day: date, reported: bool) -> Episode:
        profile = self.profile
        injured, crime = happens(chance, profile.injured), profile.crime_share
        crime += ESCALATES[number > 0]
        # An injury makes a crime of it; the others are fewer, so that the share stays.
        rest = (crime - profile.injured) / (1 - profile.injured)
        criminal = injured or happens(chance, rest)
        arrest = self._arrest(chance, crime=criminal)
        return Episode(number, day, reported, injured, criminal, arrest)

    def _arrest(self, chance: Random, *, crime: bool) -> str:
        profile = self.profile
        share = profile.arrested_of_crimes if crime else profile.arrested_of_others
        arrested, both = happens(chance, share), happens(chance, police.BOTH_ARRESTED)
        return ("both_parties" if both else "one_party") if arrested else "none"

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """Every time a service comes to know of it, in the order of episodes."""
        return tuple(self._contacts())

    def _contacts(self) -> Iterator[Contact]:
        chance, again = self.chance("contacts"), date.min
        for episode in self.episodes:
            if episode.reported:
                yield Contact("police", episode.day, self, episode)
            for service, share in self._turned_to(episode).items():
                day = episode.day + timedelta(days=chance.randint(*_DELAYS[service]))
                if happens(chance, share) and (service != "probation" or day > again):
                    yield Contact(service, day, self, episode)
                    again = (
                        day + timedelta(days=AGAIN_ON_PROBATION)
                        if service == "probation"
                        else again
                    )

    def _turned_to(self, episode: Episode) -> dict[Service, float]:
        """How likely each service is to hear of the episode."""
        seen, home = self.profile.seen, WITH_CHILDREN[self.children > 0]
        convicted = episode.reported and episode.crime and episode.arrest == "one_party"
        return {
            "hospital": seen["hospital"] * INJURED_TO_HOSPITAL[episode.injured],
            "council": seen["council"] * home,
            "charity": seen["charity"] * home,
            "surgery": seen["surgery"],
            "support": seen["support"],
            "probation": seen["probation"] if convicted else 0.0,
        }

    @cached_property
    def children(self) -> int:
        """Children of the household."""
        return housing.CHILDREN.draw(self.chance("children"))

    @cached_property
    def ward(self) -> str | None:
        """The ward it lives in; None where nobody writes it down."""
        chance = self.chance("ward")
        ward = WARDS.draw(chance)
        return ward if happens(chance, WARD_KNOWN) else None

    @cached_property
    def pair(self) -> pairs.Pair:
        """Who it is about, and how they are tied."""
        return pairs.draw(self.chance("pair"), on=self.episodes[0].day)

    @property
    def victim(self) -> Somebody:
        """The person abused."""
        return self.pair.victim

    @property
    def suspect(self) -> Somebody:
        """The person who abuses."""
        return self.pair.suspect

    @cached_property
    def young(self) -> tuple[Somebody, ...]:
        """The children, oldest first, aged as children are on the day the abuse first comes up."""
        day, drawn = self.episodes[0].day, list[Somebody]()
        for number in range(self.children):
            provider = PersonProvider(generator(self.chance("child", number)))
            years = young.AGES.draw(provider.generator.random)
            sex = "F" if happens(provider.generator.random, young.GIRLS) else "M"
            drawn.append(
                provider.somebody(on=day, age=years, sex=sex, ethnicity=self.victim.ethnicity)
            )
        return tuple(sorted(drawn, key=lambda each: each.born))

    def reports_before(self, day: date, *, days: int) -> int:
        """Reports to the police in so many days before a day."""
        since = day - timedelta(days=days)
        return sum(e.reported and since <= e.day < day for e in self.episodes)


def _day_in(month: Period, chance: Random) -> date:
    return month.start + timedelta(days=chance.randrange((month.end - month.start).days + 1))


def _repeats(chance: Random, profile: Profile) -> int:
    """Further reports: none for most, at least one for the repeaters, very many for a few."""
    if not happens(chance, profile.repeaters):
        return 0
    return 1 + overdispersed(chance, mean=profile.more_reports - 1, shape=profile.repeat_shape)


def _later(first: date, chance: Random, profile: Profile) -> date:
    """A day after the first within the horizon, sooner rather than later."""
    days = chance.expovariate(1 / profile.repeat_gap_days) % (HORIZON_DAYS - 1)
    return first + timedelta(days=1 + int(days))


def _apart(days: list[date]) -> list[date]:
    """The same days, each moved on while another stands there."""
    apart: list[date] = []
    for day in sorted(days):
        apart.append(max(day, apart[-1] + timedelta(days=1)) if apart else day)
    return apart
