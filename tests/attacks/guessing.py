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


@dataclass(frozen=True)
class Score:
    """How guesses at true counts of one to four fared, as numbers of cells.

    Attributes:
        cells: small cells guessed at; `right`: exactly so; `common`: of the commonest value.
        claims: guesses of "it is one person"; `held`: those that are.
        ones: small cells that hold one.
    """

    cells: int
    right: int
    common: int
    claims: int
    held: int
    ones: int

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
        """The share of ones among the small cells."""
        return self.ones / max(self.cells, 1)


def score(guesses: Numbers, *, made: Sealed) -> Score:
    """Score guesses at the hidden cells whose true count of records is one to four."""
    true = made.true["records"]
    small = (guesses != NO_GUESS) & (true > 0) & (true < THRESHOLD)
    small &= made.shown["records"] == HIDDEN
    claims = small & (guesses == 1)
    return Score(
        cells=int(small.sum()),
        right=int((small & (guesses == true)).sum()),
        common=int(np.bincount(true[small], minlength=1).max()),
        claims=int(claims.sum()),
        held=int((claims & (true == 1)).sum()),
        ones=int((small & (true == 1)).sum()),
    )


def pooled(each: Iterable[Score]) -> Score:
    """The guesses of several datasets as one; the commonest value is taken for each."""
    held = list(each)
    return Score(*(sum(getattr(one, field.name) for one in held) for field in fields(Score)))


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
