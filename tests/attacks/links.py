"""How the cells of a release hang together: what an attacker knows from the published definitions.

A total is the sum of its parts: over a variable that was dropped, over the finer grouping of one,
over the shorter periods inside a longer. For records exactly so; persons may stand in several
parts, so their total lies between the largest part and the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.disclosure.nesting import Impossible, joined
from schemas.breakdowns import Breakdown
from tests.attacks.population import Numbers
from tests.attacks.sealed import Grid, Sealed

DROPPED = np.zeros(0, np.int64)
"""Instead of the places of wider categories: the variable is not in the wider table."""


@dataclass(frozen=True)
class Links:
    """Every link of a release: link `n` has the cell `total[n]` and the parts for which
    `link == n`; `dropped` says whether its parts split it by one variable more.
    """

    total: Numbers
    link: Numbers
    part: Numbers
    dropped: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """How many links there are."""
        return len(self.total)

    def summed(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """The sum of these values of the cells over the parts of each link."""
        weights = values[self.part].astype(np.float64)
        found = np.bincount(self.link, weights=weights, minlength=self.count)
        return found.astype(np.float64)


def links(made: Sealed) -> Links:
    """Every link between the cells of a release."""
    found: list[tuple[Numbers, Numbers, Numbers, bool]] = []
    count = 0
    for total, link, part, dropped in _every(made):
        found.append((total, link + count, part, dropped))
        count += len(total)
    return Links(
        np.concatenate([total for total, _, _, _ in found]),
        np.concatenate([link for _, link, _, _ in found]),
        np.concatenate([part for _, _, part, _ in found]),
        np.concatenate([np.full(len(total), dropped) for total, _, _, dropped in found]),
    )


def structural_zeros(made: Sealed) -> NDArray[np.bool_]:
    """The cells that can hold nobody, by the dataset's own declaration."""
    impossible = Impossible(made.dataset.breakdowns, never=made.dataset.never)
    told = {name for pair in made.dataset.never for name, _ in pair}
    bases = {each.base for each in made.dataset.breakdowns if each.name in told}
    found = np.zeros(made.cells, np.bool_)
    for grid in made.grids:
        held = [n for n, each in enumerate(grid.shape.breakdowns) if each.base in bases]
        if len(held) > 1:
            shape = tuple(grid.shape.breakdowns[n] for n in held)
            for place in range(grid.cells):
                key = made.key(grid, place)
                found[grid.start + place] = impossible.key(shape, tuple(key[n] for n in held))
    return found


def lifted(made: Sealed, finer: Grid, *, wider: Grid) -> Numbers | None:
    """For each cell of a finer table the place in a wider one that holds it.

    None where the wider is not made of the finer's cells.
    """
    if len(finer.shape.breakdowns) < len(wider.shape.breakdowns):
        return None
    lifts = _lifts(made, finer, wider=wider)
    if lifts is None:
        return None
    at = np.zeros(finer.cells, np.int64)
    held = np.unravel_index(np.arange(finer.cells), finer.sides) if finer.sides else ()
    sides = iter(wider.sides)
    for lift, place in zip(lifts, held, strict=True):
        if lift is not DROPPED:
            at = at * next(sides) + lift[place]
    return at


def _every(made: Sealed) -> Iterator[tuple[Numbers, Numbers, Numbers, bool]]:
    by_period: dict[str, list[Grid]] = {}
    for grid in made.grids:
        by_period.setdefault(str(grid.period), []).append(grid)
    for held in by_period.values():
        for wider in held:
            for finer in held:
                if finer is not wider and _one_step(finer, wider):
                    yield from _grouped(made, finer, wider)
    if not made.dataset.register:
        for grid in made.grids:
            yield from _over_time(made, grid)


def _one_step(finer: Grid, wider: Grid) -> bool:
    """Whether one variable is dropped, or one stands in another grouping."""
    mine, others = finer.shape.breakdowns, wider.shape.breakdowns
    changed = [each for each in mine if each not in others]
    return len(mine) - len(others) in (0, 1) and len(changed) == 1


def _grouped(
    made: Sealed, finer: Grid, wider: Grid
) -> Iterator[tuple[Numbers, Numbers, Numbers, bool]]:
    at = lifted(made, finer, wider=wider)
    if at is not None:
        dropped = len(finer.sides) > len(wider.sides)
        total = wider.start + np.arange(wider.cells)
        yield total, at, finer.start + np.arange(finer.cells), dropped


def _over_time(made: Sealed, grid: Grid) -> Iterator[tuple[Numbers, Numbers, Numbers, bool]]:
    for inside in (grid.period.months(), grid.period.quarters()):
        names = grid.shape.names
        if len(inside) < 2 or not all(made.has(names, period) for period in inside):
            continue
        starts = [made.grid(names, period).start for period in inside]
        at = np.arange(grid.cells)
        part = np.concatenate([start + at for start in starts])
        yield grid.start + at, np.tile(at, len(starts)), part, False


def _lifts(made: Sealed, finer: Grid, *, wider: Grid) -> list[Numbers] | None:
    known = {each.base: each for each in wider.shape.breakdowns}
    if len(known) < len(wider.shape.breakdowns):
        return None
    if not set(known) <= {each.base for each in finer.shape.breakdowns}:
        return None
    found = []
    for each in finer.shape.breakdowns:
        lift = _lift(made.population.levels, each, known.get(each.base))
        if lift is None:
            return None
        found.append(lift)
    return found


def _lift(
    levels: Mapping[str, tuple[str, ...]], finer: Breakdown, wider: Breakdown | None
) -> Numbers | None:
    """The place of the wider category of each finer one; None where the two are not nested."""
    if wider is None:
        return DROPPED
    if wider == finer:
        return np.arange(len(levels[finer.name]))
    pairs = joined(finer, wider=wider)
    if len({fine for fine, _ in pairs}) < len(pairs):
        return None
    into = dict(pairs)
    return np.array([levels[wider.name].index(into[code]) for code in levels[finer.name]])
