"""What the datasets are, for people and for programs: JSON Schema, template, dictionary.

Everything here is derived from the dataset definitions and needs no server.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from schemas.codes import CODE_LISTS, MISSING_REASONS
from schemas.codes.lists import CodeList
from schemas.dataset import Column, Dataset, columns, declared
from schemas.fields import CellMap, Code, Domain, Many
from schemas.rules import Rule

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


def dictionary(dataset: type[Dataset]) -> dict[str, Any]:
    """The data dictionary: fields with codes and sources, rules, and what a release shows."""
    return summary(dataset) | {
        "fields": [_field(column, dataset) for column in columns(dataset)],
        "rules": [_rule(rule) for rule in dataset.rules],
        "measures": [
            {"name": measure.name, "title": measure.title, "units": list(measure.units)}
            for measure in dataset.measures
        ],
        "breakdowns": [
            {
                "name": breakdown.name,
                "base": breakdown.base,
                "title": breakdown.title,
                "categories": [
                    {"code": category.code, "label": category.label}
                    for category in breakdown.categories
                ],
            }
            for breakdown in dataset.breakdowns
        ],
    }


def summary(dataset: type[Dataset]) -> dict[str, Any]:
    """What a dataset is, in a few words."""
    return {
        "name": dataset.name,
        "version": dataset.version,
        "title": dataset.title,
        "grain": dataset.grain,
        "minimum": list(dataset.minimum),
    }


def _field(column: Column, dataset: type[Dataset]) -> dict[str, Any]:
    smallest = {name for entry in dataset.minimum for name in entry.split("|")}
    fill = column.field.fill
    return {
        "name": column.name,
        "title": column.field.title,
        "source": column.field.source,
        "mandatory": column.field.mandatory,
        "in_minimum": column.name in smallest,
        "absent_is": None if fill is None else column.field.to_text(fill),
        "code_list": _codes(column),
        "schema": column.field.json_schema(),
    }


def _codes(column: Column) -> str | None:
    field = column.field.of if isinstance(column.field, Many) else column.field
    return field.code_list.name if isinstance(field, Code) else None


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "field": rule.field,
        "sentence": rule.sentence,
    }


def code_lists() -> Iterator[dict[str, Any]]:
    """Every code list without its codes."""
    for entry in CODE_LISTS.values():
        yield {"name": entry.name, "id": entry.id, "title": entry.title, "source": entry.source}


def code_list(entry: CodeList) -> dict[str, Any]:
    """A code list with its codes."""
    return {
        "name": entry.name,
        "id": entry.id,
        "title": entry.title,
        "source": entry.source,
        "missing_reasons": sorted(MISSING_REASONS),
        "codes": [
            {
                "code": code.code,
                "label": code.label,
                "group": code.group,
                "parent": code.parent,
                "source": code.source or entry.source,
                "valid_from": code.valid_from.isoformat() if code.valid_from else None,
                "valid_to": code.valid_to.isoformat() if code.valid_to else None,
            }
            for code in entry
        ],
    }
