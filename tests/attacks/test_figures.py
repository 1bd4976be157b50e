"""Every attack on an invented borough stays within its limit, and breaks a double."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.attacks import invented, over_time, suite
from tests.attacks.figures import ATTACKS, Figure, sampled
from tests.attacks.population import BOROUGH, YEAR, as_numbers, borough, drawn, valued
from tests.attacks.presence import CUBE
from tests.attacks.sealed import sealed
from tests.attacks.suite import Attacked, Place
from tests.counts import PROVE, whole_or_sample

pytestmark = pytest.mark.prove

SEEDS = (1, 2, 3) if PROVE else (1,)
SIZES = ("borough", "London") if PROVE else ("borough",)
SIMULATED = (1, 2, 3, 4, 5, 6) if PROVE else (1,)
SAMPLED = sampled if PROVE else partial(sampled, rounds=60, tables=4)
CELLS_KEPT = 0.9
"""Of the cells by ward and month (design)."""

Record = Callable[[str, str], None]


@pytest.fixture(scope="module", params=[(seed, size) for seed in SEEDS for size in SIZES], ids=str)
def place(request: pytest.FixtureRequest) -> Place:
    seed, size = request.param
    held = borough(seed)
    return suite.london(held, seed=seed) if size == "London" else suite.place(held)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stays_within_its_limit(
    place: Place, attack: str, record_property: Record
) -> None:
    made = SAMPLED if attack == "sampled" else ATTACKS[attack]
    _held(list(made(place)), record_property)


@pytest.fixture(scope="module")
def simulated() -> list[Place]:
    """The borough as its simulation draws it, several times."""
    return [suite.place(invented.borough(seed)) for seed in SIMULATED]


@pytest.mark.parametrize("attack", [name for name in ATTACKS if name not in {"sampled", "linked"}])
def test_an_attack_on_simulated_lives_stays_within_its_limit(
    simulated: list[Place], attack: str, record_property: Record
) -> None:
    for place in simulated:
        _held(list(ATTACKS[attack](place)), record_property)


@pytest.mark.skipif(not PROVE, reason="tells something of six boroughs, not of one")
def test_the_sampler_stays_within_its_limit_among_simulated_lives(
    simulated: list[Place], record_property: Record
) -> None:
    """Together: one such borough has some 170 single persons hidden, too few to tell by itself."""
    _held(list(sampled(*simulated)), record_property)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_s_arrival_shows(seed: int, record_property: Record) -> None:
    rows = drawn("incident", seed=seed, rows=BOROUGH["incident"])
    years, late = whole_or_sample(20, sample=8), whole_or_sample(100, sample=12)
    _held(list(over_time.figures(rows, seed, years=years, late=late)), record_property)


@pytest.mark.parametrize("seed", SEEDS)
def test_nine_cells_in_ten_by_ward_and_month_are_kept(seed: int, record_property: Record) -> None:
    """Of people who live where the borough's own figures say."""
    values = list(valued("incident", seed=seed, rows=BOROUGH["incident"], skewed=False))
    rows = as_numbers("incident", values=values, seed=seed)
    cells, records = Place({"incident": Attacked(sealed(rows))}).kept()
    record_property("kept", f"{cells:.3f} of cells, {records:.3f} of records")
    assert cells >= CELLS_KEPT
    assert records >= CELLS_KEPT


def test_the_place_is_as_full_as_the_one_it_stands_for(place: Place) -> None:
    """So many single persons are hidden that there is something to find."""
    made = place.held["incident"].real
    assert made.population.rows >= 0.9 * BOROUGH["incident"]
    assert (
        sum(each.hidden_ones(grid) for each in place.held.values() for grid in each.real.grids)
        > 500
    )
    assert len({grid.period for grid in made.grids}) == 17
    assert made.has(CUBE, YEAR)


def _held(figures: list[Figure], record_property: Record) -> None:
    for each in figures:
        record_property(each.what, f"{each.real:.4g} (double {each.double}, limit {each.limit})")
    assert [each for each in figures if not each.holds] == []
