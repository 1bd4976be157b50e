"""The two persons of a household: how they are tied, and what they have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from random import Random
from statistics import NormalDist
from typing import Final

from synth.chance import happens
from synth.figures import connections, people
from synth.people import Somebody
from synth.providers.base import generator
from synth.providers.person import PersonProvider

ADULT: Final = 16  # years: Domestic Abuse Act 2021 s.2
OLDEST: Final = 90  # years (assumed)
_NORMAL: Final = NormalDist()
_TIMID: Final = 1e-9  # keeps a quantile away from 0 and 1, where the normal curve has no value


@dataclass(frozen=True, slots=True)
class Pair:
    """Who abuses whom, and what the one is to the other."""

    victim: Somebody
    suspect: Somebody
    connection: str


def draw(chance: Random, *, on: date) -> Pair:
    """A pair as they are on the day the abuse first comes up."""
    quantile = chance.random()
    young = happens(chance, people.YOUNG_VICTIMS)
    age = chance.randint(10, ADULT - 1) if young else people.VICTIM_AGES.at(quantile)
    connection = "relatives_parent" if young else _connection(chance, age=age)
    provider = PersonProvider(generator(chance))
    victim = provider.somebody(on=on, age=age)
    suspect = provider.somebody(
        on=on,
        age=_other_age(chance, connection=connection, age=age, quantile=quantile),
        sex=_other_sex(chance, sex=victim.sex),
        ethnicity=_other_ethnicity(chance, ethnicity=victim.ethnicity),
    )
    return Pair(victim, suspect, connection)


def _connection(chance: Random, *, age: int) -> str:
    """A tie that somebody of the age can have."""
    while True:
        drawn = connections.CONNECTIONS.draw(chance)
        too_young = drawn == "relatives_child" and age < connections.YOUNGEST_PARENT
        too_old = drawn == "relatives_parent" and age > connections.OLDEST_CHILD
        if not (too_young or too_old):
            return drawn


def _other_age(chance: Random, *, connection: str, age: int, quantile: float) -> int:
    """An age that fits: another generation for parents and children, alike for partners."""
    gap = chance.randint(*connections.PARENT_OLDER)
    apart = chance.randint(-connections.SIBLINGS_APART, connections.SIBLINGS_APART)
    partner = _partner_age(chance, quantile)
    other = {
        "relatives_child": age - gap,
        "relatives_parent": age + gap,
        "relatives_sibling": age + apart,
    }.get(connection, partner)
    return min(OLDEST, max(ADULT, other))


def _partner_age(chance: Random, quantile: float) -> int:
    """An age by the suspects' own curve that goes up with the victim's place on theirs."""
    agree = people.AGES_OF_PARTNERS_AGREE
    place = _NORMAL.inv_cdf(min(1 - _TIMID, max(_TIMID, quantile)))
    moved = agree * place + math.sqrt(1 - agree * agree) * chance.gauss(0, 1)
    return people.SUSPECT_AGES.at(_NORMAL.cdf(moved))


def _other_sex(chance: Random, *, sex: str) -> str:
    share = people.MALE_BESIDE_FEMALE if sex == "F" else people.MALE_BESIDE_MALE
    return "M" if happens(chance, share) else "F"


def _other_ethnicity(chance: Random, *, ethnicity: str) -> str:
    drawn = people.SUSPECT_ETHNICITY.draw(chance)
    return ethnicity if happens(chance, people.SAME_ETHNICITY) else drawn
