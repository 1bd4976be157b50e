"""Chance that repeats: child seeds drawn from names, weighted shares, and counts of rare events.

Every draw of the invented borough comes from a `Random` that was seeded by a hash of the seed and
of the name of the thing drawn, so that a person, a household or a file is the same whatever was
drawn before it. What is drawn, and how often, does not belong here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


def child(seed: int, *names: str | int) -> Random:
    """The source of chance of one named thing, the same for ever for the same seed and names."""
    said = "\x1f".join((str(seed), *map(str, names))).encode()
    number = int.from_bytes(blake2b(said, digest_size=16).digest(), "big")
    return Random(number)  # noqa: S311 - invented data has to repeat, and keeps no secret


@dataclass(frozen=True)
class Shares(Generic[Drawn]):
    """Things and how often each is drawn; the weights need not sum to anything.

    Attributes:
        weights: each thing with its weight.
        source: where the weights come from.
    """

    weights: Mapping[Drawn, float]
    source: str

    def __post_init__(self) -> None:
        """Keep a copy that nobody can change."""
        object.__setattr__(self, "weights", MappingProxyType(dict(self.weights)))

    @cached_property
    def things(self) -> tuple[Drawn, ...]:
        """What can be drawn, in the order declared."""
        return tuple(self.weights)

    @cached_property
    def _cumulative(self) -> list[float]:
        return list(accumulate(self.weights.values()))

    def draw(self, random: Random) -> Drawn:
        """One thing."""
        return random.choices(self.things, cum_weights=self._cumulative)[0]

    def share(self, thing: Drawn) -> float:
        """How often the thing is drawn, from 0 to 1."""
        return self.weights[thing] / self._cumulative[-1]

    def among(self, *things: Drawn) -> Shares[Drawn]:
        """The same weights over some of the things."""
        return Shares({thing: self.weights[thing] for thing in things}, self.source)


@dataclass(frozen=True)
class Curve:
    """Whole numbers by band: how often each band occurs; within a band all are alike.

    Attributes:
        bands: (lowest, highest, weight), lowest band first, without gaps.
        source: where the weights come from.
    """

    bands: tuple[tuple[int, int, float], ...]
    source: str

    @cached_property
    def _cumulative(self) -> tuple[float, ...]:
        return tuple(accumulate(weight for _, _, weight in self.bands))

    def at(self, quantile: float) -> int:
        """The number below which that share of the curve lies; `quantile` is from 0 to 1."""
        wanted, below = quantile * self._cumulative[-1], 0.0
        for (low, high, weight), above in zip(self.bands, self._cumulative, strict=True):
            if wanted < above:
                return low + min(high - low, int((wanted - below) / weight * (high - low + 1)))
            below = above
        return self.bands[-1][1]

    def draw(self, random: Random) -> int:
        """One number."""
        return self.at(random.random())


def happens(random: Random, share: float) -> bool:
    """Whether something that happens this often (0 to 1) happens now."""
    return random.random() < share


def poisson(random: Random, mean: float) -> int:
    """How many independent rare events happen where `mean` are expected (Knuth's method).

    Takes as many draws as there are events; `mean` stays under 700, where exp(-mean) is above 0.
    """
    floor, product, events = math.exp(-mean), random.random(), 0
    while product > floor:
        product *= random.random()
        events += 1
    return events


def overdispersed(random: Random, *, mean: float, shape: float) -> int:
    """Events that some are far more prone to than others: Poisson with a gamma-distributed mean.

    This is the negative binomial; the smaller `shape`, the heavier the tail.
    """
    return poisson(random, random.gammavariate(shape, mean / shape))
