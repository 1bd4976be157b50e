"""The white list of timelines: fields that exist, and nothing that never leaves."""

import pytest

from schemas.dataset import columns_by_name
from schemas.datasets import DATASETS as ALL
from schemas.fields import Code, Day, Month
from schemas.leaving import JUDGED_BY, NEVER_LEAVES
from schemas.timeline import (
    MONTH,
    SHOWN,
    TIMELINE,
    Happening,
    Linked,
    Person,
    Through,
    persons,
    told,
)

EVERY = frozenset(ALL)


def named(happening: Happening) -> str:
    return f"{happening.event}-{happening.dataset}"


@pytest.mark.parametrize("happening", TIMELINE, ids=named)
def test_every_event_is_told_by_fields_of_its_dataset(happening: Happening) -> None:
    known = columns_by_name(ALL[happening.dataset])
    assert {*happening.fields, *happening.shown.values()} <= set(known)
    if happening.day != MONTH:
        assert isinstance(known[happening.day].field, Day | Month)
    assert happening.whose.block in ALL[happening.dataset].persons


@pytest.mark.parametrize("happening", TIMELINE, ids=named)
def test_codes_that_an_event_goes_by_are_codes_of_its_fields(happening: Happening) -> None:
    known = columns_by_name(ALL[happening.dataset])
    for where in (happening.where, *happening.unless):
        for name, codes in where:
            field = known[name].field
            assert isinstance(field, Code)
            assert codes <= field.values


@pytest.mark.parametrize("happening", TIMELINE, ids=named)
def test_nothing_that_never_leaves_is_told(happening: Happening) -> None:
    never = NEVER_LEAVES[happening.dataset]
    assert not never & {happening.day, *happening.shown.values()}
    # what a row is found and judged by may be read, and goes no further
    assert never & happening.fields <= JUDGED_BY[happening.dataset]


def test_an_event_shows_no_more_than_risk_and_order() -> None:
    assert {member for each in TIMELINE for member in each.shown} == set(SHOWN)


def test_whatever_tells_of_a_stay_of_treatment_or_of_help_names_no_agency() -> None:
    quiet = {each.dataset for each in TIMELINE if each.how != "plain"}
    loud = {each.dataset for each in TIMELINE if each.how == "plain"}
    assert quiet == {"housing_support", "service_episode", "health_contact"}
    assert not quiet & loud
    assert all(each.unless for each in TIMELINE if each.event.startswith("support"))


def test_a_dataset_has_one_person_whose_timeline_its_rows_belong_to() -> None:
    found = {(e.dataset, e.whose.block) for e in TIMELINE if isinstance(e.whose, Person)}
    assert dict(found) == persons()
    assert len(found) == len(persons())


def test_events_of_datasets_that_are_not_covered_are_not_told() -> None:
    assert told(datasets=frozenset(), withheld=frozenset()) == ()
    assert {e.dataset for e in told(datasets=frozenset({"incident"}), withheld=frozenset())} == {
        "incident"
    }


def test_what_is_found_through_another_dataset_needs_that_one_as_well() -> None:
    outcomes = told(datasets=frozenset({"justice_outcome"}), withheld=frozenset())
    assert outcomes == ()
    assert any(isinstance(e.whose, Through) for e in told(datasets=EVERY, withheld=frozenset()))


WITHHELD = {
    "its day": ("incident.reported_on", "reported"),
    "what finds its person": ("incident.victim.person_ref", "reported"),
    "what finds it through another": ("incident.record_id", "hearing"),
    "the reference to another": ("justice_outcome.incident_ref", "outcome"),
    "the persons it is linked to": ("perpetrator_intervention.linked_victim_refs", "released"),
    "what it is judged by": ("service_episode.setting", "support_began"),
}


@pytest.mark.parametrize("name", WITHHELD)
def test_an_event_is_not_told_where_an_agreement_withholds(name: str) -> None:
    field, event = WITHHELD[name]
    assert event in {each.event for each in told(datasets=EVERY, withheld=frozenset())}
    assert event not in {each.event for each in told(datasets=EVERY, withheld=frozenset({field}))}


def test_releases_are_those_of_whoever_is_linked_to_the_person() -> None:
    releases = [each for each in TIMELINE if each.dataset == "perpetrator_intervention"]
    assert {type(each.whose) for each in releases} == {Linked}
