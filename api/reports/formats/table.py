"""A flat table with all that must be said beside it: a header block, then one line for each row.

What belongs here: the form, which every CSV of figures shares. What does not: what is in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from schemas.flat import lines

MARK: Final = "#"
"""Begins each line of the header block, so that a reader can leave them out (design)."""


@dataclass(frozen=True)
class Table:
    """What is said of all rows, the names of the columns, and the rows in their order.

    `said` holds pairs of a name and a value; a name may stand there several times.
    """

    said: Sequence[tuple[str, Any]]
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def csv(self) -> str:
        """The table as CSV (RFC 4180, UTF-8): lines `#name,value`, the columns, the rows."""
        block = [(f"{MARK}{name}", value) for name, value in self.said]
        return lines([*block, self.columns, *self.rows])
