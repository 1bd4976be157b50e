"""Attacks on time: was anybody added, and where, told from two figures that overlap.

Windows such as year-to-date do not exist, so the nearest are a month beside the quarter that holds
it, a quarter less the months before, and one epoch of a period beside the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from schemas.period import Period
from tests.attacks.links import lifted
from tests.attacks.population import MONTHS, YEAR, Numbers, Population
from tests.attacks.sealed import HIDDEN, Grid, Guard, Sealed, counted, places, protected

QUARTER = YEAR.quarters()[0]
CUBE = ("ward", "ethnicity_group")
"""The finest table by small area."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Claims:
    """Claims of one kind: how many, how many are true, and the share that chance gives."""

    made: int
    held: int
    base: float

    @property
    def right(self) -> float:
        """The share that is true."""
        return self.held / max(self.made, 1)

    @property
    def gain(self) -> float:
        """By how much more claims are right than by chance; none where there are none."""
        return self.right - self.base if self.made else 0.0


def pooled(each: Iterable[Claims]) -> Claims:
    """The claims of several releases as one; chance is weighed by what was claimed."""
    held = list(each)
    made = sum(one.made for one in held)
    base = sum(one.base * one.made for one in held) / max(made, 1)
    return Claims(made, sum(one.held for one in held), base)


def month_in_quarter(made: Sealed) -> tuple[Claims, Claims]:
    """Somebody came after the first month wherever it and its quarter show different values;
    nobody came wherever they show the same.
    """
    differ, came = _compared(made, part=MONTHS[0], whole=QUARTER)
    return claims(differ, came), claims(~differ, ~came)


def year_to_date(made: Sealed) -> Claims:
    """What a quarter holds beyond its first months is taken for the hidden last one: somebody is
    in a cell of the last month where that is one or more.
    """
    claimed, actual = [], []
    for grid in _both(made, part=MONTHS[0], whole=QUARTER):
        whole, *parts = (
            made.grid(grid.shape.names, each).places for each in (QUARTER, *QUARTER.months())
        )
        seen, true = made.shown["records"], made.true["records"][parts[-1]]
        known = (seen[whole] != HIDDEN) & (seen[parts[-1]] == HIDDEN)
        for part in parts[:-1]:
            known &= seen[part] != HIDDEN
        rest = seen[whole] - sum(seen[part] for part in parts[:-1])
        claimed.append((rest >= 1)[known])
        actual.append((true > 0)[known])
    return claims(np.concatenate(claimed), np.concatenate(actual))


def late_records(population: Population, *, guard: Guard | None, trials: int, seed: int) -> Claims:
    """One record is added to a sealed year and the year is sealed again: the cell with most changed
    totals is claimed. Chance is to name the largest cell.
    """
    dice = np.random.default_rng(seed)
    before = protected(counted(population, periods=[YEAR]), guard=guard, secret=b"1" * 32)
    finest = before.grid(CUBE, YEAR)
    tables = list(_margins(before, finest))
    held = 0
    for _ in range(trials):
        later = _joined(population, dice)
        after = protected(counted(later, periods=[YEAR]), guard=guard, secret=b"2" * 32)
        found = _pinpointed(before, after, tables=tables, cells=finest.cells)
        held += found == int(places(later, finest)[-1])
    largest = before.true["records"][finest.places].max() / population.rows
    return Claims(trials, held, float(largest))


def thinned(population: Population) -> Population:
    """A full first month and few rows after it, so that many cells gain nobody."""
    return population.at((population.month == 0) | (np.arange(population.rows) % 12 == 0))


def claims(claimed: Flags, actual: Flags) -> Claims:
    """Score claims; chance is the share of all for which it holds."""
    base = float(actual.mean()) if len(actual) else 0.0
    return Claims(int(claimed.sum()), int((claimed & actual).sum()), base)


def _compared(made: Sealed, *, part: Period, whole: Period) -> tuple[Flags, Flags]:
    """For cells shown in both periods: whether the values differ, and whether the counts do.

    Only the finest groupings: the same people in a wider one are the same draw told again.
    """
    differ, came = [np.zeros(0, np.bool_)], [np.zeros(0, np.bool_)]
    finest = set(made.finest(part))
    for grid in _both(made, part=part, whole=whole):
        if grid in finest:
            here, there = grid.places, made.grid(grid.shape.names, whole).places
            seen, true = made.shown["records"], made.true["records"]
            both = (seen[here] != HIDDEN) & (seen[there] != HIDDEN)
            differ.append((seen[here] != seen[there])[both])
            came.append((true[here] != true[there])[both])
    return np.concatenate(differ), np.concatenate(came)


def _both(made: Sealed, *, part: Period, whole: Period) -> Iterator[Grid]:
    """The tables of a period that are also released for the period that holds it."""
    yield from (
        grid for grid in made.grids if grid.period == part and made.has(grid.shape.names, whole)
    )


def _margins(made: Sealed, finest: Grid) -> Iterator[tuple[Grid, Numbers]]:
    """The table and its margins in the same groupings, with the place of each finest cell."""
    for grid in made.grids:
        if grid.period == finest.period and set(grid.shape.names) <= set(finest.shape.names):
            at = lifted(made, finest, wider=grid)
            if at is not None:
                yield grid, at


def _pinpointed(
    before: Sealed, after: Sealed, *, tables: list[tuple[Grid, Numbers]], cells: int
) -> int | None:
    """The cell that gained a record: the one with most changed totals; None where several do."""
    marks = np.zeros(cells, np.int64)
    for grid, at in tables:
        old, new = (each.shown["records"][grid.places] for each in (before, after))
        marks += (old != new)[at]
    likeliest = np.flatnonzero(marks == marks.max())
    return int(likeliest[0]) if len(likeliest) == 1 else None


def _joined(population: Population, dice: np.random.Generator) -> Population:
    """The rows and one more, like one of them and of somebody not met before."""
    like = int(dice.integers(0, population.rows))
    grown = population.at(np.append(np.arange(population.rows), like))
    somebody = int(population.unit.max()) + 1
    return replace(
        grown,
        unit=np.append(population.unit, somebody),
        key=np.append(population.key, dice.integers(0, 2**32)),
    )
