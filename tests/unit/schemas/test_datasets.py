"""Every dataset keeps the form from which all other shapes are derived."""

from __future__ import annotations

import re
from typing import Any

import pytest
from marshmallow import RAISE, missing
from marshmallow.fields import Nested

from schemas.codes import CODE_LISTS, MISSING_REASONS
from schemas.codes.declared import DECLARED, DIMENSIONS
from schemas.dataset import Block, Dataset, columns, columns_by_name, declared
from schemas.datasets import DATASETS, RECORD_DATASETS
from schemas.fields import CellMap, Code, Domain, Many
from schemas.person import Discussed, Person, Served
from schemas.rules import EXPRESSIONS, BatchTest, Field, StoredTest, Value

CLASSES = [*DATASETS.values(), Person, Served, Discussed]
OPERATORS = (*EXPRESSIONS, *BatchTest.__args__, *StoredTest.__args__, Field, Value)
each_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))


@pytest.mark.parametrize("block", CLASSES, ids=lambda block: block.__name__)
def test_a_block_declares_and_does_nothing(block: type[Block]) -> None:
    own = [
        name for cls in block.__mro__ if cls.__module__.startswith("schemas.") for name in vars(cls)
    ]
    functions = {
        name
        for name in own
        if callable(getattr(block, name, None)) and name not in {"Meta", "opts", "OPTIONS_CLASS"}
    }
    assert {name for name in functions if not name.startswith("__")} == set()
    assert not any(block._hooks.values())
    assert block.Meta.unknown == RAISE


@pytest.mark.parametrize("block", CLASSES, ids=lambda block: block.__name__)
def test_a_field_has_one_name_no_default_and_no_function(block: type[Block]) -> None:
    for name, field in declared(block).items():
        assert (field.data_key, field.attribute) == (None, None), name
        assert field.load_default is missing, name
        assert field.dump_default is missing, name
        assert (field.load_only, field.dump_only, field.validators) == (False, False, []), name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name), name


@each_dataset
def test_every_field_belongs_to_the_domain_and_says_what_it_is(dataset: type[Dataset]) -> None:
    for column in columns(dataset):
        assert isinstance(column.field, Domain), column.name
        assert column.field.title, column.name
        assert column.field.source, column.name


@each_dataset
def test_the_smallest_row_has_at_most_six_columns_that_exist(dataset: type[Dataset]) -> None:
    known = columns_by_name(dataset)
    assert 1 <= len(dataset.minimum) <= 6
    assert dataset.minimum[0] == "record_id"
    for entry in dataset.minimum:
        assert set(entry.split("|")) <= set(known)
    whole = [entry for entry in dataset.minimum if "|" not in entry]
    assert all(known[name].field.mandatory for name in whole)
    if dataset.period_field:
        assert dataset.period_field in dataset.minimum


@each_dataset
def test_a_value_that_stands_in_for_a_column_is_one_its_field_takes(dataset: type[Dataset]) -> None:
    for column in columns(dataset):
        if column.field.fill is not None:
            assert column.field.deserialize(column.field.fill) == column.field.fill, column.name


@each_dataset
def test_a_dataset_names_its_persons_and_the_one_it_counts(dataset: type[Dataset]) -> None:
    blocks = tuple(n for n, f in declared(dataset).items() if isinstance(f, Nested))
    assert set(dataset.persons) == set(blocks)
    assert dataset.counted_person in dataset.persons or not dataset.persons
    assert (dataset in RECORD_DATASETS) == bool(dataset.persons)
    for name in filter(None, (dataset.period_field, dataset.lad_field)):
        assert name in columns_by_name(dataset)


@each_dataset
def test_a_dataset_is_known_by_its_name_and_has_a_version(dataset: type[Dataset]) -> None:
    assert DATASETS[dataset.name] is dataset
    assert re.fullmatch(r"\d+\.\d+\.\d+", dataset.version)
    assert dataset.title
    assert dataset.grain


@each_dataset
def test_a_population_is_made_of_values_that_fields_take(dataset: type[Dataset]) -> None:
    for name, value in dataset.population:
        assert columns_by_name(dataset)[name].field.deserialize(value) == value


@each_dataset
def test_columns_stand_once_and_so_do_their_stored_names(dataset: type[Dataset]) -> None:
    names = [column.name for column in columns(dataset)]
    stored = [name for column in columns(dataset) for name, _ in column.stored]
    assert len(names) == len(set(names))
    assert len(stored) == len(set(stored))


def test_a_column_knows_its_key_its_block_and_where_it_is_kept() -> None:
    known = columns_by_name(DATASETS["incident"])
    age = known["suspect.age_years"]
    assert (age.key, age.block, age.optional_block) == ("age_years", "suspect", True)
    assert age.stored == (("suspect_age_years", "integer"), ("suspect_age_years_reason", "code"))
    assert known["victim.sex"].optional_block is False
    assert known["record_id"].stored == (("record_id", "text"),)
    assert known["victim.person_ref"].stored == ()


def test_services_and_housing_ask_everybody_about_recourse_to_public_funds() -> None:
    assert declared(Served)["nrpf"].mandatory
    assert not declared(Person)["nrpf"].mandatory
    asking = {d.name for d in DATASETS.values() if _blocks(d) & {Served}}
    assert asking == {"housing_support", "service_episode"}


def _blocks(dataset: type[Dataset]) -> set[Any]:
    return {field.nested for field in declared(dataset).values() if isinstance(field, Nested)}


def test_every_coded_field_uses_a_registered_list() -> None:
    used = {
        field.code_list.name
        for dataset in DATASETS.values()
        for column in columns(dataset)
        for field in [column.field.of if isinstance(column.field, Many) else column.field]
        if isinstance(field, Code)
    }
    assert used <= set(CODE_LISTS)


def test_no_reason_for_a_missing_value_is_also_a_code_where_reasons_are_taken() -> None:
    both = {
        (column.name, value)
        for dataset in DATASETS.values()
        for column in columns(dataset)
        if isinstance(column.field, Code) and column.field.reasons
        for value in column.field.code_list.values & MISSING_REASONS
    }
    assert {value for _, value in both} <= {"not_known", "not_recorded"}


def test_every_figure_is_split_by_registered_dimensions_whose_lists_exist() -> None:
    split = {name for entry in DECLARED.values() for name in entry.dimensions}
    assert split == set(DIMENSIONS)
    assert {codes for codes in DIMENSIONS.values() if codes} <= set(CODE_LISTS)
    cell = columns_by_name(DATASETS["aggregate_return"])["breakdown"].field
    assert isinstance(cell, CellMap)
    assert set(cell.dimensions) == set(DIMENSIONS)


def test_figures_that_stand_for_records_name_a_dataset_of_records_and_count_people() -> None:
    for entry in DECLARED.values():
        if entry.of:
            assert entry.of in {dataset.name for dataset in RECORD_DATASETS}
            assert (entry.family, entry.counts_people) == ("record_proxy", True)
            assert DECLARED[entry.of].of == entry.of


def test_rules_are_made_of_operators_and_plain_values() -> None:
    def walk(part: Any) -> None:
        if isinstance(part, OPERATORS):
            for name in part.__slots__:
                walk(getattr(part, name))
        elif isinstance(part, tuple | frozenset):
            for item in part:
                walk(item)
        else:
            assert not callable(part)

    for dataset in DATASETS.values():
        for rule in dataset.rules:
            walk(rule.test)
