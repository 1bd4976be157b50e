"""What follows with certainty: bounds on every cell, narrowed until nothing moves.

Interval propagation over the links of a release. Each bound is implied by what is shown and by the
published rules of protection, so a cell whose bounds meet is recovered, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from api.disclosure.policy import SENSITIVE_THRESHOLD, THRESHOLD, UNIFORM_BASE
from api.disclosure.ptable import MAX_NOISE
from schemas.breakdowns import Unit
from tests.attacks.links import Links
from tests.attacks.population import Numbers
from tests.attacks.sealed import HIDDEN, UNITS, Sealed

NO_LIMIT = 10**9
_ROUNDS = 200

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Bounds:
    """The least and the most that each cell can hold, by unit."""

    low: Mapping[Unit, Numbers]
    high: Mapping[Unit, Numbers]

    @property
    def settled(self) -> Mapping[Unit, Flags]:
        """The cells whose count is certain."""
        return {unit: self.low[unit] == self.high[unit] for unit in UNITS}


@dataclass(frozen=True)
class Recovered:
    """Hidden cells whose count is certain: how many, how many hold one to four, and those of one;
    `of_small` and `of_ones` are all there are. `wrong` are claims that are false.
    """

    cells: int
    small: int
    ones: int
    of_small: int
    of_ones: int
    wrong: int

    @property
    def share(self) -> float:
        """The share of hidden ones that are certain."""
        return self.ones / max(self.of_ones, 1)


def read_noisy(made: Sealed) -> Bounds:
    """What the service tells by its published rules: a shown value is at most the largest noise
    away, and zero is never moved. A hidden count of persons is below its threshold after noise, or
    told of everybody; a hidden count of records may have been hidden for the people behind it.
    """
    strict = np.zeros(made.cells, np.bool_)
    for grid in made.grids:
        strict[grid.places] = grid.shape.sensitive
    least = max(UNIFORM_BASE, SENSITIVE_THRESHOLD)
    hidden = np.where(strict, least - 1, THRESHOLD - 1) + MAX_NOISE
    low, high = {}, {}
    for unit in UNITS:
        seen = made.shown[unit]
        low[unit] = np.where(seen == HIDDEN, 0, np.maximum(1, seen - MAX_NOISE))
        unseen = hidden if unit == "persons" else np.full(made.cells, NO_LIMIT)
        high[unit] = np.where(seen == HIDDEN, unseen, seen + MAX_NOISE)
    return Bounds(low, high)


def read_exact(made: Sealed, *, zeros_shown: bool) -> Bounds:
    """What a threshold alone tells: the value, or 0 to 4; where zeros are seen, 1 to 4."""
    low, high = {}, {}
    for unit in UNITS:
        seen, empty = made.shown[unit], (made.true[unit] == 0) & zeros_shown
        hidden, least = (seen == HIDDEN) & ~empty, 1 if zeros_shown else 0
        low[unit] = np.where(hidden, least, np.where(empty, 0, seen))
        high[unit] = np.where(hidden, THRESHOLD - 1, np.where(empty, 0, seen))
    return Bounds(low, high)


def narrowed(read: Bounds, *, tied: Links, zeros: Flags | None = None) -> Bounds:
    """The narrowest bounds that propagation finds for every cell.

    `zeros` are cells that can hold nobody by their definition, as everybody may read. Raises
    ValueError where bounds cross: then what was read is not how the release was made.
    """
    low = {unit: held.astype(np.float64) for unit, held in read.low.items()}
    high = {unit: held.astype(np.float64) for unit, held in read.high.items()}
    if zeros is not None:
        for unit in UNITS:
            high[unit][zeros] = 0
    for _ in range(_ROUNDS):
        before = [held.copy() for each in (low, high) for held in each.values()]
        for unit in UNITS:
            _narrow(low[unit], high[unit], tied=tied, exact=unit == "records")
        np.maximum(low["records"], low["persons"], out=low["records"])
        np.minimum(high["persons"], high["records"], out=high["persons"])
        if any((low[unit] > high[unit]).any() for unit in UNITS):
            raise ValueError("bounds cross")
        after = (held for each in (low, high) for held in each.values())
        if all(np.array_equal(*pair) for pair in zip(before, after, strict=True)):
            break
    whole = [{u: held.astype(np.int64) for u, held in each.items()} for each in (low, high)]
    return replace(read, low=whole[0], high=whole[1])


def recovered(made: Sealed, found: Bounds, *, unit: Unit, zeros: Flags | None = None) -> Recovered:
    """Score what is certain of the cells that are hidden, those apart that are always empty."""
    true, hidden = made.true[unit], made.shown[unit] == HIDDEN
    if zeros is not None:
        hidden &= ~zeros
    small, ones = hidden & (true > 0) & (true < THRESHOLD), hidden & (true == 1)
    settled = found.settled[unit] & hidden
    return Recovered(
        cells=int(settled.sum()),
        small=int((settled & small).sum()),
        ones=int((settled & ones).sum()),
        of_small=int(small.sum()),
        of_ones=int(ones.sum()),
        wrong=int((found.low[unit][settled] != true[settled]).sum()),
    )


def _narrow(
    low: NDArray[np.float64], high: NDArray[np.float64], *, tied: Links, exact: bool
) -> None:
    """Apply every link once to its total and its parts."""
    total, link, part = tied.total, tied.link, tied.part
    lows, highs = tied.summed(low), tied.summed(high)
    if exact:
        np.maximum.at(low, total, lows)
    else:
        largest = np.zeros(tied.count)
        np.maximum.at(largest, link, low[part])
        np.maximum.at(low, total, largest)
    np.minimum.at(high, total, highs)
    least = low[total][link] - (highs[link] - high[part])
    most = high[total][link] - (lows[link] - low[part] if exact else 0)
    np.maximum.at(low, part, least)
    np.minimum.at(high, part, most)
