"""Rows to bytes: JSON, NDJSON and CSV, each as the common schema encodes it.

The bytes depend on the rows alone. What the rows say, and where the bytes go, does not belong here.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal

from marshmallow import ValidationError

from schemas.dataset import Column, Dataset, columns
from schemas.datasets import DATASETS
from schemas.fields import CellMap

Row = dict[str, Any]
"""One record as it stands in a JSON body, blocks nested."""

Format = Literal["csv", "ndjson", "json"]
FORMATS: Final[tuple[Format, ...]] = ("csv", "ndjson", "json")
Written = Literal["csv", "ndjson", "json", "parquet"]
"""What a file of records may be: one that an agency sends, or columns for whoever counts them."""
MEDIA_TYPES: Final[Mapping[Written, str]] = {
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}


def json_bytes(value: Any) -> bytes:
    """One JSON document, spelt compactly and always alike."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def ndjson_bytes(rows: Iterable[Row]) -> bytes:
    """One JSON object a line."""
    return b"".join(json_bytes(row) + b"\n" for row in rows)


def csv_bytes(rows: Sequence[Row], *, dataset: type[Dataset]) -> bytes:
    """A CSV file (RFC 4180) with dotted names.

    Its columns are those that any row has, in the dataset's order. Without rows the header names
    the smallest row that is accepted.
    """
    header = _header(rows, dataset) or [(column, "") for column in smallest(dataset)]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(f"{column.name}.{part}" if part else column.name for column, part in header)
    writer.writerows([_cell(row, column, part) for column, part in header] for row in rows)
    return file.getvalue().encode()


def smallest(dataset: type[Dataset]) -> tuple[Column, ...]:
    """The columns of the smallest row that is accepted; of two that will do, the first."""
    wanted = {name.partition("|")[0] for name in dataset.minimum}
    return tuple(column for column in columns(dataset) if column.name in wanted)


def smallest_names(dataset: str) -> frozenset[str]:
    """The dotted names of those columns."""
    return frozenset(column.name for column in smallest(DATASETS[dataset]))


def smallest_row(row: Row, *, dataset: type[Dataset]) -> Row:
    """The row with nothing but those columns."""
    kept: Row = {}
    for column in smallest(dataset):
        holder = kept.setdefault(column.block, {}) if column.block else kept
        holder[column.key] = _value(row, column)
    return kept


def _header(rows: Sequence[Row], dataset: type[Dataset]) -> list[tuple[Column, str]]:
    """Columns with a value in any row; a map has one for each of its dimensions."""
    found: list[tuple[Column, str]] = []
    for column in columns(dataset):
        values = [value for row in rows if (value := _value(row, column)) is not None]
        if values and isinstance(column.field, CellMap):
            found += [(column, part) for part in sorted({key for value in values for key in value})]
        elif values:
            found.append((column, ""))
    return found


def _value(row: Row, column: Column) -> Any:
    holder = row.get(column.block) if column.block else row
    return holder.get(column.key) if holder else None


def _cell(row: Row, column: Column, part: str) -> str:
    value = _value(row, column)
    if value is None:
        return ""
    if part:
        return str(value.get(part, ""))
    # The same few words come again and again; what is equal and no text may be told otherwise.
    return _word(column, value) if isinstance(value, str) else _text(column, value)


@lru_cache(1 << 12)
def _word(column: Column, value: str) -> str:
    return _text(column, value)


def _text(column: Column, value: Any) -> str:
    try:
        return column.field.to_text(column.field.deserialize(value))
    except ValidationError:
        # A planted fault is no value of the field: it is written as it stands.
        return str(value)
