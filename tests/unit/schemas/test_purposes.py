"""Purposes: the ten, what each may grant at most, and what people are told about them."""

import pytest

from schemas.datasets import DATASETS
from schemas.purposes import (
    ACTIONS,
    PARTNERSHIP_THRESHOLD,
    PURPOSES,
    RESEARCH_THRESHOLD,
    Purpose,
    UnknownPurpose,
    purpose,
)

every_purpose = pytest.mark.parametrize("each", PURPOSES.values(), ids=PURPOSES.keys())


def test_the_list_is_the_ten_in_the_order_of_their_labels() -> None:
    assert [each.label for each in PURPOSES.values()] == [f"P{n:02d}" for n in range(1, 11)]
    assert next(iter(PURPOSES)) == "strategic_needs_assessment"


@every_purpose
def test_a_purpose_says_who_how_fine_and_what_not(each: Purpose) -> None:
    assert PURPOSES[each.name] is purpose(each.name) is each
    assert all((each.title, each.who, each.granularity, each.not_allowed, each.pointers))
    assert each.actions <= set(ACTIONS)


@every_purpose
def test_rows_are_read_only_where_the_purpose_retrieves(each: Purpose) -> None:
    assert (each.rows != "none") == ("retrieve" in each.actions)


@every_purpose
def test_reading_real_rows_never_comes_with_figures(each: Purpose) -> None:
    assert each.invented_data_only or not {"retrieve", "aggregate"} <= each.actions


@every_purpose
def test_rows_of_others_are_reached_where_the_purpose_is_about_others(each: Purpose) -> None:
    assert each.records <= DATASETS.keys()
    assert (each.rows == "others") == bool(each.records or each.cases)


def test_a_purpose_reaches_no_further_than_its_datasets() -> None:
    referring = purpose("referral_coordination")
    assert referring.reads("referral")
    assert referring.reaches("referral", action="retrieve")
    assert not referring.reaches("incident", action="retrieve")
    assert referring.reaches("incident", action="submit")
    assert not referring.reaches("referral", action="aggregate")


def test_a_case_is_read_without_reading_rows_one_after_another() -> None:
    safeguarding = purpose("high_risk_safeguarding")
    assert safeguarding.reaches("incident", action="retrieve")
    assert not safeguarding.reads("incident")
    assert not any(purpose("data_quality_assurance").reads(name) for name in DATASETS)
    assert all(purpose("system_testing_and_training").reads(name) for name in DATASETS)


def test_only_two_purposes_can_seal() -> None:
    sealing = {name for name, each in PURPOSES.items() if "seal" in each.actions}
    assert sealing == {"strategic_needs_assessment", "performance_scrutiny"}


def test_every_purpose_collects() -> None:
    assert all("submit" in each.actions for each in PURPOSES.values())


def test_testing_uses_invented_people_alone_and_quality_reads_own_rows_alone() -> None:
    invented = {name for name, each in PURPOSES.items() if each.invented_data_only}
    own = {name for name, each in PURPOSES.items() if each.rows == "own"}
    assert invented == {"system_testing_and_training"}
    assert own == {"data_quality_assurance"}


def test_research_hides_more_small_numbers() -> None:
    higher = {n for n, p in PURPOSES.items() if p.small_number_threshold > PARTNERSHIP_THRESHOLD}
    assert higher == {"research_and_publication"}
    assert purpose("research_and_publication").small_number_threshold == RESEARCH_THRESHOLD


@pytest.mark.parametrize("name", ["P01", "", "jane_doe"])
def test_an_unknown_purpose_is_refused_without_repeating_it(name: str) -> None:
    with pytest.raises(UnknownPurpose) as refusal:
        purpose(name)
    assert not name or name not in str(refusal.value)
