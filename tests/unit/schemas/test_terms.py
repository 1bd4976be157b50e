"""An agency's own words: what a term map may say, what it becomes, and what is refused of it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.codes import CODE_LISTS, MISSING_REASONS
from schemas.datasets import DATASETS
from schemas.terms import NONE, PRESETS, TermMap, fills, places, read

INCIDENT = DATASETS["incident"]
HEALTH = DATASETS["health_contact"]

SAID: dict[str, Any] = {
    "columns": {"Crime No": "record_id", "Vic SDE": "victim.ethnicity_self"},
    "codes": {"victim.sex": {"1": "M", "2": "F"}, "is_crime": {"Y": "true", "N": "false"}},
    "presets": ["police_16_plus_1"],
    "not_held": ["victim.religion"],
}


def codes(document: Any, dataset: str = "incident") -> set[tuple[str, str | None]]:
    found = read(document, dataset=DATASETS[dataset])
    assert found.terms is NONE or not found.faults
    return {(fault.code, fault.field) for fault in found.faults}


def test_a_map_says_what_a_column_and_a_word_stand_for() -> None:
    terms = read(SAID, dataset=INCIDENT).terms
    assert terms.column("Crime No") == "record_id"
    assert terms.code("victim.sex", "2") == "F"
    assert terms.code("victim.ethnicity_self", "O1") == "A4"
    assert terms.code("suspect.ethnicity_self", "NS") == "declined"


def test_where_a_map_says_nothing_names_and_words_stay() -> None:
    terms = read(SAID, dataset=INCIDENT).terms
    assert terms.column("victim.sex") == "victim.sex"
    assert terms.code("victim.sex", "F") == "F"
    assert terms.code("suspect.sex", "1") == "1"
    assert not NONE
    assert terms


def test_two_words_of_one_code_give_it_once_and_a_repeated_word_stays_repeated() -> None:
    terms = TermMap(codes={"victim.impairments": {"psych": "MEN", "mental": "MEN"}})
    given = terms.code_list("victim.impairments", ["psych", "mental", "VIS"])
    assert given == ["MEN", "VIS"]
    assert terms.code_list("victim.impairments", ["VIS", "VIS"]) == ["VIS", "VIS"]


def test_a_map_is_the_same_after_it_was_kept() -> None:
    terms = read(SAID, dataset=INCIDENT).terms
    kept = TermMap.of(terms.document)
    assert kept == terms
    assert kept.digest == terms.digest
    assert kept.digest != TermMap(not_held=frozenset({"victim.religion"})).digest


def test_the_agencys_own_word_comes_before_a_presets() -> None:
    said = {
        "presets": ["nhs_ethnicity_2001"],
        "codes": {"subject.ethnicity_self": {"C": "W3", "T": "W3"}},
    }
    terms = read(said, dataset=HEALTH).terms
    assert terms.code("subject.ethnicity_self", "C") == "W3"
    assert terms.code("subject.ethnicity_self", "T") == "W3"
    assert terms.code("subject.ethnicity_self", "A") == "W1"


def test_a_preset_may_be_for_one_field() -> None:
    said = {"presets": [{"preset": "police_16_plus_1", "field": "victim.ethnicity_self"}]}
    assert set(read(said, dataset=INCIDENT).terms.codes) == {"victim.ethnicity_self"}


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_goes_onto_codes_of_its_list_and_names_its_source(name: str) -> None:
    preset = PRESETS[name]
    assert set(preset.words.values()) <= CODE_LISTS[preset.codes].values | MISSING_REASONS
    assert preset.source
    assert preset.unconfirmed


@pytest.mark.parametrize(
    ("preset", "key"), [("nhs_ethnicity_2001", "nhs"), ("police_16_plus_1", "police")]
)
def test_a_preset_agrees_with_the_crosswalk_of_the_code_list(preset: str, key: str) -> None:
    entries = CODE_LISTS["ethnicity_self"], CODE_LISTS["missing_reason"]
    there = {e.code: e.crosswalk[key] for part in entries for e in part if key in e.crosswalk}
    words = PRESETS[preset].words
    assert {word: code for word, code in words.items() if there.get(code) != word} == {}
    assert len(words) == (18 if key == "nhs" else 17)  # 16 codes, with two and one for missing


@pytest.mark.parametrize(
    ("document", "code", "field"),
    [
        (None, "type", None),
        ([], "type", None),
        ({"colums": {}}, "unknown_member", None),
        ({"columns": []}, "type", None),
        ({"columns": {"Sex": None}}, "type", None),
        ({"columns": {f"c{n}": "record_id" for n in range(201)}}, "size", None),
        ({"codes": {"victim.sex": ["M"]}}, "type", None),
        ({"codes": {"victim.sex": {f"w{n}": "M" for n in range(5001)}}}, "size", None),
        ({"presets": "nhs_ethnicity_2001"}, "type", None),
        ({"not_held": {"victim.sex": True}}, "type", None),
        ({"columns": {"": "record_id"}}, "name", None),
        ({"columns": {" Ref": "record_id"}}, "name", None),
        ({"columns": {"x" * 101: "record_id"}}, "name", None),
        ({"columns": {"Re\u202ef": "record_id"}}, "name", None),
        ({"columns": {"Sex": "victim.gender"}}, "unknown_field", None),
        ({"columns": {"Sex": "victim"}}, "unknown_field", None),
        ({"columns": {"A": "victim.sex", "B": "victim.sex"}}, "two_onto_one", "victim.sex"),
        (
            {"columns": {"A": "victim.sex", "victim.sex": "suspect.sex"}},
            "chain",
            "victim.sex",
        ),
        ({"codes": {"victim.gender": {"1": "M"}}}, "unknown_field", None),
        ({"codes": {"record_id": {"1": "M"}}}, "no_codes", "record_id"),
        ({"codes": {"victim.person_ref": {"1": "M"}}}, "no_codes", "victim.person_ref"),
        ({"codes": {"reported_on": {"1": "M"}}}, "no_codes", "reported_on"),
        ({"codes": {"victim.sex": {"1": "X"}}}, "code", "victim.sex"),
        ({"codes": {"is_crime": {"Y": "yes"}}}, "code", "is_crime"),
        ({"codes": {"victim.sex": {"": "M"}}}, "word", "victim.sex"),
        ({"codes": {"victim.sex": {"w" * 65: "M"}}}, "word", "victim.sex"),
        ({"codes": {"abuse_types": {"a;b": "PHY"}}}, "word", "abuse_types"),
        ({"codes": {"victim.sex": {"1": "M", "M": "F"}}}, "chain", "victim.sex"),
        ({"presets": ["nhs"]}, "unknown_preset", None),
        ({"presets": [{"preset": "police_16_plus_1"}]}, "unknown_preset", None),
        ({"presets": [7]}, "unknown_preset", None),
        (
            {"presets": [{"preset": "police_16_plus_1", "field": "victim.sex"}]},
            "preset_field",
            None,
        ),
        ({"not_held": ["victim.gender"]}, "unknown_field", None),
        ({"not_held": [["victim.sex"]]}, "unknown_field", None),
        ({"not_held": ["record_id"]}, "needed", "record_id"),
        (
            {"columns": {"Rel": "victim.religion"}, "not_held": ["victim.religion"]},
            "contradiction",
            "victim.religion",
        ),
    ],
)
def test_what_cannot_be_a_map_is_a_fault(document: Any, code: str, field: str | None) -> None:
    assert (code, field) in codes(document)


def test_a_numbering_of_ones_own_is_no_chain_where_every_code_is_said() -> None:
    own = {"1": "2", "2": "1", "3": "3", "4": "4"}
    half = {"1": "2", "2": "3"}
    assert codes({"codes": {"victim.sexual_orientation": own}}) == set()
    assert codes({"codes": {"victim.sexual_orientation": half}}) == {
        ("chain", "victim.sexual_orientation")
    }


def test_every_fault_is_found_at_once_and_repeats_nothing_that_was_sent() -> None:
    document = {
        "columns": {"surname Lovelace": "nowhere", "Ada": "victim.sex", "Eve": "victim.sex"},
        "codes": {"victim.sex": {"Lovelace": "Byron"}, "Byron": {"x": "y"}},
        "presets": ["Byron"],
        "not_held": ["Byron"],
    }
    found = read(document, dataset=INCIDENT).faults
    assert len(found) == 7
    said = " ".join(fault.message + fault.pointer + str(fault.field) for fault in found)
    assert not {"Lovelace", "Byron", "Ada", "Eve"} & set(said.replace("/", " ").split())


def test_a_cell_of_a_breakdown_is_a_place_of_its_own() -> None:
    said = {
        "columns": {"Gender": "breakdown.sex"},
        "codes": {"breakdown.sex": {"Female": "F"}},
    }
    assert codes(said, "aggregate_return") == set()


def test_only_fields_that_take_a_reason_are_filled_with_one() -> None:
    terms = TermMap(not_held=frozenset({"victim.religion", "victim.age_years", "call_count"}))
    assert fills(terms, dataset=INCIDENT) == {
        "victim.age_years": "not_held",
        "victim.religion": "not_held",
    }


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_has_places_and_none_for_the_codes_of_its_references(name: str) -> None:
    found = places(DATASETS[name])
    assert found["record_id"].words is None
    references = [p for p in found.values() if p.name.endswith("person_ref")]
    assert all(place.words is None for place in references)
    assert any(place.words for place in found.values())
