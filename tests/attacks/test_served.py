"""The attacks on what the service itself answers: a year of every dataset, sealed and asked for.

Every question of the lattice is put through the function behind `GET /v1/aggregates`; that HTTP
gives the same is shown in the journeys.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest

from api.db import Database
from api.disclosure.lattice import NotInLattice, question
from api.disclosure.policy import THRESHOLD
from api.disclosure.ptable import MAX_NOISE
from schemas.datasets import DATASETS
from tests.attacks import figures, invented, served
from tests.attacks.population import BOROUGH, MONTHS, YEAR, as_numbers, valued
from tests.attacks.sealed import HIDDEN, UNITS, counted
from tests.attacks.suite import Attacked, Place
from tests.counts import PROVE
from tests.databases import Databases, Maker
from tests.integration.borough import Borough
from tests.integration.sealing import Place as Store

Row = dict[str, Any]

SEED = 4
SHARE = 1.0 if PROVE else 0.3
"""Of a borough. In a smaller one small groups are drawn more often: that is left to the whole."""

ATTACKS = {
    name: attack
    for name, attack in figures.ATTACKS.items()
    if name in {"differenced", "all_but_one", "alike", "insiders"}
    or (PROVE and name not in {"epochs", "sampled"})
}
"""Epochs are sealed in arrays; the gain of the sampler is told of several boroughs together."""


def skewed() -> dict[str, list[Row]]:
    """Rows that are harder to protect than real ones."""
    return {
        name: list(valued(name, seed=SEED, rows=max(30, round(size * SHARE))))
        for name, size in BOROUGH.items()
    }


def simulated() -> dict[str, list[Row]]:
    """Rows as like real ones as there are."""
    return invented.year(SEED)


@pytest.fixture(
    scope="module", params=[skewed, simulated] if PROVE else [skewed], ids=lambda f: f.__name__
)
def place(request: pytest.FixtureRequest, new_database: Maker) -> Iterator[Place]:
    drawn = request.param()
    with new_database() as databases:
        yield sealed_and_asked(drawn, databases)


def sealed_and_asked(drawn: dict[str, list[Row]], databases: Databases) -> Place:
    """A year of these rows as the service tells of it once every quarter is sealed."""
    store = Store(Database(databases.app_url, operating=True), Borough(SEED))
    with store.writing() as session:
        served.put(session, drawn, months=MONTHS)
    for quarter in YEAR.quarters():
        store.seal(str(quarter), caller=served.reader())
    held = {}
    for name, values in drawn.items():
        made = counted(as_numbers(name, values=values, seed=SEED))
        with store.reading() as session:
            held[name] = Attacked(served.asked(made, session, served.reader()))
    store.database.close()
    return Place(held)


ON_SQLITE = pytest.mark.parametrize(
    "engine_name", ["sqlite", "postgresql"] if PROVE else ["sqlite"], indirect=True, scope="module"
)
pytestmark = [ON_SQLITE, pytest.mark.prove]


def test_every_dataset_that_releases_something_was_asked_for(place: Place) -> None:
    assert set(place.held) == {name for name, dataset in DATASETS.items() if dataset.tables}
    for each in place.held.values():
        assert (each.real.shown["records"] != HIDDEN).any()


def test_shown_counts_are_moved_within_the_noise_and_never_below_the_threshold(
    place: Place,
) -> None:
    moves = []
    for each in place.held.values():
        for unit in UNITS:
            seen = each.real.shown[unit] != HIDDEN
            assert each.real.shown[unit][seen].min(initial=THRESHOLD) >= THRESHOLD
            moves.append((each.real.shown[unit] - each.real.true[unit])[seen])
    moved = np.concatenate(moves)
    assert np.abs(moved).max() <= MAX_NOISE
    assert abs(moved[np.abs(moved) < MAX_NOISE].std() - 1.41) < 0.15


def test_nothing_that_the_service_answers_is_certain(place: Place) -> None:
    assert place.certain().cells == 0
    double = place.certain_of_threshold(zeros_shown=True)
    assert double.wrong == 0
    assert double.share >= figures.BREAKS


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_on_the_service_stays_within_its_limit(place: Place, attack: str) -> None:
    assert [each for each in ATTACKS[attack](place) if not each.holds] == []


@pytest.mark.skipif(not PROVE, reason="every table of a whole borough takes a minute")
def test_the_sampler_is_sure_of_nobody_in_what_the_service_answers(place: Place) -> None:
    assert sum(each.certain for each in place.sampled(rounds=100)) == 0


def test_a_category_that_is_the_same_people_in_two_groupings_is_one_draw(place: Place) -> None:
    made = place.held["incident"].real
    seen = made.shown["persons"]
    finer, wider = (
        made.grid((name, "ethnicity_group"), YEAR) for name in ("age_band", "age_band_4")
    )
    old = [made.population.levels[name].index("65-plus") for name in ("age_band", "age_band_4")]
    rows = [
        seen[grid.places].reshape(grid.sides)[at]
        for grid, at in zip((finer, wider), old, strict=True)
    ]
    assert np.array_equal(*rows)
    assert (rows[0] != HIDDEN).any()


def test_every_question_of_the_lattice_was_attacked(place: Place) -> None:
    """What the lattice answers, for every choice of up to three breakdowns, was asked for."""
    for name, each in place.held.items():
        names = [breakdown.name for breakdown in DATASETS[name].breakdowns]
        for by in {tuple(sorted(set(chosen))) for chosen in product(names, repeat=2)}:
            for period in ("2025-26", "2025-26-Q1", "2025-04"):
                try:
                    asked = question(DATASETS[name], measure=name, by=by, period=period,
                                     unit="records")  # fmt: skip
                except NotInLattice:
                    continue
                assert each.real.has(asked.shape.names, period)
