"""Flat files as they are written: CSV (RFC 4180) that no spreadsheet takes for formulas.

What belongs here: how one value stands in a cell, and lines of cells. What does not: which columns
a file has.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a cell for a formula (OWASP, CSV injection)."""


def cell(value: Any) -> str:
    """A value as a cell: nothing is empty, several are joined by `;`, a number stays a number.

    Text that a spreadsheet would work out is put behind an apostrophe.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    words = str(value) if isinstance(value, str) else ";".join(map(str, value))
    return f"'{words}" if words.startswith(FORMULA) else words


def lines(rows: Iterable[Iterable[Any]]) -> str:
    """Lines of cells, each ended by CR LF."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows([cell(each) for each in row] for row in rows)
    return made.getvalue()
