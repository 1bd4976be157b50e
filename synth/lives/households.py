"""Households in wards: how many there are of a month, and when abuse first comes up in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import NormalDist
from typing import Final

import numpy as np

from schemas.period import Period
from synth import days
from synth.draws import Bools, Ints, Keys
from synth.figures import housing, places
from synth.figures.police import FLAG_TAKEN_OFF
from synth.figures.profiles import Profile

HORIZON: Final = 1095  # days after the first report in which a household may report again
BEFORE: Final = 365  # days before the first report in which there is abuse that nobody reports
LONGEST_DELAY: Final = 230  # days from an episode to the last that comes of it
QUIET: Final = 4  # times as many households at once, where least is told of them (design)
CHUNK: Final = 3 << 13  # households at once: under 500 MB at ten million records (measured)


@dataclass(frozen=True)
class Borough:
    """An invented borough: its seed, its rates, and its number among several."""

    seed: int
    profile: Profile
    number: int = 0

    def key(self, *names: str) -> Keys:
        """The key of one thing of the borough."""
        return Keys.of_seed(self.seed, str(self.number), *names)

    def cohort(self, month: int) -> tuple[int, int]:
        """How many households first report in a month, and in how many it stays hidden."""
        profile = self.profile
        known = profile.incidents_a_year / 12 / (1 - FLAG_TAKEN_OFF) * profile.season[month % 12]
        known *= profile.level(month)
        known /= 1 + profile.repeaters * profile.more_reports
        chance = self.key("cohort", str(month)).chance("size")
        swing = profile.swing
        reporting = _about(known, swing=swing, lot=int(chance.lot()[0]))
        return reporting, _about(
            known * profile.hidden_households, swing=swing, lot=int(chance.lot()[0])
        )


def _about(mean: float, *, swing: float, lot: int) -> int:
    """A count of independent events: nearly Poisson's, by the normal curve, if `swing` is 1."""
    place = NormalDist().inv_cdf((lot + 0.5) / (1 << 16))
    return max(0, round(mean + swing * sqrt(mean) * place))


@dataclass(frozen=True)
class Households:
    """Some households, each by its month and its number among those of the month."""

    borough: Borough
    cohorts: Ints
    numbers: Ints
    hidden: Bools

    def __len__(self) -> int:
        return len(self.numbers)

    def at(self, places: Ints) -> Households:
        """The households at some places."""
        return Households(
            self.borough, self.cohorts[places], self.numbers[places], self.hidden[places]
        )

    @cached_property
    def _months(self) -> tuple[range, Ints]:
        """The months that there are, and the place of each household's among them."""
        if not len(self):
            return range(0), self.cohorts
        first = int(self.cohorts.min())
        return range(first, int(self.cohorts.max()) + 1), self.cohorts - first

    @cached_property
    def keys(self) -> Keys:
        """The key of each household, from which everything about it follows."""
        months, where = self._months
        made = [self.borough.key("month", str(month)).values[0] for month in months]
        return Keys(np.array(made, dtype=np.uint64)[where]).each(self.numbers)

    @cached_property
    def first(self) -> Ints:
        """The day on which the abuse first comes up."""
        months, where = self._months
        spans = [days.month_of_number(month) for month in months]
        starts = np.array([days.number(span.start) for span in spans], dtype=np.int64)
        lengths = np.array([(span.end - span.start).days + 1 for span in spans], dtype=np.int64)
        return starts[where] + self.keys.chance("first").below(lengths[where])

    @cached_property
    def children(self) -> Ints:
        """How many children live there."""
        return self.keys.chance("children").value(housing.CHILDREN)

    @cached_property
    def wards(self) -> Ints:
        """The place of the ward among the profile's, and after all of them where it is unknown."""
        chance, wards = self.keys.chance("ward"), self.borough.profile.wards
        drawn = chance.of(wards)
        return np.where(chance.happens(places.WARD_KNOWN), drawn, len(wards.things))

    @cached_property
    def fatal(self) -> Bools:
        """Households whose first report is a homicide, and the last thing that is told of them."""
        found = np.zeros(len(self), dtype=np.bool_)
        for month, many in self.borough.profile.homicides.items():
            found |= (self.cohorts == month) & (self.numbers < many) & ~self.hidden
        return found


@dataclass(frozen=True)
class Cohorts:
    """All households of which something can come up in some months, one after another.

    They come in the order of their months and numbers, those that report before the hidden ones.
    """

    borough: Borough
    first: int
    last: int

    @classmethod
    def reaching(cls, borough: Borough, months: Sequence[Period]) -> Cohorts:
        """The households for those months."""
        reached = [days.month_number(month) for month in months]
        first = min(reached) - (HORIZON + LONGEST_DELAY) // 30 - 1
        return cls(borough, first, max(reached) + BEFORE // 30 + 1)

    @cached_property
    def _sizes(self) -> tuple[Ints, Ints]:
        """How many of each month the police know, and how many there are."""
        sizes = np.array([self.borough.cohort(n) for n in range(self.first, self.last + 1)])
        return sizes[:, 0], sizes.sum(axis=1)

    def __len__(self) -> int:
        return int(self._sizes[1].sum())

    def cuts(self, many: int, *, busy: range) -> list[int]:
        """The places at which the households are cut into parts of like work, with both ends.

        Args:
            many: how many households a part has that first report in the busy months; of others,
                of whom less is told, it has `QUIET` times as many.
            busy: the numbers of those months.
        """
        _, whole = self._sizes
        work = np.where(np.isin(np.arange(self.first, self.last + 1), busy), QUIET, 1)
        ends = np.cumsum(whole * work)
        marks = np.arange(0, ends[-1], many * QUIET)
        month = np.searchsorted(ends, marks, side="right")
        before = (ends - whole * work)[month]
        starts = (np.cumsum(whole) - whole)[month] + (marks - before) // work[month]
        return [*starts.tolist(), len(self)]

    def homes(self, start: int, stop: int) -> Households:
        """The households from one place to another."""
        known, whole = self._sizes
        ends = np.cumsum(whole)
        flat = np.arange(start, min(stop, len(self)), dtype=np.int64)
        place = np.searchsorted(ends, flat, side="right")
        numbers = flat - (ends - whole)[place]
        return Households(self.borough, place + self.first, numbers, numbers >= known[place])
