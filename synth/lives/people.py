"""People as they are, whatever any agency records of them: age, sex, ethnicity, needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from synth import days
from synth.draws import Bools, Ints, Keys
from synth.figures import people as figures

FEMALE, MALE = 0, 1
SEXES: Final = ("F", "M")
EXPECTING: Final = range(16, 46)  # years of age (assumed)
CARRIED: Final = 640  # days from conception to a year after the birth: pregnant or birth lately
IMPAIRED: Final = 3  # impairments of one person at most (assumed)


@dataclass(frozen=True)
class People:
    """Some people: day of birth, sex and ethnicity; all else follows from their keys.

    Attributes:
        ethnicity: the place among `figures.ETHNICITIES`.
    """

    keys: Keys
    born: Ints
    sex: Ints
    ethnicity: Ints

    def __len__(self) -> int:
        return len(self.born)

    def at(self, places: Ints) -> People:
        """The people at some places, each as often as they are named."""
        return People(
            self.keys.at(places),
            self.born.take(places),
            self.sex.take(places),
            self.ethnicity.take(places),
        )

    def ages(self, *, on: Ints) -> Ints:
        """Age in whole years on a day."""
        return days.ages(self.born, on=on)

    @cached_property
    def said(self) -> dict[str, Ints]:
        """The place of each other code among those of its shares."""
        chance = self.keys.chance("person")
        found = {name: chance.of(shares) for name, shares in figures.TRAITS.items()}
        held = chance.some(figures.IMPAIRMENTS, times=chance.between(1, IMPAIRED), most=IMPAIRED)
        able = np.array([thing == "no" for thing in figures.DISABILITY.things])
        return found | {"impairments": np.where(able[found["disability"]], 0, held)}

    @cached_property
    def restricted(self) -> Bools:
        """Who is kept out of every shared answer."""
        return self.keys.chance("restricted").happens(figures.RESTRICTED)

    def expecting(self, *, on: Ints) -> Bools:
        """Which women are pregnant on a day, or gave birth in the year before.

        Everybody has spans that come round by chance; only women of an age have them truly.
        """
        chance = self.keys.chance("expecting")
        length = round(CARRIED / figures.PREGNANT)
        within = (on + chance.lot().astype(np.int64)) % length < CARRIED
        age = self.ages(on=on)
        found: Bools = (
            within & (self.sex == FEMALE) & (age >= EXPECTING[0]) & (age <= EXPECTING[-1])
        )
        return found
