"""Episodes of abuse: when they come, which of them are reported, how grave they are.

Abuse comes before anybody is told of it, comes again, worsens around a separation and in a
pregnancy, follows the seasons, and stops. About a third of it reaches the police.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

import numpy as np

from synth import days
from synth.chance import Shares, counted, spread
from synth.draws import Bools, Floats, Ints, Keys
from synth.figures.profiles import Profile
from synth.lives.households import BEFORE, HORIZON, Households
from synth.lives.ties import Ties

MOST: Final = 60  # episodes of one kind in a household (assumed)
ESCALATES: Final = (-0.02, 0.03)  # added to the crime share at the first and at later episodes
AROUND: Final = 90  # days before and after a separation in which abuse is gravest (assumed)
WORSE: Final = 0.05  # added to the crime share then, and in a pregnancy (assumed)
EARLIER: Final = 0.35  # of unreported episodes, those before the first report (assumed)


@dataclass(frozen=True)
class Episodes:
    """Every episode of some households, by household and then by day.

    Attributes:
        home: the place of its household.
        day: its day; no two of a household on one day.
        number: its place among those of its household, from 0.
        reported: whether the police hear of it, on that day.
    """

    ties: Ties
    home: Ints
    day: Ints
    number: Ints
    reported: Bools

    def __len__(self) -> int:
        return len(self.home)

    @property
    def homes(self) -> Households:
        """The households."""
        return self.ties.homes

    @property
    def profile(self) -> Profile:
        """The borough's rates."""
        return self.homes.borough.profile

    @cached_property
    def keys(self) -> Keys:
        """The key of each."""
        return self.homes.keys.part("episode").at(self.home).each(self.number)

    @cached_property
    def first(self) -> Bools:
        """Whether it is the first report of its household, or its first episode without one."""
        found: Bools = self.day == self.homes.first[self.home]
        return found

    @cached_property
    def fatal(self) -> Bools:
        """Whether it is a homicide."""
        found: Bools = self.homes.fatal[self.home]
        return found

    @cached_property
    def injured(self) -> Bools:
        """Whether it leaves an injury."""
        return self.keys.chance("injury").happens(self.profile.injured) | self.fatal

    @cached_property
    def crime(self) -> Bools:
        """Whether it is a crime, as every injury makes it."""
        injured, share = self.profile.injured, self._gravity
        rest = (share - injured) / (1 - injured)
        return self.injured | self.keys.chance("crime").happens(rest)

    @cached_property
    def _gravity(self) -> Floats:
        """How likely each is to be a crime."""
        parted = self.ties.parted[self.home]
        around = np.abs(self.day - parted) <= AROUND
        share = self.profile.crime_share + np.where(self.number > 0, ESCALATES[1], ESCALATES[0])
        found: Floats = share + WORSE * around + WORSE * self.expecting
        return found

    @cached_property
    def expecting(self) -> Bools:
        """Whether the victim is pregnant then, or gave birth in the year before."""
        return self.ties.victim.at(self.home).expecting(on=self.day)


@dataclass(frozen=True)
class Timeline:
    """When the episodes of some households are: by household and then by day."""

    homes: Households
    home: Ints
    day: Ints
    reported: Bools

    def within(self, first: int, last: int) -> Timeline:
        """The households with an episode from one day to another, with all that happens there."""
        near = (self.day >= first) & (self.day <= last)
        kept = np.bincount(self.home[near], minlength=len(self.homes)) > 0
        places = np.cumsum(kept) - 1
        mine = kept[self.home]
        return Timeline(
            self.homes.at(np.flatnonzero(kept)),
            places[self.home[mine]],
            self.day[mine],
            self.reported[mine],
        )

    def episodes(self, ties: Ties) -> Episodes:
        """The episodes, of the persons of those households."""
        counts = np.bincount(self.home, minlength=len(self.homes))
        number = np.arange(len(self.home)) - np.repeat(np.cumsum(counts) - counts, counts)
        return Episodes(ties, self.home, self.day, number, self.reported)


def timeline(homes: Households) -> Timeline:
    """The days of everything that happens in some households."""
    reports, others = _counts(homes)
    whole = reports + others
    home = np.repeat(np.arange(len(homes)), whole)
    place = np.arange(len(home)) - np.repeat(np.cumsum(whole) - whole, whole)
    reported = place < reports[home]
    after = _after(homes, home=home, place=place, reported=reported)
    day = homes.first[home] + np.where(place == 0, 0, after)
    # Sorted as one number each: household, day, place, and last whether it is reported.
    held = np.sort((home << 32) | (day << 8) | (place << 1) | reported)
    home, day = held >> 32, (held >> 8) & 0xFFFFFF
    return Timeline(homes, home, _apart(home, day), (held & 1).astype(np.bool_))


def _counts(homes: Households) -> tuple[Ints, Ints]:
    """Reported and unreported episodes of each household."""
    chance, profile = homes.keys.chance("counts"), homes.borough.profile
    reports = chance.value(_reports(profile))
    more = chance.value(_unreported(profile))
    hidden = 1 + chance.value(_hidden(profile))
    reports, more = np.where(homes.fatal, 1, reports), np.where(homes.fatal, 0, more)
    return np.where(homes.hidden, 0, reports), np.where(homes.hidden, hidden, more)


@cache
def _reports(profile: Profile) -> Shares[int]:
    """How many reports a household that the police know makes in three years."""
    further = counted(profile.more_reports - 1, shape=profile.repeat_shape, most=MOST)
    shares = {2 + n: profile.repeaters * further.share(n) for n in further.things}
    return Shares({1: 1 - profile.repeaters, **shares}, "the profile's repeat rates")


@cache
def _unreported(profile: Profile) -> Shares[int]:
    return counted(profile.hidden_episodes, shape=profile.hidden_shape, most=MOST)


@cache
def _hidden(profile: Profile) -> Shares[int]:
    return counted(profile.hidden_again, shape=profile.hidden_shape, most=MOST)


@cache
def _gaps(profile: Profile) -> Shares[int]:
    return spread(profile.repeat_gap_days, longest=HORIZON - 1)


def _after(homes: Households, *, home: Ints, place: Ints, reported: Bools) -> Ints:
    """Days from the first report to each other episode; of two drawn, the season chooses."""
    chance = homes.keys.part("days").at(home).each(place).chance("after")
    gaps, first = _gaps(homes.borough.profile), homes.first[home]
    drawn = [1 + chance.value(gaps) for _ in range(2)]
    early = [-chance.between(1, BEFORE) for _ in range(2)]
    before = chance.happens(EARLIER) & ~reported
    one, other = (np.where(before, *pair) for pair in zip(early, drawn, strict=True))
    season = np.array(homes.borough.profile.season)
    weights = [season[days.months(first + after) % 12] for after in (one, other)]
    return np.where(chance.happens(weights[0] / (weights[0] + weights[1])), one, other)


def _apart(home: Ints, day: Ints) -> Ints:
    """The same days, each moved on while another of its household stands there.

    Within a household the days, less their ranks, must not go down.
    """
    span = np.int64(1) << 24
    rank = np.arange(len(home))
    held: Ints = np.maximum.accumulate(day - rank + home * span * 2) - home * span * 2 + rank
    return held
