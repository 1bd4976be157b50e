"""A sealed year as arrays: every cell that may exist, its true counts, and what is shown of it.

The counts go through the service's own protection, or through a double that lacks some of it. The
geometry is that of the lattice alone, so what a running service shows can be laid into it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from api.disclosure.cellkey import Table
from api.disclosure.lattice import Shape, shapes
from api.disclosure.protect import THRESHOLD, CountedCell, shown_cells
from schemas.breakdowns import Unit
from schemas.dataset import Dataset
from schemas.period import Period
from tests.attacks.population import (
    MONTHS,
    PARTNERSHIP,
    SECRET,
    YEAR,
    Numbers,
    Population,
    unpeopled,
)

PERIODS = (*MONTHS, *YEAR.quarters(), YEAR)
UNITS: tuple[Unit, ...] = ("persons", "records")
HIDDEN = -1

Question = tuple[tuple[str, ...], str, str]
"""Groupings, period and unit."""

Guard = Callable[[Sequence[CountedCell], Shape, Table, Unit], Mapping[tuple[str, ...], int]]


@dataclass(frozen=True)
class Grid:
    """One table in one choice of groupings and one period: where its cells begin, and its sides."""

    shape: Shape
    period: Period
    start: int
    sides: tuple[int, ...]

    @property
    def cells(self) -> int:
        """How many cells it has, the empty ones too."""
        return prod(self.sides)

    @property
    def places(self) -> slice:
        """Where its cells stand among all cells."""
        return slice(self.start, self.start + self.cells)


@dataclass
class Sealed:
    """All cells of a dataset's year in one row, grid by grid.

    `true` and `shown` are by unit; a hidden cell shows `HIDDEN`. `units` counts whoever is counted,
    people or rows that name none; `marks` tell equal sets, of people or of rows, by equal sums.
    """

    population: Population
    grids: tuple[Grid, ...]
    true: Mapping[Unit, Numbers]
    units: Numbers
    marks: Mapping[Unit, tuple[Numbers, Numbers]]
    counts: list[list[CountedCell]] = field(default_factory=list)
    shown: Mapping[Unit, Numbers] = field(default_factory=dict)

    @property
    def dataset(self) -> type[Dataset]:
        """The dataset that was sealed."""
        return self.population.dataset

    @property
    def cells(self) -> int:
        """How many cells there are in one unit."""
        return len(self.units)

    def grid(self, names: Iterable[str], period: Period | str) -> Grid:
        """The grid of these groupings in a period; KeyError where there is none."""
        return self._index[frozenset(names), str(period)]

    def finest(self, period: Period) -> Iterator[Grid]:
        """The tables of a period, each in the finest groupings that it is released in; every
        particular is one of its own.
        """
        met: set[tuple[str, ...]] = set()
        for grid in self.grids:
            variables = grid.shape.variables
            alone = any(each.particular for each in grid.shape.breakdowns)
            if grid.period == period and (alone or variables not in met):
                met.add(variables)
                yield grid

    def has(self, names: Iterable[str], period: Period | str) -> bool:
        """Whether these groupings stand together for the period."""
        return (frozenset(names), str(period)) in self._index

    def key(self, grid: Grid, place: int) -> tuple[str, ...]:
        """The categories of a cell of a grid."""
        held = np.unravel_index(place, grid.sides) if grid.sides else ()
        levels = self.population.levels
        return tuple(levels[n][int(p)] for n, p in zip(grid.shape.names, held, strict=True))

    def __post_init__(self) -> None:
        """Index the grids."""
        self._index = {(frozenset(g.shape.names), str(g.period)): g for g in self.grids}


def grids(population: Population, *, periods: Sequence[Period] = PERIODS) -> tuple[Grid, ...]:
    """Every grid of a dataset, one after the other."""
    found, start = [], 0
    for period in periods:
        for shape in shapes(population.dataset, period_kind=period.kind):
            sides = tuple(len(population.levels[name]) for name in shape.names)
            found.append(Grid(shape, period, start, sides))
            start += found[-1].cells
    return tuple(found)


def counted(population: Population, *, periods: Sequence[Period] = PERIODS) -> Sealed:
    """Count every cell of a year; nothing is shown yet."""
    every = grids(population, periods=periods)
    size = every[-1].start + every[-1].cells

    def blank() -> Numbers:
        return np.zeros(size, np.int64)

    true: dict[Unit, Numbers] = {unit: blank() for unit in UNITS}
    marks: dict[Unit, tuple[Numbers, Numbers]] = {unit: (blank(), blank()) for unit in UNITS}
    made = Sealed(population, every, true, blank(), marks)
    for period in periods:
        inside = population.at(within(population, period))
        for grid in (each for each in every if each.period == period):
            made.counts.append(_counted(made, grid, inside))
    return made


def protected(made: Sealed, *, guard: Guard | None = None, secret: bytes = SECRET) -> Sealed:
    """Protect what was counted: by the service's own protection, in an epoch, or by a double."""
    shown: dict[Unit, Numbers] = {u: np.full(made.cells, HIDDEN, np.int64) for u in UNITS}
    for grid, cells in zip(made.grids, made.counts, strict=True):
        name, shape = made.dataset.name, grid.shape
        table = Table(secret, PARTNERSHIP, name, shape.variables, str(grid.period))
        for unit in UNITS:
            for key, value in (guard or service)(cells, shape, table, unit).items():
                shown[unit][_place(grid, key)] = value
    return replace(made, shown=shown)


def sealed(
    population: Population,
    *,
    guard: Guard | None = None,
    secret: bytes = SECRET,
    periods: Sequence[Period] = PERIODS,
) -> Sealed:
    """Count and protect a year."""
    return protected(counted(population, periods=periods), guard=guard, secret=secret)


def laid(
    dataset: type[Dataset],
    *,
    shown: Mapping[Question, Mapping[tuple[str, ...], int | None]],
    true: Mapping[Question, Mapping[tuple[str, ...], int | None]],
) -> Sealed:
    """What was read of a service elsewhere, and counted there, in the same arrays.

    Of rows alone nothing is known, so attacks that need them cannot be made on it.
    """
    made = counted(unpeopled(dataset))
    seen: dict[Unit, Numbers] = {unit: np.full(made.cells, HIDDEN, np.int64) for unit in UNITS}
    for grid in made.grids:
        for unit in UNITS:
            question = (grid.shape.names, str(grid.period), unit)
            for at in range(grid.cells):
                key = made.key(grid, at)
                value = shown[question][key]
                seen[unit][grid.start + at] = HIDDEN if value is None else value
                made.true[unit][grid.start + at] = true[question][key] or 0
    return replace(made, shown=seen)


def bare(made: Sealed) -> Sealed:
    """A double with a threshold alone: small counts hidden, zeros too, the rest as they are."""
    shown = {u: np.where(held >= THRESHOLD, held, HIDDEN) for u, held in made.true.items()}
    return replace(made, shown=shown)


def service(
    cells: Sequence[CountedCell], shape: Shape, table: Table, unit: Unit
) -> Mapping[tuple[str, ...], int]:
    """The service's own protection."""
    return dict(shown_cells(cells, shape=shape, table=table, unit=unit))


def same_people_same_noise(
    cells: Sequence[CountedCell], shape: Shape, table: Table, unit: Unit
) -> Mapping[tuple[str, ...], int]:
    """A double with the textbook cell key: noise fixed by the people alone, in every epoch too."""
    return service(cells, shape, replace(table, secret=SECRET, variables=(), period=""), unit)


def within(population: Population, period: Period) -> NDArray[np.bool_]:
    """Which rows a period counts; of a register, the last month's."""
    if population.dataset.register:
        held = [len(MONTHS) - 1]
    else:
        held = [n for n, month in enumerate(MONTHS) if period.covers(month)]
    inside: NDArray[np.bool_] = np.isin(population.month, held)
    return inside


def places(population: Population, grid: Grid) -> Numbers:
    """The cell of a grid in which each row stands."""
    at = np.zeros(population.rows, np.int64)
    for name, side in zip(grid.shape.names, grid.sides, strict=True):
        at = at * side + population.codes[name]
    return at


def _counted(made: Sealed, grid: Grid, inside: Population) -> list[CountedCell]:
    """Count the cells of a grid that are not empty, as the sealing of a release does."""
    at, size = places(inside, grid), grid.cells
    whole = int(made.population.unit.max(initial=0)) + 1
    pairs, first, rows = np.unique(at * whole + inside.unit, return_index=True, return_counts=True)
    cell, key, named = pairs // whole, inside.key[first], inside.named[first]

    def summed(where: Numbers, weights: Numbers | None = None) -> Numbers:
        found = np.bincount(where, weights=weights, minlength=size)
        return found.astype(np.int64)

    records, units, persons = summed(at), summed(cell), summed(cell, named)
    top, two = _largest(cell, rows, size)
    made.true["records"][grid.places], made.true["persons"][grid.places] = records, persons
    made.units[grid.places] = units
    for place, mine in enumerate(inside.mark):
        made.marks["records"][place][grid.places] = summed(at, mine)
        of_unit = inside.unit_mark[place][first] * named
        made.marks["persons"][place][grid.places] = summed(cell, of_unit)
    sums = (summed(at, inside.key), summed(cell, key), summed(cell, key * named))
    full = np.flatnonzero(records)
    columns = [each[full].tolist() for each in (records, persons, units, *sums, top, two)]
    return [CountedCell(*each) for each in zip(_keys(grid, full), *columns, strict=True)]


def _largest(cell: Numbers, rows: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Rows of the unit with most in each cell, and of the two with most."""
    top, two = np.zeros(size, np.int64), np.zeros(size, np.int64)
    order = np.lexsort((-rows, cell))
    heads, held = cell[order], rows[order]
    begin = np.flatnonzero(np.diff(heads, prepend=-1))
    after = np.append(held, 0)[begin + 1] * (np.append(heads, -1)[begin + 1] == heads[begin])
    top[heads[begin]], two[heads[begin]] = held[begin], held[begin] + after
    return top, two


def _keys(grid: Grid, cells: Numbers) -> list[tuple[str, ...]]:
    """The keys of cells, each category told by its place."""
    if not grid.sides:
        return [()] * len(cells)
    held = [each.tolist() for each in np.unravel_index(cells, grid.sides)]
    return [tuple(map(str, key)) for key in zip(*held, strict=True)]


def _place(grid: Grid, key: tuple[str, ...]) -> int:
    """The cell of such a key among all cells."""
    place = 0
    for side, category in zip(grid.sides, key, strict=True):
        place = place * side + int(category)
    return grid.start + place
