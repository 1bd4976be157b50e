"""The linked measures as declared: what each rests on, and how little each may be split."""

from __future__ import annotations

from itertools import combinations

import pytest

from api.disclosure.declarations import faults
from api.disclosure.lattice import NotInLattice, Question, question, shapes
from schemas.breakdowns import PERIOD_KINDS
from schemas.datasets import DATASETS
from schemas.linked import FAMILY, LINKED, MEASURES, YEAR, Linked, resting_on

each_family = pytest.mark.parametrize("family", LINKED.values(), ids=LINKED)


def _asked(family: Linked, *, by: tuple[str, ...], period: str = "2025-26") -> Question:
    whole = family.measures[0]
    return question(family, measure=whole.name, period=period, by=by, unit=whole.units[0])


@each_family
def test_a_family_keeps_the_rules_of_every_release(family: Linked) -> None:
    assert faults(family) == ()


@each_family
def test_a_family_is_released_for_a_financial_year_alone(family: Linked) -> None:
    assert [kind for kind in PERIOD_KINDS if shapes(family, period_kind=kind)] == ["year"]
    for period in ("2026-03", "2025-26-Q4"):
        with pytest.raises(NotInLattice):
            _asked(family, by=(), period=period)


@each_family
def test_a_family_is_of_the_whole_area_and_split_by_one_variable(family: Linked) -> None:
    assert not any(each.area or each.sensitive or each.rare for each in family.breakdowns)
    for split in family.splits:
        assert _asked(family, by=(split,)).by == (split,)
    for pair in combinations(family.splits, 2):
        with pytest.raises(NotInLattice):
            _asked(family, by=pair)


@each_family
def test_what_is_counted_can_be_split_in_every_dataset_it_is_counted_from(family: Linked) -> None:
    for split in family.splits:
        held = [
            next(each for each in DATASETS[name].breakdowns if each.name == split)
            for name in family.counted
        ]
        assert {(each.base, each.categories) for each in held} == {
            (held[0].base, held[0].categories)
        }


@each_family
def test_a_family_names_its_source_its_datasets_and_windows_of_whole_years(family: Linked) -> None:
    assert family.source
    for side in (*family.whole, *family.part):
        assert side.months % YEAR == 0
        assert {*side.datasets} <= {*DATASETS}
        assert all(DATASETS[name].persons for name in side.datasets)


@each_family
def test_the_same_people_are_one_cell_here_and_in_their_dataset(family: Linked) -> None:
    dataset, variables = family.drawn_with
    if dataset:
        declared = {table.variables for table in DATASETS[dataset].tables}
        for split in family.splits:
            base = next(each.base for each in family.breakdowns if each.name == split)
            assert any({base, *variables} <= {*names} for names in declared)


def test_measures_go_by_the_name_of_the_family_and_the_first_is_the_whole() -> None:
    assert all(name.startswith(f"{FAMILY}.") for name in MEASURES)
    assert {name: family.measures[0].name for name, family in LINKED.items()} == {
        name: name for name in LINKED
    }


def test_a_measure_rests_on_all_that_it_is_told_from() -> None:
    assert resting_on("incident.crimes") == ("incident",)
    assert resting_on("linked.eligible_incidents") == ("incident", "risk_assessment")
    assert resting_on("linked.eligible_incidents_referred_2d") == (
        "incident", "referral", "risk_assessment",
    )  # fmt: skip
    with pytest.raises(KeyError):
        resting_on("linked.nobody")
