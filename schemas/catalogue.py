"""What a dataset's files look like, for programs: JSON Schema and template.

Everything here is derived from the dataset definitions and needs no server. The dictionary, which
says what the fields mean, is `schemas.dictionary`.
"""

from __future__ import annotations

import csv
import io
from typing import Any, Final

from schemas.dataset import Dataset, columns, declared
from schemas.fields import CellMap, Domain

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(dataset: type[Dataset]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record; rules between fields stand in the dictionary."""
    top: dict[str, Any] = {}
    blocks: dict[str, dict[str, Any]] = {}
    for column in columns(dataset):
        target = blocks.setdefault(column.block, {}) if column.block else top
        target[column.key] = _value(column.field) | {"description": column.field.title}
    for block, properties in blocks.items():
        whole = {"type": "object", "properties": properties, "additionalProperties": False}
        top[block] = whole if declared(dataset)[block].required else _or_null(whole)
    return {
        "$schema": DIALECT,
        "$id": f"urn:safershare:dataset:{dataset.name}:{dataset.version}",
        "title": dataset.title,
        "description": dataset.grain,
        "type": "object",
        "properties": top,
        "required": sorted(
            {name.partition(".")[0] for name in minimum(dataset) if "|" not in name}
        ),
        "additionalProperties": False,
    }


def _value(field: Domain) -> dict[str, Any]:
    """The JSON Schema of a field's value; null says of an optional field that there is none."""
    return field.json_schema() if field.mandatory else _or_null(field.json_schema())


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def minimum(dataset: type[Dataset]) -> tuple[str, ...]:
    """The smallest row: dotted names, alternatives joined by `|`."""
    return dataset.minimum


def template(dataset: type[Dataset], *, smallest: bool = False) -> str:
    """The header line of a CSV file: every column, or those of the smallest row."""
    names = [name.partition("|")[0] for name in dataset.minimum] if smallest else _names(dataset)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(names)
    return text.getvalue()


def _names(dataset: type[Dataset]) -> list[str]:
    return [
        f"{column.name}.<dimension>" if isinstance(column.field, CellMap) else column.name
        for column in columns(dataset)
    ]
