"""The figures of the attacks on time, and of declared figures: each needs years of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tests.attacks import presence, suite
from tests.attacks.figures import MARGIN, Figure
from tests.attacks.population import Population
from tests.attacks.sealed import same_people_same_noise

LATE = 0.05
"""Late records that may be traced to their cell (the prototype traced none in a hundred)."""


def figures(
    population: Population, seed: int, *, years: int = 12, late: int = 40
) -> Iterator[Figure]:
    """Presence, a month beside its quarter, year to date, and declared beside released."""
    yield from _late(population, seed, trials=late)
    yield from _windows([again(population, seed=seed + n) for n in range(years)])
    beside, parts = suite.declared_ones(seed=seed)
    yield Figure("declared beside released, sure after four epochs", beside.above(), None, "0",
                 beside.above() == 0)  # fmt: skip
    gain = parts.one_gain
    yield Figure("\"it is one\", declared total less parts, above the base rate", gain, None,
                 f"{MARGIN}", gain <= MARGIN)  # fmt: skip


def again(population: Population, *, seed: int) -> Population:
    """Another year of the same people: other record keys, and other months."""
    dice = np.random.default_rng(seed)
    keys = dice.integers(0, 2**32, size=int(population.unit.max()) + 1)
    return replace(population, key=keys[population.unit], month=dice.permutation(population.month))


def _late(population: Population, seed: int, *, trials: int) -> Iterator[Figure]:
    real = presence.late_records(population, guard=None, trials=trials, seed=seed)
    double = presence.late_records(
        population, guard=same_people_same_noise, trials=trials, seed=seed
    )
    yield Figure("late records traced to their cell", real.right, double.right,
                 f"{LATE}; fixed noise at least 0.9",
                 real.right <= LATE and double.right >= 0.9)  # fmt: skip


def _windows(years: list[Population]) -> Iterator[Figure]:
    came, stayed, to_date = suite.came_and_stayed(years)
    fixed_came, fixed_stayed, _ = suite.came_and_stayed(years, double=True)
    yield Figure("\"somebody came after the month\", above chance", came.gain, fixed_came.gain,
                 f"{MARGIN}; fixed noise always right",
                 came.gain <= MARGIN and fixed_came.right == 1.0)  # fmt: skip
    # Equal values make equal counts likelier, however they were drawn.
    yield Figure("\"nobody came after the month\", above chance", stayed.gain, fixed_stayed.gain,
                 f"{2 * MARGIN}; fixed noise above it",
                 stayed.gain <= 2 * MARGIN < fixed_stayed.gain)  # fmt: skip
    yield Figure("\"somebody is in the last month\", from year to date", to_date.gain, None,
                 f"{MARGIN}", to_date.gain <= MARGIN)  # fmt: skip
