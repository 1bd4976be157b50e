"""The Table Schema of a dataset describes its CSV files as the readers take them."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from schemas.codes import MISSING_REASONS
from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.examples import example_cells
from schemas.fields import CellMap
from schemas.frictionless import table_schema
from schemas.wire import catalogue as wire
from synth import formats
from tests.rows import row

each_dataset = pytest.mark.parametrize("dataset", DATASETS.values(), ids=list(DATASETS))
TYPES = {"string", "integer", "number", "boolean", "date", "datetime", "yearmonth"}
LEXICAL = {
    "integer": r"-?[0-9]+",
    "number": r"-?[0-9]+(\.[0-9]+)?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "datetime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})",
    "yearmonth": r"[0-9]{4}-[0-9]{2}",
}
"""How values of each type are written (Data Package 2.0, Table Schema, field types)."""


def fields(dataset: type[Dataset]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in table_schema(dataset)["fields"]}


def takes(field: dict[str, Any], cell: str) -> bool:
    """Whether a cell keeps what a field says of it."""
    missing = [each["value"] for each in field.get("missingValues", [{"value": ""}])]
    bound = field.get("constraints", {})
    if cell in missing:
        return not bound.get("required")
    if field["type"] == "boolean":
        return cell in field["trueValues"] + field["falseValues"]
    if field["type"] != "string":
        return bool(re.fullmatch(LEXICAL[field["type"]], cell))
    return cell in bound.get("enum", [cell]) and bool(re.search(bound.get("pattern", ""), cell))


@each_dataset
def test_it_names_every_column_of_a_csv_file(dataset: type[Dataset]) -> None:
    said = fields(dataset)
    named = {
        f"{column.name}.{dimension}" if dimension else column.name
        for column in columns(dataset)
        for dimension in (column.field.lists if isinstance(column.field, CellMap) else [""])
    }
    assert set(said) == named
    assert {field["type"] for field in said.values()} <= TYPES
    schema = table_schema(dataset)
    assert wire.TableDescriptor().dump(schema).keys() == schema.keys()


@each_dataset
def test_it_takes_the_cells_of_a_good_row_and_of_the_smallest(dataset: type[Dataset]) -> None:
    text = formats.csv_bytes([row(dataset.name)], dataset=dataset).decode()
    (good,) = csv.DictReader(io.StringIO(text))
    said = fields(dataset)
    for cells in (good, example_cells(dataset)):
        assert [name for name, cell in cells.items() if not takes(said[name], cell)] == []


@each_dataset
def test_the_smallest_row_alone_is_required(dataset: type[Dataset]) -> None:
    needed = {n for n, f in fields(dataset).items() if f.get("constraints", {}).get("required")}
    assert needed == {name for name in dataset.minimum if "|" not in name}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("victim.sex", "X"),
        ("victim.age_years", "young"),
        ("is_crime", "TRUE"),
        ("reported_on", "31/03/2026"),
        ("first_arrest_at", "2026-03-31"),
        ("record_id", "A 1"),
        ("record_id", ""),
        ("abuse_types", "PHY;HAIR"),
        ("victim.person_ref", "Ada"),
    ],
)
def test_it_refuses_what_a_reader_would(name: str, cell: str) -> None:
    assert not takes(fields(DATASETS["incident"])[name], cell)


def test_codes_have_labels_and_reasons_are_no_numbers() -> None:
    said = fields(DATASETS["incident"])
    assert {"value": "F", "label": "Female"} in said["victim.sex"]["categories"]
    assert set(said["victim.sex"]["constraints"]["enum"]) >= MISSING_REASONS
    age = said["victim.age_years"]
    assert (age["type"], age["constraints"]) == ("integer", {"minimum": 0, "maximum": 120})
    assert {each["value"] for each in age["missingValues"]} == MISSING_REASONS | {""}
    assert takes(said["abuse_types"], "PHY;EMO") or takes(said["abuse_types"], "PHY")
