"""A dataset as a Frictionless Table Schema (Data Package 2.0): its CSV columns for other tools.

What belongs here: types and constraints of single cells, with the labels of codes. What does not:
rules between fields, which a table schema cannot say and the dictionary does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from schemas.codes import MISSING_REASONS, CodeList, code_list
from schemas.codes.person import MISSING_REASON
from schemas.dataset import Column, Dataset, columns
from schemas.fields import (
    Amount,
    CellMap,
    Code,
    Count,
    CountOrReason,
    Day,
    Domain,
    Flag,
    Instant,
    LinkedRef,
    Many,
    Month,
)
from schemas.fields.time import EARLIEST_YEAR, LATEST_YEAR

PROFILE: Final = "https://datapackage.org/profiles/2.0/tableschema.json"
BLANK: Final = ""
Descriptor = dict[str, Any]


def table_schema(dataset: type[Dataset]) -> Descriptor:
    """The Table Schema of a dataset's CSV file; a file may have fewer columns, in any order."""
    return {
        "$schema": PROFILE,
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.grain,
        "version": dataset.version,
        "fieldsMatch": "superset",
        "fields": [field for column in columns(dataset) for field in _fields(column, dataset)],
        "missingValues": [BLANK],
        "primaryKey": ["record_id"],
    }


def _fields(column: Column, dataset: type[Dataset]) -> Iterator[Descriptor]:
    """The CSV columns of a field: one, or of a map one for each dimension.

    Required are those of the smallest row alone. Tools read `required` as "the column is there",
    while any other mandatory column may be missing as a whole and only its cells may not be blank.
    """
    if isinstance(column.field, CellMap):
        for dimension, name in column.field.lists.items():
            yield _dimension(column, dimension, code_list(name) if name else None)
        return
    made = {"name": column.name, "title": column.field.title, **_typed(column.field)}
    if column.name in dataset.minimum and "missingValues" not in made:
        made.setdefault("constraints", {})["required"] = True
    yield made


def _dimension(column: Column, dimension: str, codes: CodeList | None) -> Descriptor:
    said = {"name": f"{column.name}.{dimension}", "title": f"{column.field.title}: {dimension}"}
    return {**said, **(_coded(codes, reasons=True) if codes else {"type": "string"})}


def _typed(field: Domain) -> Descriptor:
    """The type of a field's cell, and what binds it."""
    if isinstance(field, Code):
        return _coded(field.code_list, reasons=field.reasons)
    if isinstance(field, Many) and not isinstance(field, LinkedRef):
        return {"type": "string", "constraints": {"pattern": _several(field.of)}}
    maker = next((make for kind, make in _TYPES if isinstance(field, kind)), None)
    return maker(field) if maker else _text(field)


def _coded(codes: CodeList, *, reasons: bool) -> Descriptor:
    entries = [*codes, *(MISSING_REASON if reasons else ())]
    return {
        "type": "string",
        "categories": [{"value": entry.code, "label": entry.label} for entry in entries],
        "constraints": {"enum": [entry.code for entry in entries]},
    }


def _several(item: Domain) -> str:
    """The pattern of a list: values joined by `;`."""
    schema = item.json_schema()
    one = "|".join(map(re.escape, schema["enum"])) if "enum" in schema else _inside(schema)
    return f"^({one})(;({one}))*$"


def _inside(schema: Mapping[str, Any]) -> str:
    return str(schema.get("pattern", "[^;]+")).removeprefix("^").removesuffix("$")


def _text(field: Domain) -> Descriptor:
    """A cell of text, bound by what its JSON Schema says of it."""
    known = {"pattern": "pattern", "minLength": "minLength", "maxLength": "maxLength"}
    schema = field.json_schema()
    bounds = {name: schema[word] for word, name in known.items() if word in schema}
    return {"type": "string", "constraints": bounds} if bounds else {"type": "string"}


def _number(field: Count) -> Descriptor:
    return {"type": "integer", "constraints": {"minimum": field.low, "maximum": field.high}}


def _reasoned(field: CountOrReason) -> Descriptor:
    """A number; the reasons for having none are missing values with a label each."""
    labels = {entry.code: entry.label for entry in MISSING_REASON}
    reasons = [{"value": code, "label": labels[code]} for code in sorted(MISSING_REASONS)]
    blank = {"value": BLANK, "label": "Not sent"}
    return _number(field) | {"missingValues": [blank, *reasons]}


_DAYS: Final = {"minimum": f"{EARLIEST_YEAR}-01-01", "maximum": f"{LATEST_YEAR}-12-31"}
_TYPES: Final[tuple[tuple[type[Domain], Callable[[Any], Descriptor]], ...]] = (
    (CountOrReason, _reasoned),
    (Count, _number),
    (Day, lambda field: {"type": "date", "constraints": dict(_DAYS)}),
    (Instant, lambda field: {"type": "datetime"}),
    (Month, lambda field: {"type": "yearmonth"}),
    (Flag, lambda field: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}),
    (Amount, lambda field: {"type": "number"}),
)
