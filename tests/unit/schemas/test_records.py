"""The record tables hold what the datasets say, and a person as a digest or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary

from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.fields import PersonRef, PersonRefs
from schemas.tables.records import KINDS, RECORDS, SYSTEM, person_columns

each_dataset = pytest.mark.parametrize("name", DATASETS)


@each_dataset
def test_a_record_table_leads_with_its_partnership_and_submission(name: str) -> None:
    table = RECORDS[name]
    assert [c.name for c in table.primary_key] == ["partnership_id", "submission_id", "row_no"]
    assert {c.name for c in table.columns} >= set(SYSTEM)
    assert all(not table.c[column].nullable for column in SYSTEM)


@each_dataset
def test_every_stored_column_of_a_field_is_there_with_its_type_and_may_be_empty(name: str) -> None:
    table = RECORDS[name]
    for column in columns(DATASETS[name]):
        for stored, kind in column.stored:
            assert type(table.c[stored].type) is type(KINDS[kind])
            assert table.c[stored].nullable


@each_dataset
def test_no_reference_to_a_person_has_a_column_of_its_own(name: str) -> None:
    table, dataset = RECORDS[name], DATASETS[name]
    assert person_columns(dataset) == tuple(f"{block}_person_id" for block in dataset.persons)
    for column in person_columns(dataset):
        assert isinstance(table.c[column].type, LargeBinary)
    assert not any(c.name.endswith("person_ref") for c in table.columns)
    assert ("unit_key" in table.c) == bool(dataset.persons)
    references = [c for c in columns(dataset) if isinstance(c.field, PersonRef)]
    assert [c.stored for c in references] == [()] * len(dataset.persons)


def test_references_to_several_people_are_kept_as_digests_in_one_column() -> None:
    several = [c for c in columns(DATASETS["perpetrator_intervention"])
               if isinstance(c.field, PersonRefs)]  # fmt: skip
    assert [c.stored for c in several] == [(("linked_victim_refs", "refs"),)]
