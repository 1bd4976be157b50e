"""The dictionary says of a dataset all that its definition says, in words that fit its message."""

from __future__ import annotations

import pytest

from schemas import dictionary
from schemas.codes import CODE_LISTS, MISSING_REASONS, CodeList
from schemas.codes.lists import Code
from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.envelope import ENVELOPE_RULES
from schemas.person import PERSON_RULES
from schemas.senders import SENDERS, senders
from schemas.wire import catalogue as wire

each_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))


@each_dataset
def test_the_dictionary_has_every_field_and_rule_and_fits_its_message(
    dataset: type[Dataset],
) -> None:
    whole = dictionary.dictionary(dataset)
    said = wire.Dictionary().dump(whole)
    assert said == whole
    assert [field["name"] for field in said["fields"]] == [c.name for c in columns(dataset)]
    own = [(rule.id, rule.field) for rule in dataset.rules]
    assert [(rule["id"], rule["field"]) for rule in said["rules"]][: len(own)] == own
    assert [measure["name"] for measure in said["measures"]] == [m.name for m in dataset.measures]
    assert [b["name"] for b in said["breakdowns"]] == [b.name for b in dataset.breakdowns]
    assert said["minimum"] == list(dataset.minimum)


@each_dataset
def test_a_dataset_in_the_list_has_its_fields_in_brief_and_the_same_rules(
    dataset: type[Dataset],
) -> None:
    said = wire.DatasetItem().dump(dictionary.entry(dataset))
    assert said == dictionary.entry(dataset)
    assert said["rules"] == dictionary.dictionary(dataset)["rules"]
    assert said["versions"] == [dataset.version]


@each_dataset
def test_the_rules_of_the_envelope_and_of_the_person_block_stand_in_each(
    dataset: type[Dataset],
) -> None:
    rules = dictionary.entry(dataset)["rules"]
    ids = {rule["id"] for rule in rules}
    assert set(ENVELOPE_RULES) | {rule.id for rule in PERSON_RULES} <= ids
    asked = {rule["id"] for rule in rules if rule["applies"]}
    assert ("SUB-V01" in asked) == bool(dataset.persons)
    assert all(rule["sentence"] and rule["expected"] for rule in rules)


def test_the_dictionary_says_what_an_absent_column_is_taken_as() -> None:
    fields = {f["name"]: f for f in dictionary.dictionary(DATASETS["incident"])["fields"]}
    said = {name: fields[name]["absent_is"] for name in fields}
    assert said["da_flag"] == "true"
    assert said["victim.restricted"] == "false"
    assert said["victim.sex"] == said["victim.age_years"] == "not_recorded"
    assert said["ward_code"] is None
    words = {name: fields[name]["absent"] for name in fields}
    assert words["da_flag"] == "true"
    assert words["ward_code"] == "no value"
    assert words["victim.sex"] == "the file is refused"
    assert words["victim.age_band"] == "the file is refused, unless it has victim.age_years"
    assert words["lad_code"] == "the partnership's own authority"
    assert words["victim.sharing"].startswith("counts_only from health, housing and charities")


def test_a_field_is_said_with_its_codes_and_where_they_come_from() -> None:
    fields = {f["name"]: f for f in dictionary.dictionary(DATASETS["incident"])["fields"]}
    assert fields["victim.sex"]["in_minimum"]
    assert fields["victim.age_band"]["in_minimum"]
    assert not fields["ward_code"]["in_minimum"]
    assert fields["abuse_types"]["code_list"] == "abuse_type"
    assert fields["record_id"]["code_list"] is None
    sex = fields["victim.sex"]
    assert [(code["code"], code["label"]) for code in sex["codes"]] == [
        ("F", "Female"),
        ("M", "Male"),
    ]
    assert sex["code_list_url"] == "/v1/code-lists/sex"
    assert sex["missing_reasons"] == sorted(MISSING_REASONS)
    assert sex["confirmed"]
    assert fields["victim.age_years"]["missing_reasons"] == sorted(MISSING_REASONS)
    assert fields["is_crime"]["missing_reasons"] == []
    assert not fields["offence_group"]["confirmed"]
    cell = {f["name"]: f for f in dictionary.dictionary(DATASETS["aggregate_return"])["fields"]}
    assert cell["breakdown"]["dimensions"]["sex"] == "sex"


def test_a_list_is_confirmed_where_all_its_sources_are() -> None:
    def made(source: str, own: str | None) -> CodeList:
        return CodeList("x", "CL-00", "X", source, (Code("a", "A", source=own),))

    assert dictionary.confirmed(made("ONS", None))
    assert not dictionary.confirmed(made("ONS (to be confirmed)", None))
    assert not dictionary.confirmed(made("ONS", "police (to be confirmed)"))


def test_custom_names_who_sends_every_dataset_and_binds_no_other() -> None:
    assert set(SENDERS) == set(DATASETS)
    assert senders("incident").records == ("police",)
    assert senders("hair").records == senders("hair").counts == ()


def test_every_code_list_is_listed_and_shown_whole() -> None:
    listed = list(dictionary.code_lists())
    assert [entry["name"] for entry in listed] == list(CODE_LISTS)
    for entry in CODE_LISTS.values():
        said = dictionary.code_list(entry)
        assert [code["code"] for code in said["codes"]] == [code.code for code in entry]
        assert all(code["label"] and code["source"] for code in said["codes"])
        assert said["missing_reasons"] == sorted(MISSING_REASONS)


def test_a_code_shows_when_it_was_in_use() -> None:
    wards = {c["code"]: c for c in dictionary.code_list(CODE_LISTS["ward"])["codes"]}
    assert (wards["E05000109"]["valid_from"], wards["E05000109"]["valid_to"]) == (
        None,
        "2022-05-04",
    )
    assert wards["E05013991"]["valid_from"] == "2022-05-05"
    assert wards["E05013991"]["parent"] == "E09000006"
