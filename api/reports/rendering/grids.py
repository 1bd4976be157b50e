"""A grid of standings: agencies and their data down, months across, a word in every cell.

What belongs here: what stands where, and the sign and the word of each standing, so that a colour
is never all that tells them apart. What does not: how returns stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from api.reports.section import Table


@dataclass(frozen=True)
class Standing:
    """How a standing is shown: its class in the style, its sign and its word."""

    kind: str
    sign: str
    word: str


_LATE: Final = Standing("late", "◔", "Late")
_KNOWN: Final[Mapping[str, Standing]] = {
    "Received": Standing("in", "●", "In"),
    "Partial": Standing("part", "◑", "In part"),
    "Nil": Standing("nil", "○", "Nil"),
    "Retired": Standing("in", "●", "Retired"),
    "Expected": Standing("out", "✕", "Not come"),
    "Not provided": Standing("out", "✕", "Not given"),
    "Withdrawn": Standing("out", "✕", "Withdrawn"),
    "Not requested": Standing("none", "–", "Not asked"),  # noqa: RUF001 - a sign
}
_NONE: Final = Standing("none", "", "None due")


@dataclass(frozen=True)
class Line:
    """One agency's return of one kind: its standings in the order of the months."""

    data: str
    cells: tuple[tuple[Standing, ...], ...]


@dataclass(frozen=True)
class Grid:
    """A grid: its months, and the lines of each agency."""

    title: str
    months: tuple[str, ...]
    agencies: tuple[tuple[str, tuple[Line, ...]], ...]


def grid(table: Table) -> Grid:
    """A grid of the rows of a table: agency, data, month, status, and whether it was late."""
    months = tuple(dict.fromkeys(row[2] for row in table.rows))
    held: dict[tuple[str, str], dict[str, list[Standing]]] = {}
    for agency, data, month, status, late in table.rows:
        cells = held.setdefault((agency, data), {})
        cells.setdefault(month, []).append(_standing(status, late=bool(late)))
    lines: dict[str, list[Line]] = {}
    for (agency, data), cells in held.items():
        line = Line(data, tuple(_once(cells.get(month, [_NONE])) for month in months))
        lines.setdefault(agency, []).append(line)
    return Grid(table.title, months, tuple((name, tuple(each)) for name, each in lines.items()))


def _standing(status: str, *, late: bool) -> Standing:
    """How a standing is shown; of what has not come, that it is late goes without saying."""
    known = _KNOWN.get(status) or Standing("none", "", status)
    if not late or known.kind in ("out", "none"):
        return known
    return _LATE if status == "Received" else replace(known, word=f"{known.word}, late")


def _once(standings: Iterable[Standing]) -> tuple[Standing, ...]:
    return tuple(dict.fromkeys(standings))
