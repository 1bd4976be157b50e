"""One row for any table of the store, made from the table's own declaration.

For tests that must try every table, those of tomorrow included.
"""

import importlib
import pkgutil
import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, LargeBinary, String, Table

import schemas.tables
from schemas.tables.base import Json, UtcDateTime, metadata

for module in pkgutil.iter_modules(schemas.tables.__path__):
    importlib.import_module(f"schemas.tables.{module.name}")

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
NAMES_FROM = 36
"""Text columns of at least this length hold names, which differ from owner to owner."""

PARTNERSHIP_TABLES = [table for table in metadata.sorted_tables if "partnership_id" in table.c]
"""Tables with a partnership's rows, in an order in which they can be filled."""


def stored_row(table: Table, *, partnership_id: str, agency_id: str) -> dict[str, Any]:
    """A row of this owner that the table's own constraints accept."""
    owner = {"partnership_id": partnership_id, "agency_id": agency_id, "listed_by": agency_id}
    name = f"{partnership_id}-{agency_id}"
    return {
        column.name: owner.get(column.name) or _value(column, name=name)
        for column in table.columns
        if not column.nullable
    }


def _value(column: Column[Any], *, name: str) -> Any:
    kind = column.type
    if isinstance(kind, Json):
        return {}
    if isinstance(kind, UtcDateTime):
        return NOW
    if isinstance(kind, LargeBinary):
        return name.encode()
    if isinstance(kind, String):
        length = kind.length or NAMES_FROM
        return _choice(column) or (name if length >= NAMES_FROM else "2026-03"[:length])
    return {bool: True, int: 5 if column.name == "value" else 1, date: NOW.date()}[kind.python_type]


def _choice(column: Column[Any]) -> str | None:
    """The first value a check allows the column, where one lists them."""
    listed = re.compile(rf"{column.name} IN \('(\w+)'")
    checks = (c for c in column.table.constraints if isinstance(c, CheckConstraint))
    found = (listed.match(str(check.sqltext)) for check in checks)
    return next((match[1] for match in found if match), None)
