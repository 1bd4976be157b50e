"""Every attack on one invented place, and the same attacks on what lacks a protection.

The doubles are a service with a threshold alone, and one whose noise is fixed by the people alone
(the textbook's): an attack that does not break one of them proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from api.disclosure.policy import THRESHOLD
from tests.attacks import (
    certainty,
    classes,
    declared,
    draws,
    guessing,
    insiders,
    presence,
    sampling,
)
from tests.attacks.certainty import Recovered
from tests.attacks.draws import Drawn
from tests.attacks.guessing import Score
from tests.attacks.insiders import Remainders
from tests.attacks.links import Links, links, structural_zeros
from tests.attacks.population import LONDON, MONTHS, YEAR, Numbers, Population, enlarged
from tests.attacks.presence import Claims
from tests.attacks.sampling import Posterior
from tests.attacks.sealed import (
    HIDDEN,
    UNITS,
    Grid,
    Sealed,
    bare,
    protected,
    same_people_same_noise,
    sealed,
)

SHOWN = THRESHOLD
"""The smallest group of which a cell is usually shown."""

EPOCHS = 4
"""Epochs of a period, at most (design)."""

WARDS_OF_LONDON = 630
"""Of the prototype by which the protection was chosen."""

CHAINED = 2
"""Variables of the tables that are sampled, at least: single ones tell little."""

WIDEST = 8
"""Of the tables that are sampled, those with most hidden cells of one count for themselves."""

Attack = Callable[[Sealed, Links], Numbers]


@dataclass
class Attacked:
    """One dataset, sealed: for real, in further epochs, and by the doubles."""

    real: Sealed

    @cached_property
    def tied(self) -> Links:
        """How the cells hang together."""
        return links(self.real)

    @cached_property
    def zeros(self) -> NDArray[np.bool_]:
        """The cells that can hold nobody by definition."""
        return structural_zeros(self.real)

    @cached_property
    def bare(self) -> Sealed:
        """The same counts behind a threshold alone."""
        return bare(self.real)

    @cached_property
    def textbook(self) -> Sealed:
        """The same counts with noise that is fixed by the people alone."""
        return protected(self.real, guard=same_people_same_noise)

    def hidden_ones(self, grid: Grid) -> int:
        """How many hidden cells of a table hold one."""
        seen, true = (held["records"][grid.places] for held in (self.real.shown, self.real.true))
        return int(((seen == HIDDEN) & (true == 1)).sum())

    @cached_property
    def epochs(self) -> tuple[Sealed, ...]:
        """The same counts in every epoch of the year."""
        later = (protected(self.real, secret=bytes([n]) * 32) for n in range(1, EPOCHS))
        return (self.real, *later)


@dataclass
class Place:
    """A borough or a London: its datasets by name."""

    held: Mapping[str, Attacked]

    def certain(self) -> Recovered:
        """What follows with certainty from everything that is shown, in both units."""
        return _added(
            certainty.recovered(
                each.real,
                certainty.narrowed(
                    certainty.read_noisy(each.real), tied=each.tied, zeros=each.zeros
                ),
                unit=unit,
                zeros=each.zeros,
            )
            for each in self.held.values()
            for unit in UNITS
        )

    def certain_of_threshold(self, *, zeros_shown: bool) -> Recovered:
        """The same behind a threshold alone, of records."""
        return _added(
            certainty.recovered(
                each.bare,
                certainty.narrowed(
                    certainty.read_exact(each.bare, zeros_shown=zeros_shown), tied=each.tied
                ),
                unit="records",
            )
            for each in self.held.values()
        )

    def guessed(self, attack: str, *, double: bool = False, cube: bool = False) -> Score:
        """Guesses by `differenced`, `all_but_one` or `least_squares` at every hidden cell; of a
        `cube` at those of ward and ethnicity alone.
        """
        return guessing.pooled(
            _scored(each, attack, double=double, cube=cube)
            for name, each in self.held.items()
            if not cube or name == "incident"
        )

    def drawn(self, *, epochs: int) -> Drawn:
        """Small groups whose cells are known to hold the same rows or people."""
        return draws.drawn(
            draws.groups(each.epochs[:epochs], unit=unit)
            for each in self.held.values()
            for unit in UNITS
        )

    def alike(self, *, double: str = "real") -> Claims:
        """Everybody of one kind is said to share something."""
        return presence.pooled(
            classes.all_alike(getattr(each, double), tied=each.tied, zeros=each.zeros)
            for each in self.held.values()
        )

    def insiders(self, who: Sequence[int], *, double: str = "real") -> Remainders:
        """Agencies subtract their own records."""
        found = [
            insiders.subtracted(getattr(each, double), insiders=who) for each in self.held.values()
        ]
        return Remainders(
            *(sum(getattr(one, name) for one in found) for name in Remainders.__dataclass_fields__)
        )

    def sampled(self, *, rounds: int, tables: int | None = None) -> list[Posterior]:
        """What chains say of the hidden cells of every table of two or three variables, for the
        year, a quarter and a month; of the `tables` with most ones alone, if it is given.
        """
        wide = [
            (each, grid)
            for each in self.held.values()
            for period in (YEAR, YEAR.quarters()[0], MONTHS[0])
            for grid in each.real.finest(period)
            if len(grid.sides) >= CHAINED
        ]
        wide.sort(key=lambda pair: -pair[0].hidden_ones(pair[1]))
        return [
            sampling.sampled(each.real, grid, zeros=each.zeros, seed=1, rounds=rounds)
            for each, grid in wide[:tables]
        ]

    def kept(self) -> tuple[float, float]:
        """The share of the cells of ward and month that are shown, and of the records in them."""
        made = self.held["incident"].real
        grids = [made.grid(("ward",), month).places for month in MONTHS]
        seen = np.concatenate([made.shown["records"][each][:-1] for each in grids])
        true = np.concatenate([made.true["records"][each][:-1] for each in grids])
        shown = seen != HIDDEN
        return float(shown.mean()), float(true[shown].sum() / true.sum())


def place(populations: Mapping[str, Population]) -> Place:
    """Seal every dataset of a place."""
    return Place({name: Attacked(sealed(each)) for name, each in populations.items()})


def london(populations: Mapping[str, Population], *, seed: int) -> Place:
    """A London like the boroughs that sent these rows."""
    return place(
        {
            name: enlarged(each, rows=each.rows * LONDON, wards=WARDS_OF_LONDON, seed=seed)
            for name, each in populations.items()
            if not each.dataset.register
        }
    )


def came_and_stayed(
    populations: Sequence[Population], *, double: bool = False
) -> tuple[Claims, Claims, Claims]:
    """A month beside its quarter in several years: somebody came, nobody came; and year to date."""
    guard = same_people_same_noise if double else None
    thinned = [sealed(presence.thinned(each), guard=guard) for each in populations]
    both = [presence.month_in_quarter(each) for each in thinned]
    to_date = [presence.year_to_date(each) for each in thinned]
    came, stayed = ([each[n] for each in both] for n in range(2))
    return presence.pooled(came), presence.pooled(stayed), presence.pooled(to_date)


def declared_ones(*, seed: int) -> tuple[Drawn, Score]:
    """Declared figures beside released ones in every epoch, and declared totals less parts."""
    beside = declared.beside_released(2_000, epochs=EPOCHS, seed=seed)
    return beside, declared.total_less_parts(2_000, seed=seed)


def _scored(each: Attacked, attack: str, *, double: bool, cube: bool) -> Score:
    made = each.bare if double else each.real
    guesses = _guesses(made, each.tied, attack, exact=double)
    if cube:
        grid = made.grid(presence.CUBE, YEAR)
        inside = np.full(made.cells, guessing.NO_GUESS, np.int64)
        inside[grid.places] = guesses[grid.places]
        guesses = inside
    return guessing.score(guesses, made=made, zeros=each.zeros)


def _guesses(made: Sealed, tied: Links, attack: str, *, exact: bool) -> Numbers:
    if attack == "least_squares":
        return guessing.least_squares(made, tied=tied, exact=exact)
    if attack == "differenced":
        return guessing.differenced(made, tied=tied)
    # The service refuses a list, so there the others are added up; the double answers it.
    return (guessing.complement if exact else guessing.all_but_one)(made, tied=tied)


def _added(each: Iterator[Recovered]) -> Recovered:
    held = list(each)
    names = Recovered.__dataclass_fields__
    return Recovered(*(sum(getattr(one, name) for one in held) for name in names))
