"""Attacks that guess: how often a guess at a hidden small count is right.

Each gives scored guesses; what makes a release safe is that they are hardly better than always
guessing the commonest value, the base rate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from api.disclosure.policy import THRESHOLD
from api.disclosure.ptable import VARIANCE
from tests.attacks.links import Links
from tests.attacks.population import Numbers
from tests.attacks.sealed import HIDDEN, Sealed

NO_GUESS = -1
_PASSES = 150
_TIED = 20.0
"""Weight of a link against the noise of one cell: nearly exact, and still quick to solve."""

Floats = NDArray[np.float64]


LIKE = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Where expected sizes are parted, to compare a cell with its like."""


@dataclass(frozen=True)
class Score:
    """How guesses at hidden counts of nought to four fared, as numbers of cells.

    Attributes:
        cells: cells guessed at; `right`: exactly so; `common`: of the commonest value.
        claims: guesses of "it is one person"; `held`: those that are.
        ones: cells that hold one.
        like: claims that would be right by chance, were each made of a cell of the same expected
            size, which the totals of its single variables tell anybody.
    """

    cells: int
    right: int
    common: int
    claims: int
    held: int
    ones: int
    like: float

    @property
    def gain(self) -> float:
        """How much likelier a guess is right than the best constant one."""
        return (self.right - self.common) / max(self.cells, 1)

    @property
    def one_right(self) -> float:
        """The share of the claims that it is one which are true."""
        return self.held / max(self.claims, 1)

    @property
    def one_base(self) -> float:
        """The share of ones among the cells."""
        return self.ones / max(self.cells, 1)

    @property
    def one_gain(self) -> float:
        """How much likelier "it is one" is right than the base rate."""
        return self.one_right - self.one_base if self.claims else 0.0

    @property
    def like_gain(self) -> float:
        """The same against the base rate of cells of the same expected size."""
        return self.one_right - self.like / max(self.claims, 1) if self.claims else 0.0


def score(guesses: Numbers, *, made: Sealed, zeros: NDArray[np.bool_]) -> Score:
    """Score guesses at hidden cells of nought to four; `zeros` are empty by definition."""
    true = made.true["records"]
    target = (guesses != NO_GUESS) & (true < THRESHOLD) & ~zeros
    target &= made.shown["records"] == HIDDEN
    claims, bins = target & (guesses == 1), np.digitize(expected(made), LIKE)
    ones = np.bincount(bins[target & (true == 1)], minlength=len(LIKE) + 1)
    every = np.bincount(bins[target], minlength=len(LIKE) + 1)
    return Score(
        cells=int(target.sum()),
        right=int((target & (guesses == true)).sum()),
        common=int(np.bincount(true[target], minlength=1).max()),
        claims=int(claims.sum()),
        held=int((claims & (true == 1)).sum()),
        ones=int((target & (true == 1)).sum()),
        like=float((ones / np.maximum(every, 1))[bins[claims]].sum()),
    )


def pooled(each: Iterable[Score]) -> Score:
    """The guesses of several datasets as one; the commonest value is taken for each."""
    held = list(each)
    return Score(*(sum(getattr(one, field.name) for one in held) for field in fields(Score)))


def expected(made: Sealed) -> Floats:
    """What each cell would hold if its variables had nothing to do with each other."""
    true = made.true["records"]
    found = np.zeros(made.cells)
    for grid in made.grids:
        total = max(int(true[made.grid((), grid.period).start]), 1)
        cells = np.full(1, float(total))
        for name in grid.shape.names:
            cells = np.outer(cells, true[made.grid((name,), grid.period).places] / total).ravel()
        found[grid.places] = cells
    return found


def differenced(made: Sealed, *, tied: Links) -> Numbers:
    """Totals minus parts, taken at their word, where one part alone is hidden."""
    seen = made.shown["records"]
    shown = np.where(seen == HIDDEN, 0, seen)
    rest = shown[tied.total] - tied.summed(shown)
    alone = tied.summed(seen == HIDDEN) == 1
    usable = alone & (seen[tied.total] != HIDDEN)
    chosen = usable[tied.link] & (seen[tied.part] == HIDDEN)
    return _meant(made, tied.part[chosen], rest[tied.link[chosen]])


def all_but_one(made: Sealed, *, tied: Links) -> Numbers:
    """Totals less every other part, each hidden one taken to hold what hidden cells hold on
    average; over every total that a cell is part of.
    """
    seen, true = made.shown["records"], made.true["records"]
    usual = float(true[seen == HIDDEN].mean()) if (seen == HIDDEN).any() else 0.0
    filled = np.where(seen == HIDDEN, usual, seen)
    rest = filled[tied.total] - tied.summed(filled)
    chosen = (seen[tied.total] != HIDDEN)[tied.link] & (seen[tied.part] == HIDDEN)
    part, link = tied.part[chosen], tied.link[chosen]
    return _meant(made, part, rest[link] + usual)


def complement(made: Sealed, *, tied: Links) -> Numbers:
    """The same of a service that answers lists of categories: everything else is one question,
    told exactly from the threshold on.
    """
    seen, true = made.shown["records"], made.true["records"]
    total, part = tied.total[tied.link], tied.part
    rest = true[total] - true[part]
    chosen = (seen[total] != HIDDEN) & (seen[part] == HIDDEN) & (rest >= THRESHOLD)
    return _meant(made, part[chosen], (seen[total] - rest)[chosen].astype(np.float64))


def least_squares(made: Sealed, *, tied: Links, exact: bool = False) -> Numbers:
    """The best fit of all cells to everything shown and every link, over all tables and periods.

    A shown cell is an observation with the variance of the noise (none where `exact`), a hidden one
    is known to be of the usual size of hidden cells; solved by conjugate gradients.
    """
    seen, true = made.shown["records"], made.true["records"].astype(np.float64)
    hidden = seen == HIDDEN
    small = true[hidden & (true < THRESHOLD)]
    mean, spread = (float(small.mean()), float(small.var()) + 0.1) if len(small) else (1.0, 1.0)
    weight = np.where(hidden, 1 / spread, _TIED if exact else 1 / VARIANCE)
    wanted = np.where(hidden, mean, seen) * weight
    fitted = _solved(tied, weight, wanted, start=np.where(hidden, mean, seen).astype(np.float64))
    guesses = np.clip(np.rint(fitted), 0, THRESHOLD - 1).astype(np.int64)
    return np.where(hidden, guesses, NO_GUESS)


def _solved(tied: Links, weight: Floats, wanted: Floats, *, start: Floats) -> Floats:
    """Solve (W + t L'L) x = W v, where L takes a total from the sum of its parts."""

    def applied(values: Floats) -> Floats:
        off = tied.summed(values) - values[tied.total]
        back = np.bincount(tied.part, weights=off[tied.link], minlength=len(values))
        back -= np.bincount(tied.total, weights=off, minlength=len(values))
        return weight * values + _TIED * back

    scale = weight + _TIED * (
        np.bincount(tied.part, minlength=len(weight))
        + np.bincount(tied.total, minlength=len(weight))
    )
    found, left = start.copy(), wanted - applied(start)
    step = left / scale
    way, size = step.copy(), float(left @ step)
    for _ in range(_PASSES):
        if size < 1e-9:
            break
        moved = applied(way)
        length = size / float(way @ moved)
        found += length * way
        left -= length * moved
        step = left / scale
        new = float(left @ step)
        way = step + new / size * way
        size = new
    return found


def _meant(made: Sealed, cells: Numbers, values: Floats) -> Numbers:
    """The mean of what several totals say of a cell, as a whole number below the threshold."""
    count = np.bincount(cells, minlength=made.cells)
    total = np.bincount(cells, weights=values, minlength=made.cells)
    mean = np.rint(total / np.maximum(count, 1))
    return np.where(count > 0, np.clip(mean, 0, THRESHOLD - 1), NO_GUESS).astype(np.int64)
