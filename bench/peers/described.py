"""What the peers are to take: the dataset's columns as plain JSON, written by the service's side.

Each peer is a program of its own with dependencies of its own, so it knows the dataset from this
file alone. It checks every field as the schema does, and no rule between fields.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DESCRIPTION = "PEER_DESCRIPTION"
"""Names the environment variable with the path of the description."""
DATABASE = "PEER_DATABASE"
"""Names the environment variable with the database's address."""
TABLE = "peer_records"


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: the dotted name.
        block, key: the block it stands in ("" for the record itself), and its name there.
        kind: `code`, `codes`, `integer`, `integer_or_reason`, `boolean`, `date`, `instant`, `text`.
        values: the codes taken, or the reasons why there is no number.
        pattern: what text looks like.
        low, high: bounds of a number.
        required: whether every record has it.
    """

    name: str
    block: str
    key: str
    kind: str
    values: tuple[str, ...]
    pattern: str
    low: int
    high: int
    required: bool

    @property
    def stored(self) -> str:
        """Its column in the table."""
        return self.name.replace(".", "_")


def columns() -> list[Column]:
    """The columns as described."""
    held = json.loads(Path(os.environ[DESCRIPTION]).read_text(encoding="utf-8"))
    return [Column(**{**each, "values": tuple(each["values"])}) for each in held["columns"]]


def optional_blocks() -> frozenset[str]:
    """The blocks that a record may lack."""
    held = json.loads(Path(os.environ[DESCRIPTION]).read_text(encoding="utf-8"))
    return frozenset(held["optional_blocks"])


def flat(record: dict[str, Any], known: list[Column]) -> dict[str, Any]:
    """A checked record as a row of the table."""
    row: dict[str, Any] = {}
    for column in known:
        holder = record.get(column.block) if column.block else record
        value = (holder or {}).get(column.key)
        if column.kind == "integer_or_reason":
            reason = isinstance(value, str)
            row[column.stored] = None if reason else value
            row[f"{column.stored}_reason"] = value if reason else None
        else:
            row[column.stored] = ";".join(value) if isinstance(value, list) else value
    return row
