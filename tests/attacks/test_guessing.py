"""Guesses at hidden counts are hardly better than the base rate."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from api.disclosure.lattice import NotInLattice, question
from schemas.datasets.incident import Incident
from tests.attacks import borough
from tests.attacks.draws import drawn, small_groups, told
from tests.attacks.guessing import averaged, differenced, score
from tests.attacks.release import cell_keys, sealed
from tests.attacks.year import Year

MARGIN = 0.13
"""Above the base rate; the largest gain measured on the prototype (design)."""

TARGET = (("age_band", "ethnicity_group", "ward"), str(borough.YEAR), "records")

DRAWS = 12
"""Draws of one small group over shapes, periods, units and epochs (design)."""


def test_one_person_cannot_be_singled_out_by_subtraction(year: Year) -> None:
    result = score(differenced(year.real, links=year.links), truth=year.truth)
    assert result.cells > 500
    assert result.ones_right <= result.ones_base + MARGIN
    assert result.right <= result.base + MARGIN


def test_subtraction_singles_out_everybody_behind_a_threshold(year: Year) -> None:
    result = score(differenced(year.thresholded, links=year.links), truth=year.truth)
    assert result.ones > 200
    assert result.ones_right == result.right == 1.0


def test_averaging_over_every_table_gains_little(year: Year) -> None:
    result = score(averaged(year.real, links=year.links, target=TARGET), truth=year.truth)
    assert result.cells > 200
    assert result.right <= result.base + MARGIN
    assert result.ones_right <= result.ones_base + MARGIN


def test_averaging_over_every_table_gains_more_behind_a_threshold(year: Year) -> None:
    double = score(averaged(year.thresholded, links=year.links, target=TARGET), truth=year.truth)
    real = score(averaged(year.real, links=year.links, target=TARGET), truth=year.truth)
    assert double.ones_right > double.ones_base + MARGIN
    assert double.right > real.right + MARGIN


def test_draws_of_a_small_group_stay_few_over_all_epochs(
    year: Year, record_property: Callable[[str, str], None]
) -> None:
    epochs = [sealed(year.rows, guard=cell_keys, secret=bytes([n]) * 32) for n in range(4)]
    groups = small_groups(year.rows, releases=epochs)
    result, tells = drawn(groups), told(groups)
    record_property("draws", str(result))
    record_property("told", str(tells))
    assert result.mean <= DRAWS
    assert result.most_95 <= DRAWS
    assert tells.sure_small <= 0.005
    assert tells.sure <= 0.012


def test_one_epoch_makes_no_small_group_certain(year: Year) -> None:
    tells = told(small_groups(year.rows, releases=[year.real]))
    assert tells.sure == 0.0
    assert tells.right <= tells.guess + MARGIN


def test_a_category_that_is_the_same_people_in_two_groupings_is_one_draw(year: Year) -> None:
    finer, wider = (
        year.real[(name, "ward"), str(borough.YEAR), "persons"]
        for name in ("age_band", "age_band_4")
    )
    pairs = [(finer["65-plus", ward], wider["65-plus", ward]) for ward in borough.wards()]
    assert all(one == other for one, other in pairs)
    assert any(one is not None for one, _ in pairs)


@pytest.mark.parametrize(
    "asked",
    [
        {"filters": {"ward": "E05013987,E05013988"}},
        {"filters": {"ward": ["E05013987", "E05013988"]}},
        {"by": ("age_band", "age_band_4")},
        {"period": "2025-04..2025-12"},
        {"period": "2025-04/2025-06"},
        {"by": ("ward", "age_band", "ethnicity_group", "sex")},
    ],
)
def test_the_questions_that_average_noise_away_do_not_exist(asked: dict[str, object]) -> None:
    with pytest.raises(NotInLattice):
        question(Incident, **({"measure": "incident", "period": "2025-26"} | asked))  # type: ignore[arg-type]


def test_every_question_of_the_release_was_attacked(year: Year) -> None:
    """What the lattice answers, for every choice of three breakdowns, stands in the release."""
    names = [b.name for b in Incident.breakdowns]
    answered = 0
    for by in {tuple(sorted(set(chosen))) for chosen in product(names, repeat=3)}:
        for period in ("2025-26", "2025-26-Q1", "2025-04"):
            try:
                asked = question(Incident, measure="incident", by=by, period=period)
            except NotInLattice:
                continue
            answered += 1
            assert (asked.shape.names, period, asked.unit) in year.real
    assert answered > 100
