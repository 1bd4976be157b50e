"""Who abuses whom: how the two are tied, their ages together, and when partners part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from statistics import NormalDist
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from synth.chance import LOTS, Shares
from synth.draws import Bools, Ints, Keys
from synth.figures import connections, people
from synth.lives.households import Households
from synth.lives.people import FEMALE, MALE, People

ADULT: Final = 16  # years: Domestic Abuse Act 2021 s.2
OLDEST: Final = 90  # years (assumed)
YOUNGEST: Final = 10  # years of a victim under age (assumed)
PART: Final = 0.5  # of couples, within the years after the first report (assumed)
PARTED_AFTER: Final = (-30, 900)  # days from the first report to the separation (assumed)
NEVER: Final = 1 << 30  # a day that does not come
_PARENT, _CHILD = "relatives_parent", "relatives_child"


@dataclass(frozen=True)
class Ties:
    """The persons of some households, and what the suspect is to the victim."""

    homes: Households

    @cached_property
    def connection(self) -> Ints:
        """The place of the tie among `connections.CONNECTIONS`, as it was at first."""
        chance = self.homes.keys.chance("tie")
        drawn = chance.of(connections.CONNECTIONS)
        instead = chance.of(_PARTNERS)
        things = connections.CONNECTIONS.things
        partner = np.array([things.index(thing) for thing in _PARTNERS.things])[instead]
        child, parent = (drawn == things.index(name) for name in (_CHILD, _PARENT))
        unfit = (child & (self._age < connections.YOUNGEST_PARENT)) | (
            parent & (self._age > connections.OLDEST_CHILD)
        )
        fitting = np.where(unfit, partner, drawn)
        return np.where(self._young, things.index(_PARENT), fitting)

    @cached_property
    def parted(self) -> Ints:
        """The day on which a couple parts; never for the others."""
        chance = self.homes.keys.chance("parting")
        day = self.homes.first + chance.between(*PARTED_AFTER)
        return np.where(chance.happens(PART), day, NEVER)

    def connection_on(self, day: Ints, *, home: Ints) -> Ints:
        """The tie on a day: a current partner is a former one after the separation."""
        now = self.connection[home]
        return np.where(day >= self.parted[home], _former()[now], now)

    @cached_property
    def _young(self) -> Bools:
        return self.homes.keys.chance("young").happens(people.YOUNG_VICTIMS)

    @cached_property
    def _lot(self) -> npt.NDArray[np.uint16]:
        return self.homes.keys.chance("age").lot()

    @cached_property
    def _age(self) -> Ints:
        drawn = people.VICTIM_AGES.numbers[self._lot]
        years = self.homes.keys.chance("child age").between(YOUNGEST, ADULT - 1)
        return np.where(self._young, years, drawn)

    @cached_property
    def victim(self) -> People:
        """The persons abused."""
        keys = self.homes.keys.part("victim")
        chance = keys.chance("born")
        sex = np.where(chance.happens(self.homes.borough.profile.female_victims), FEMALE, MALE)
        place = _places(people.VICTIM_ETHNICITY)[chance.of(people.VICTIM_ETHNICITY)]
        return People(keys, _born(self.homes.first, self._age, keys), sex, place)

    @cached_property
    def suspect(self) -> People:
        """The persons who abuse."""
        keys = self.homes.keys.part("suspect")
        chance, victim = keys.chance("born"), self.victim
        share = np.where(victim.sex == FEMALE, people.MALE_BESIDE_FEMALE, people.MALE_BESIDE_MALE)
        sex = np.where(chance.happens(share), MALE, FEMALE)
        others = _others()
        drawn = _places(others)[chance.of(others)]
        same = chance.happens(people.SAME_ETHNICITY)
        ethnicity = np.where(same, victim.ethnicity, drawn)
        return People(keys, _born(self.homes.first, self._other_age(keys), keys), sex, ethnicity)

    def _other_age(self, keys: Keys) -> Ints:
        """An age that fits: another generation for parents and children, alike for partners."""
        chance, age = keys.chance("age"), self._age
        gap = chance.between(*connections.PARENT_OLDER)
        apart = chance.between(-connections.SIBLINGS_APART, connections.SIBLINGS_APART)
        things, tie = connections.CONNECTIONS.things, self.connection
        place = {name: tie == things.index(name) for name in (_CHILD, _PARENT, _SIBLING)}
        partner = _beside(self._lot, chance.lot())
        years = np.select(
            [place[_CHILD], place[_PARENT], place[_SIBLING]],
            [age - gap, age + gap, age + apart],
            default=partner,
        )
        return np.clip(years, ADULT, OLDEST)


_SIBLING: Final = "relatives_sibling"
_PARTNERS: Final[Shares[str]] = connections.CONNECTIONS.among(
    *(name for name in connections.CONNECTIONS.things if not name.startswith("relatives"))
)


@cache
def _former() -> Ints:
    """The tie that each becomes when a couple parts; others stay as they are."""
    things = connections.CONNECTIONS.things
    after = {
        "intimate_relationship_current": "intimate_relationship_former",
        "married_current": "married_former",
    }
    return np.array([things.index(after.get(thing, thing)) for thing in things])


@cache
def _normal() -> npt.NDArray[np.float64]:
    """The place on the normal curve of every sixteenth lot: fine enough for ages."""
    curve = NormalDist()
    few = LOTS >> 4
    return np.array([curve.inv_cdf((lot + 0.5) / few) for lot in range(few)])


@cache
def _cuts() -> npt.NDArray[np.float64]:
    """Where on the normal curve each age of suspects begins, but for the youngest."""
    ages = people.SUSPECT_AGES.numbers
    starts = np.flatnonzero(np.diff(ages)) + 1
    return np.array([NormalDist().inv_cdf(float(start) / LOTS) for start in starts])


def _beside(lot: npt.NDArray[np.uint16], other: npt.NDArray[np.uint16]) -> Ints:
    """A partner's age, which goes up with the victim's place on their own curve."""
    agree = people.AGES_OF_PARTNERS_AGREE
    rest = (1 - agree * agree) ** 0.5
    moved = agree * _normal()[lot >> 4] + rest * _normal()[other >> 4]
    ages = np.unique(people.SUSPECT_AGES.numbers)
    found: Ints = ages[np.searchsorted(_cuts(), moved, side="right")]
    return found


@cache
def _others() -> Shares[str]:
    """Ethnicities of suspects who need not be like the victim, so that all have their shares."""
    same, victims, suspects = (
        people.SAME_ETHNICITY, people.VICTIM_ETHNICITY, people.SUSPECT_ETHNICITY,
    )  # fmt: skip
    weights = {
        thing: suspects.share(thing)
        - same * (victims.share(thing) if thing in victims.things else 0.0)
        for thing in suspects.things
    }
    kept = {thing: weight for thing, weight in weights.items() if weight > 0}
    return Shares(kept, suspects.source)


def _places(shares: Shares[Any]) -> Ints:
    return np.array([people.ETHNICITIES.index(thing) for thing in shares.things])


def _born(on: Ints, age: Ints, keys: Keys) -> Ints:
    """A day of birth by which somebody has the age on the day."""
    since = keys.chance("birthday").between(0, 363)
    return on - (age * 146_097 + 399) // 400 - since
