"""What terms may name: held against the agencies, datasets, fields, areas and purposes here."""

from datetime import date
from typing import Any

import pytest

from auth.drafting import Place, faults
from auth.terms import Terms
from tests import papers
from tests.papers import TODAY

PARTIES = frozenset({"met-bromley", "bromley-da-lead", "kings-pruh"})
HERE = Place(PARTIES, "E09000006", live=False)
CASEWORK: dict[str, Any] = {
    "purposes": ["high_risk_safeguarding"],
    "actions": ["submit", "retrieve"],
}
NOBODY_ALONE: dict[str, Any] = {"permissions": {"show_alone": {}}}


def found(*, place: Place = HERE, today: date = TODAY, **changes: Any) -> list[tuple[str, str]]:
    terms = Terms.parse(papers.document(**changes))
    return [(each.code, each.pointer or "") for each in faults(terms, place=place, today=today)]


def test_terms_of_what_is_here_have_no_fault() -> None:
    assert found() == []
    assert found(areas=["E09000006", "E05013987"]) == []
    assert found(**CASEWORK, areas=["E05013987"]) == []


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"datasets": ["incident", "gossip"]}, "dataset_unknown", "/datasets"),
        ({"withheld_fields": ["incident.victim.nam"]}, "field_unknown", "/withheld_fields"),
        ({"withheld_fields": ["incident.victim"]}, "field_unknown", "/withheld_fields"),
        ({"withheld_fields": ["referral.outcome"]}, "field_unknown", "/withheld_fields"),
        ({"areas": ["E09000007"]}, "area_outside", "/areas"),
        ({"areas": ["E09000006", "E05000001"]}, "area_outside", "/areas"),
        ({"areas": ["E05013987"]}, "area_in_part", "/areas"),
        (
            {"permissions": {"show_alone": {"met-bromley": ["incident.guesses"]}}},
            "measure_unknown",
            "/permissions/show_alone",
        ),
        (
            {"permissions": {"show_alone": {"met-bromley": ["housing_support"]}}},
            "measure_unknown",
            "/permissions/show_alone",
        ),
    ],
)
def test_what_is_not_here_is_a_fault_at_its_member(
    changes: dict[str, Any], code: str, pointer: str
) -> None:
    assert found(**changes) == [(code, pointer)]


def test_a_field_inside_a_person_block_can_be_withheld() -> None:
    assert found(withheld_fields=["incident.victim.ethnicity_self"]) == []


def test_an_agency_that_has_closed_or_never_was_is_no_party() -> None:
    place = Place(PARTIES - {"kings-pruh"}, "E09000006", live=False)
    assert found(place=place) == [("agency_unknown", "/parties")]


def test_a_partnership_without_an_area_agrees_on_nothing() -> None:
    assert found(place=Place(PARTIES, None, live=False)) == [("area_outside", "/areas")]


def test_terms_that_are_over_are_not_drafted() -> None:
    assert found(today=date(2028, 12, 31)) == []
    assert found(today=date(2029, 1, 1)) == [("already_over", "/ends_on")]


def test_invented_data_have_no_place_in_live() -> None:
    testing: dict[str, Any] = {
        "purposes": ["system_testing_and_training"],
        "actions": ["submit", "retrieve"],
    }
    assert found(**testing) == []
    live = Place(PARTIES, "E09000006", live=True)
    assert found(place=live, **testing) == [("purpose_invented_only", "/purposes")]


@pytest.mark.parametrize(
    ("purposes", "actions", "datasets", "fits"),
    [
        (["referral_coordination"], ["submit", "retrieve"], ["referral"], True),
        (["referral_coordination"], ["submit", "retrieve"], ["referral", "incident"], False),
        (["referral_coordination"], ["submit"], ["incident"], True),
        (["high_risk_safeguarding"], ["retrieve"], ["incident", "health_contact"], True),
        (
            ["referral_coordination", "service_commissioning"],
            ["retrieve", "aggregate"],
            ["referral", "incident"],
            True,
        ),
    ],
)
def test_every_dataset_is_within_reach_of_a_purpose(
    *, purposes: list[str], actions: list[str], datasets: list[str], fits: bool
) -> None:
    wrong = found(
        purposes=purposes,
        actions=actions,
        datasets=datasets,
        withheld_fields=[],
        **NOBODY_ALONE,
    )
    assert wrong == ([] if fits else [("dataset_beyond_purpose", "/datasets")])
