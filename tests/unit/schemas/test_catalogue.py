"""What is published about a dataset agrees with what is checked."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from schemas import catalogue
from schemas.checking import Plan, check
from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from tests.rows import context, every_column, flat, nested, row
from tests.unit.schemas.strategies import JSON, records

each_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(catalogue.json_schema(DATASETS[name]))


def plan(name: str) -> Plan:
    return Plan(DATASETS[name], every_column(name), context(name))


@each_dataset
def test_the_json_schema_is_one_and_has_its_own_address(dataset: type[Dataset]) -> None:
    schema = catalogue.json_schema(dataset)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:safershare:dataset:{dataset.name}:{dataset.version}"


@each_dataset
def test_the_json_schema_takes_a_good_row_and_the_smallest(dataset: type[Dataset]) -> None:
    name = dataset.name
    smallest = {entry.partition("|")[0] for entry in dataset.minimum}
    least = nested({n: v for n, v in flat(name).items() if n in smallest})
    assert validator(name).is_valid(row(name))
    assert validator(name).is_valid(least)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_crime": "true"},
        {"victim.sex": "female"},
        {"victim.sex": None},
        {"victim.age_years": 121},
        {"surname": "x"},
        {"victim.surname": "x"},
        {"record_id": None},
        {"record_id": "a b"},
        {"abuse_types": []},
        {"abuse_types": ["PHY", "PHY"]},
        {"victim": "somebody"},
        {"victim": None},
    ],
    ids=str,
)
def test_the_json_schema_refuses_what_any_reader_would(changes: dict[str, Any]) -> None:
    assert not validator("incident").is_valid(nested({**flat("incident"), **changes}))


def test_the_json_schema_takes_null_where_nobody_and_nothing_is_needed() -> None:
    for changes in ({"suspect": None}, {"ward_code": None}, {"suspect.person_ref": None}):
        assert validator("incident").is_valid(nested({**flat("incident"), **changes}))


@pytest.mark.parametrize(
    "cell",
    [{}, {"hair": "red"}, {"sex": "X"}, {"role": "Ada Lovelace"}, {"sex": None}, ["sex"], "F"],
    ids=str,
)
def test_the_json_schema_refuses_a_cell_that_is_not_registered(cell: Any) -> None:
    assert not validator("aggregate_return").is_valid(row("aggregate_return", {"breakdown": cell}))


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_the_json_schema_takes_every_row_whose_values_are_taken(
    name: str, data: st.DataObject
) -> None:
    record = data.draw(records(DATASETS[name]))
    refused = {f.code for f in check(record, plan=plan(name)).findings}
    assert refused <= {rule.id for rule in DATASETS[name].rules}
    assert list(validator(name).iter_errors(record)) == []


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_the_json_schema_takes_all_that_the_check_takes(name: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(columns(DATASETS[name])))
    record = nested({**flat(name), column.name: data.draw(JSON)})
    if check(record, plan=plan(name)).good:
        assert list(validator(name).iter_errors(record)) == []


@each_dataset
def test_a_template_names_every_column_or_the_smallest_row(dataset: type[Dataset]) -> None:
    (whole,) = csv.reader(io.StringIO(catalogue.template(dataset)))
    (least,) = csv.reader(io.StringIO(catalogue.template(dataset, smallest=True)))
    known = [column.name for column in columns(dataset)]
    assert [name.replace(".<dimension>", "") for name in whole] == known
    assert len(least) == len(dataset.minimum)
    assert set(least) <= set(known)


def test_a_template_shows_how_a_cell_is_split() -> None:
    assert "breakdown.<dimension>" in catalogue.template(DATASETS["aggregate_return"])
    assert catalogue.template(DATASETS["incident"]).endswith("\r\n")
