"""Insiders: agencies that subtract their own records from what is released.

The first agency holds two thirds of the records; two agencies pool theirs against the third. What
is left is guessed at its word, and weighed by how common each remainder is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.disclosure import ptable
from api.disclosure.policy import THRESHOLD
from tests.attacks.population import Numbers
from tests.attacks.sealed import HIDDEN, Sealed, places, within

SURE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Remainders:
    """Shown cells whose remainder is nought to four.

    `right` are guessed exactly, `common` are of the commonest remainder; `sure` are known above
    `SURE` and hold somebody, `held` of them rightly; `certain` follow from the bounds of the noise.
    """

    cells: int
    right: int
    common: int
    sure: int
    held: int
    certain: int

    @property
    def share(self) -> float:
        """The share of remainders that are guessed exactly."""
        return self.right / max(self.cells, 1)

    @property
    def base(self) -> float:
        """The share of the commonest remainder."""
        return self.common / max(self.cells, 1)


def subtracted(made: Sealed, *, insiders: Sequence[int]) -> Remainders:
    """Guess what others hold in every shown cell, from the insiders' own exact counts."""
    own = _own(made, insiders=insiders)
    true, seen = made.true["records"], made.shown["records"]
    rest = true - own
    target = (seen != HIDDEN) & (rest < THRESHOLD)
    guess = np.clip(seen - own, 0, THRESHOLD - 1)
    often = np.bincount(rest[seen != HIDDEN])
    likeliest, sure = _weighed(seen[target], own[target], often=often)
    left = rest[target]
    known = (sure > SURE) & (likeliest > 0)
    return Remainders(
        cells=int(target.sum()),
        right=int((guess[target] == left).sum()),
        common=int(np.bincount(left, minlength=1).max()),
        sure=int(known.sum()),
        held=int((known & (likeliest == left)).sum()),
        certain=int((seen[target] + ptable.MAX_NOISE == own[target]).sum()),
    )


def _own(made: Sealed, *, insiders: Sequence[int]) -> Numbers:
    """The insiders' own records in every cell."""
    found = np.zeros(made.cells, np.int64)
    mine = made.population.at(np.isin(made.population.sender, insiders))
    for grid in made.grids:
        inside = mine.at(within(mine, grid.period))
        at = places(inside, grid)
        found[grid.places] = np.bincount(at, minlength=grid.cells)
    return found


def _weighed(seen: Numbers, own: Numbers, *, often: Numbers) -> tuple[Numbers, Numbers]:
    """The likeliest remainder of each shown cell, and how likely it is."""
    most = min(len(often), 2 * THRESHOLD + 4 * ptable.MAX_NOISE)
    rest = np.arange(most)
    count = own[:, None] + rest
    chances = _noise()[np.minimum(count, ptable.MAX_NOISE), _moved(seen[:, None] - count)]
    chances = chances * often[:most]
    chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1e-300)
    return chances.argmax(axis=1), chances.max(axis=1)


def _moved(by: Numbers) -> Numbers:
    """A movement as a place in a row of `_noise`; one that cannot be stands at the end."""
    possible = np.abs(by) <= ptable.MAX_NOISE
    return np.where(possible, by + ptable.MAX_NOISE, 2 * ptable.MAX_NOISE + 1)


def _noise() -> Floats:
    """The chance of each movement, from the largest down to the largest up, by true count."""
    found = np.zeros((ptable.MAX_NOISE + 1, 2 * ptable.MAX_NOISE + 2))
    for count in range(ptable.MAX_NOISE + 1):
        for move, slots in ptable.rows()[count].items():
            found[count, move + ptable.MAX_NOISE] = slots / ptable.SLOTS
    return found
