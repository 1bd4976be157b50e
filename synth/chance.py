"""Chance that repeats: weighted shares and curves, and sources of chance seeded by names.

A share is drawn one by one from a `Random`, as rows and sheets are, or by whole columns from lots
(`synth.draws`), as lives are: each lot of 65,536 stands for one thing. A `Random` is seeded by a
hash of the seed and of the name of the thing drawn, so that it is the same whatever was drawn
before. What is drawn, and how often, does not belong here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from random import Random
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

Drawn = TypeVar("Drawn")
_SMALL: Final = np.int16
"""Holds whatever is drawn as a number: days of a few years, ages, counts."""
LOTS: Final = 1 << 16
"""How many lots a draw of whole columns has: shares are dealt out to the nearest of them."""


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

    @cached_property
    def places(self) -> npt.NDArray[np.integer[Any]]:
        """The place of the thing that each lot draws."""
        return _dealt(self._cumulative)

    @cached_property
    def numbers(self) -> npt.NDArray[np.integer[Any]]:
        """The number that each lot draws, where the things are whole numbers."""
        numbers: npt.NDArray[np.int16] = np.array(self.things, dtype=_SMALL)[self.places]
        return numbers

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

    @cached_property
    def numbers(self) -> npt.NDArray[np.integer[Any]]:
        """The number that each lot draws."""
        low, high, weight = (np.array(part) for part in zip(*self.bands, strict=True))
        ends = np.array(self._cumulative)
        wanted = (np.arange(LOTS) + 0.5) / LOTS * ends[-1]
        band = np.searchsorted(ends, wanted, side="right")
        within = (wanted - (ends - weight)[band]) / weight[band] * (high - low + 1)[band]
        found = low[band] + np.clip(within.astype(np.int64), 0, (high - low)[band])
        numbers: npt.NDArray[np.int16] = found.astype(_SMALL)
        return numbers

    def draw(self, random: Random) -> int:
        """One number."""
        return self.at(random.random())


def _dealt(cumulative: Sequence[float]) -> npt.NDArray[np.integer[Any]]:
    """The place of each lot among weights: every weight gets its share to the nearest lot.

    Few things have places of one byte, so that the whole table stays near the processor.
    """
    kind = np.uint8 if len(cumulative) <= 1 << 8 else _SMALL
    ends = [round(upto / cumulative[-1] * LOTS) for upto in cumulative]
    return np.searchsorted(np.array(ends), np.arange(LOTS), side="right").astype(kind)


def spread(mean: float, *, longest: int) -> Shares[int]:
    """Days until something that may come on any day, cut off at the longest: soon, or never."""
    weights = {day: math.exp(-day / mean) for day in range(longest)}
    return Shares(weights, "an exponential curve, cut off")


def counted(mean: float, *, shape: float, most: int) -> Shares[int]:
    """How often something happens to those of whom some are far more prone to it than others.

    The negative binomial: the smaller `shape`, the heavier the tail, which is cut off at `most`.
    """
    weight, weights = (shape / (shape + mean)) ** shape, dict[int, float]()
    for count in range(most + 1):
        weights[count] = weight
        weight *= (shape + count) / (count + 1) * mean / (shape + mean)
    return Shares(weights, "a negative binomial curve, cut off")


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
