"""How many draws of noise one small group gets in a release, and what they give away.

The strongest form of averaging through equivalent questions: an attacker who is told which released
cells hold the very same rows, or the very same people, sets their draws side by side. Each draw is
a table, a period and a unit; every further epoch repeats them. Nothing in a release tells this, so
what such an attacker finds is the most that averaging can give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from api.disclosure import ptable
from api.disclosure.policy import SENSITIVE_THRESHOLD, THRESHOLD
from schemas.breakdowns import Unit
from tests.attacks.population import Numbers
from tests.attacks.sealed import HIDDEN, Sealed

LARGEST_GROUP = 9
"""The largest group that still counts as small."""

LARGEST_THOUGHT = LARGEST_GROUP + 2 * ptable.MAX_NOISE
"""The largest size the attacker reckons with: what a small group shows could be a larger one's."""

SURE = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """Small groups: true size, number of draws over all epochs, likeliest size and how sure."""

    size: Numbers
    draws: Numbers
    guess: Numbers
    sure: Floats

    @property
    def right(self) -> float:
        """The share of groups whose likeliest size is the true one."""
        return _share(self.guess == self.size)

    @property
    def base(self) -> float:
        """The share of the commonest size."""
        return float(np.bincount(self.size).max() / len(self.size)) if len(self.size) else 0.0

    @property
    def one_gain(self) -> float:
        """How much likelier "it is one" is right than the share of groups of one."""
        claimed = self.guess == 1
        return _share(self.size[claimed] == 1) - _share(self.size == 1) if claimed.any() else 0.0

    @property
    def certain(self) -> NDArray[np.bool_]:
        """Groups of which one size is likelier than `SURE`."""
        found: NDArray[np.bool_] = self.sure > SURE
        return found

    def above(self, *, smallest: int = 1, largest: int = LARGEST_GROUP) -> int:
        """How many groups of these sizes lie above `SURE`."""
        return int((self.certain & (self.size >= smallest) & (self.size <= largest)).sum())


@dataclass(frozen=True)
class Groups:
    """Groups that have cells of their own: true size, draws over all epochs, and the logarithm of
    how likely each size shows what was seen.
    """

    size: Numbers
    draws: Numbers
    logs: Floats


def groups(epochs: Sequence[Sealed], *, unit: Unit) -> Groups:
    """Every small group that has cells of its own: sets of rows, or sets of people.

    Of rows whose number is not that of the people behind them a hidden cell tells nothing, since it
    may be hidden for the people.
    """
    made = epochs[0]
    count, marks = made.true[unit], made.marks[unit]
    cells = np.flatnonzero((count > 0) & (count <= LARGEST_THOUGHT))
    if not len(cells):
        none = np.zeros(0, np.int64)
        return Groups(none, none, np.zeros((0, LARGEST_THOUGHT + 1)))
    group = _numbered(marks[0][cells], marks[1][cells])
    table, strict = _tables(made)
    _, once = np.unique(group * (int(table.max()) + 1) + table[cells], return_index=True)
    cells, group = cells[once], group[once]
    plain = (made.units[cells] == count[cells]) | (unit == "persons")
    size = np.zeros(int(group.max()) + 1, np.int64)
    size[group] = count[cells]
    draws = np.bincount(group) * len(epochs)
    logs = np.zeros((len(size), LARGEST_THOUGHT + 1))
    for epoch in epochs:
        seen = epoch.shown[unit][cells]
        told = _told(seen, strict[cells])
        told[(seen == HIDDEN) & ~plain] = 0.0
        np.add.at(logs, group, told)
    return Groups(size, draws, logs)


def drawn(each: Iterable[Groups]) -> Drawn:
    """Weigh what all datasets of a release tell of their groups together.

    How common a size is in one dataset would give the answer away where it has a handful of groups.
    """
    held = list(each)
    size, draws, logs = (
        np.concatenate([getattr(one, name) for one in held]) for name in ("size", "draws", "logs")
    )
    return weighed(size, draws, logs)


def weighed(size: Numbers, draws: Numbers, logs: Floats) -> Drawn:
    """Weigh sizes by how common they are among all these groups."""
    often = np.bincount(size, minlength=LARGEST_THOUGHT + 1) / len(size)
    with np.errstate(divide="ignore"):
        logs = logs + np.log(often)
    logs -= logs.max(axis=1, keepdims=True)
    chances = np.exp(logs)
    chances /= chances.sum(axis=1, keepdims=True)
    small = size <= LARGEST_GROUP
    return Drawn(
        size[small], draws[small], chances.argmax(axis=1)[small], chances.max(axis=1)[small]
    )


def _tables(made: Sealed) -> tuple[Numbers, NDArray[np.bool_]]:
    """For every cell the draw it shares with its like, and whether the higher threshold holds."""
    names: dict[tuple[tuple[str, ...], str], int] = {}
    table, strict = np.zeros(made.cells, np.int64), np.zeros(made.cells, np.bool_)
    for grid in made.grids:
        name = (grid.shape.variables, str(grid.period))
        table[grid.places] = names.setdefault(name, len(names))
        strict[grid.places] = grid.shape.sensitive
    return table, strict


def _told(seen: Numbers, strict: NDArray[np.bool_]) -> Floats:
    """The logarithm of how likely each size shows what was seen, one row a cell."""
    usual, higher = likelihoods(THRESHOLD), likelihoods(SENSITIVE_THRESHOLD)
    at = np.minimum(np.where(seen == HIDDEN, 0, seen), usual.shape[0] - 1)
    found: Floats = np.where(strict[:, None], higher[at], usual[at])
    return found


@cache
def likelihoods(threshold: int) -> Floats:
    """The logarithm of the chance that a size shows a value; row 0 is a hidden cell."""
    rows = ptable.rows()
    top = LARGEST_THOUGHT + ptable.MAX_NOISE
    found = np.zeros((top + 2, LARGEST_THOUGHT + 1))
    for size in range(LARGEST_THOUGHT + 1):
        held: Mapping[int, int] = rows[min(size, ptable.MAX_NOISE)]
        for move, slots in held.items():
            value = size + move
            found[value if value >= threshold else 0, size] += slots / ptable.SLOTS
    return np.log(np.maximum(found, 1e-300))


def _numbered(one: Numbers, other: Numbers) -> Numbers:
    """The number of each pair among the different ones."""
    pairs = np.stack([one, other])
    _, number = np.unique(pairs, axis=1, return_inverse=True)
    return number.reshape(-1)


def _share(held: NDArray[np.bool_]) -> float:
    return float(held.mean()) if len(held) else 0.0
