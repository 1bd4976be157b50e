"""The children of households: how old they are, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from synth.draws import Ints
from synth.figures import children as figures
from synth.lives.abuse import Episodes
from synth.lives.people import FEMALE, MALE, People


@dataclass(frozen=True)
class Children:
    """The children of some households, by household."""

    episodes: Episodes

    @cached_property
    def home(self) -> Ints:
        """The place of each child's household."""
        counts = self.episodes.homes.children
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def number(self) -> Ints:
        """Each child's place among those of the household, from 0."""
        counts = self.episodes.homes.children
        return np.arange(len(self.home)) - np.repeat(np.cumsum(counts) - counts, counts)

    @cached_property
    def people(self) -> People:
        """The children as persons: like the parent who is abused in ethnicity."""
        homes, ties = self.episodes.homes, self.episodes.ties
        keys = homes.keys.part("child").at(self.home).each(self.number)
        chance = keys.chance("born")
        years = chance.along(figures.AGES)
        sex = np.where(chance.happens(figures.GIRLS), FEMALE, MALE)
        since = chance.between(0, 363)
        born = homes.first[self.home] - (years * 146_097 + 399) // 400 - since
        return People(keys, born, sex, ties.victim.ethnicity[self.home])

    def of(self, home: Ints) -> tuple[Ints, Ints]:
        """For events of households: the event and the child, once for each child of each."""
        counts = self.episodes.homes.children
        starts = np.cumsum(counts) - counts
        event = np.repeat(np.arange(len(home)), counts[home])
        many = counts[home]
        place = np.arange(len(event)) - np.repeat(np.cumsum(many) - many, many)
        return event, starts[home[event]] + place
