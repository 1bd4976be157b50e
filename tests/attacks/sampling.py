"""A posterior sampler: what is likely of every cell of a table, given all that is shown of it.

Markov chains over the finest cells of one table move one record at a time and weigh each move by
the published table of noise, for the table itself, every margin and wider grouping of it, and,
where they are released, its months and quarters. The attacker knows how common each count is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from api.disclosure import ptable
from api.disclosure.policy import SENSITIVE_THRESHOLD, THRESHOLD
from tests.attacks.guessing import LIKE, expected
from tests.attacks.links import lifted
from tests.attacks.population import Numbers
from tests.attacks.sealed import HIDDEN, Grid, Sealed

SURE = 0.95
_LEAST = 1e-6
"""Chance of what the noise alone cannot do, such as a count hidden for the people behind it."""
_OFF = ptable.MAX_NOISE + 1
_MOST = THRESHOLD + ptable.MAX_NOISE + 1

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Posterior:
    """What the chains say of the hidden cells of a table.

    Attributes:
        true: true counts; `guess`: the likeliest; `sure`: how likely that is; `one`: how likely
            it is that the cell holds one; `like`: how many in how many cells of the same expected
            size do.
    """

    true: Numbers
    guess: Numbers
    sure: Floats
    one: Floats
    like: Floats

    @property
    def certain(self) -> int:
        """Hidden cells thought to hold somebody of which a count is likelier than `SURE`."""
        return int(((self.sure > SURE) & (self.guess > 0)).sum())

    @property
    def ones(self) -> int:
        """How many hidden cells hold one."""
        return int((self.true == 1).sum())

    @property
    def found(self) -> int:
        """How many do of those likeliest to hold one, as many as there are."""
        return int((self.true[self._likeliest] == 1).sum())

    @property
    def chance(self) -> float:
        """How many would, were each of those like any cell of its expected size."""
        return float(self.like[self._likeliest].sum())

    @property
    def blind(self) -> float:
        """How many would, were each of those like any hidden cell of the table."""
        return self.ones**2 / max(len(self.true), 1)

    @property
    def _likeliest(self) -> Numbers:
        return np.argsort(-self.one, kind="stable")[: self.ones]

    @property
    def empty(self) -> int:
        """Hidden cells that are thought empty with as much confidence."""
        return int(((self.sure > SURE) & (self.guess == 0)).sum())


def sampled(
    made: Sealed,
    grid: Grid,
    *,
    zeros: NDArray[np.bool_],
    seed: int,
    chains: int = 24,
    rounds: int = 200,
) -> Posterior:
    """Run chains over the cells of a table and tell what they say of those that are hidden, but for
    `zeros`, which are empty by definition.

    The first third of the rounds is left out.
    """
    dice = np.random.default_rng(seed)
    seen, cells = _observed(made, grid)
    table = _Chances(made, grid)
    tables, wheres = _lookup(made, seen)
    state = np.repeat(_start(made, grid)[:, None], chains, axis=1)
    sums = np.zeros((len(seen), chains), np.int64)
    for atom, held in enumerate(cells):
        sums[held] += state[atom]
    counts = np.zeros((grid.cells, table.most + 1), np.int64)
    for turn in range(rounds):
        for atom in dice.permutation(grid.cells):
            held = cells[atom]
            step = np.where(dice.random(chains) < 0.5, 1, -1)
            now, then = state[atom], state[atom] + step
            possible = (then >= 0) & (then <= table.most)
            logs = table.prior[np.clip(then, 0, table.most)] - table.prior[now]
            logs = logs + _gain(tables, wheres[held], sums[held], step)
            take = possible & (np.log(dice.random(chains)) < logs)
            state[atom] = np.where(take, then, now)
            sums[held] += np.where(take, step, 0)
        if turn >= rounds // 3:
            for column in range(chains):
                counts[np.arange(grid.cells), state[:, column]] += 1
    hidden = (made.shown["records"][grid.places] == HIDDEN) & ~zeros[grid.places]
    shares = counts[hidden] / counts[hidden].sum(axis=1, keepdims=True)
    true = made.true["records"][grid.places][hidden]
    like = _like(made, grid)[hidden]
    return Posterior(true, shares.argmax(axis=1), shares.max(axis=1), shares[:, 1], like)


def _like(made: Sealed, grid: Grid) -> Floats:
    """For each cell the share of ones among the hidden cells of the same expected size."""
    bins = np.digitize(expected(made)[grid.places], LIKE)
    hidden = made.shown["records"][grid.places] == HIDDEN
    ones = hidden & (made.true["records"][grid.places] == 1)
    every = np.bincount(bins[hidden], minlength=len(LIKE) + 1)
    share = np.bincount(bins[ones], minlength=len(LIKE) + 1) / np.maximum(every, 1)
    return np.asarray(share[bins])


class _Chances:
    """How common each count is in tables of as many variables, to the attacker; every count is
    possible. To tell it of a small table alone would give away the answer.
    """

    def __init__(self, made: Sealed, grid: Grid) -> None:
        true = made.true["records"]
        seen = made.shown["records"][grid.places]
        self.most = int(max(true[grid.places].max(), seen.max())) + 2 * ptable.MAX_NOISE
        alike = (each for each in made.finest(grid.period) if len(each.sides) == len(grid.sides))
        held = np.concatenate([true[each.places] for each in alike])
        often = np.bincount(held, minlength=self.most + 1)[: self.most + 1] + 0.05
        self.prior = np.log(often / often.sum())


def _observed(made: Sealed, grid: Grid) -> tuple[Numbers, list[Numbers]]:
    """The cells that tell of a table, the table itself first, and for each of its cells which."""
    wider = [
        (each, at)
        for each in made.grids
        if each.period == grid.period and each is not grid
        and (at := lifted(made, grid, wider=each)) is not None
    ]  # fmt: skip
    ids = [grid.start + np.arange(grid.cells), *(each.start + at for each, at in wider)]
    seen, places = np.unique(np.concatenate(ids), return_inverse=True)
    return seen, list(places.reshape(len(ids), grid.cells).T)


def _start(made: Sealed, grid: Grid) -> Numbers:
    seen = made.shown["records"][grid.places]
    return np.where(seen == HIDDEN, 1, seen)


def _lookup(made: Sealed, seen: Numbers) -> tuple[Floats, Numbers]:
    """A table of log chances and, for each observed cell, the row at which its own begin."""
    strict = np.zeros(made.cells, np.bool_)
    for each in made.grids:
        strict[each.places] = each.shape.sensitive
    shown = made.shown["records"][seen]
    hidden = np.where(strict[seen], -2, -1)
    return _logs(), np.where(shown == HIDDEN, hidden, shown)


def _gain(logs: Floats, shown: Numbers, sums: Numbers, step: Numbers) -> Floats:
    """How much likelier what is shown becomes when each chain takes its step."""
    gained: Floats = _said(logs, shown, sums + step) - _said(logs, shown, sums)
    return np.asarray(gained.sum(axis=0))


def _said(logs: Floats, shown: Numbers, counts: Numbers) -> Floats:
    """Log chances of what each cell shows: a row for its count up to five, by how far it moved."""
    shown = shown[:, None]
    moved = np.clip(shown - counts, -_OFF, _OFF) + _OFF
    row = np.minimum(np.maximum(counts, 0), ptable.MAX_NOISE)
    hidden = np.clip(counts, 0, SENSITIVE_THRESHOLD + _OFF)
    at = np.where(shown == -1, ptable.MAX_NOISE + 1, ptable.MAX_NOISE + 2)
    return np.where(shown < 0, logs[at, hidden], logs[row, moved])


@cache
def _logs() -> Floats:
    """Rows 0 to 5: the chance of each movement of such a count; then of being hidden below each
    threshold, by the count.
    """
    rows = ptable.rows()
    found = np.zeros((ptable.MAX_NOISE + 3, max(2 * _OFF + 1, SENSITIVE_THRESHOLD + _OFF + 1)))
    for count in range(ptable.MAX_NOISE + 1):
        for move, slots in rows[count].items():
            found[count, move + _OFF] = slots / ptable.SLOTS
    for place, threshold in enumerate((THRESHOLD, SENSITIVE_THRESHOLD)):
        for count in range(found.shape[1]):
            held = rows[min(count, ptable.MAX_NOISE)]
            slots = sum(n for move, n in held.items() if count + move < threshold)
            found[ptable.MAX_NOISE + 1 + place, count] = slots / ptable.SLOTS
    return np.log(np.maximum(found, _LEAST))
