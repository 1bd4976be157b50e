"""The registry of figures that an agency may declare in place of records, or beside them.

Each entry says what the figure is, in which unit, whether it is a stock (true on a day) or a flow
(over a span), by what it may be split, and whether it counts people who use services: a figure that
does is protected like a cell of records, one that does not (beds, posts, money) is shown as
declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.codes.declared.means import MEANS, PROSE
from schemas.codes.declared.model import DIMENSIONS, Declared, Family, Unit
from schemas.codes.declared.records import RECORDS
from schemas.codes.declared.shares import SHARES
from schemas.codes.lists import Code, CodeList

__all__ = ["DECLARED", "DECLARED_MEASURE", "DIMENSIONS", "LISTS", "Declared", "Family", "Unit"]

_ENTRIES: Final = (*MEANS, *RECORDS, *SHARES, *PROSE)

DECLARED: Final[Mapping[str, Declared]] = {entry.name: entry for entry in _ENTRIES}
"""Every figure that may be declared, by name (design; families after the agencies' own returns)."""

DECLARED_MEASURE: Final = CodeList(
    "declared_measure",
    "CL-D1",
    "Figures that may be declared",
    "design",
    tuple(Code(entry.name, entry.title, group=entry.family) for entry in _ENTRIES),
)

LISTS: Final = (DECLARED_MEASURE,)
