"""What a reader gives: rows by number, the columns of a file, and words about both.

Shared by the readers of tables and of lines, and by whoever reads a file by other means and must
say the same of it. Nothing here reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from api.intake.reading.naming import shown
from schemas.findings import Finding

WIDEST_LINE: Final = 1 << 20  # bytes of one record (design); a line is one row, not a file
MOST_ROWS: Final = 2_000_000  # of one body: a year of the largest agency (design)
MOST_COLUMNS: Final = 1_000  # the widest dataset has fewer than a hundred (design)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is no record, and what is wrong with it."""

    finding: Finding


Row = tuple[int, Mapping[str, Any] | Unreadable]
"""A row's number from 1 and its record."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file: those of the dataset, and findings about the others."""

    present: frozenset[str]
    findings: tuple[Finding, ...]


class Source(Protocol):
    """A file that can be asked for its columns, its rows and what was passed over."""

    def header(self) -> Header:
        """The columns of the file."""

    def rows(self) -> Iterator[Row]:
        """The rows in order."""

    def notes(self) -> Iterator[Finding]:
        """Findings about what is in the file and was not read; whole once the rows were read."""


def unknown(name: str, *, place: str) -> Finding:
    """An unknown column, by name only where that may be repeated, else by its place."""
    if not name.strip():
        words = f"{place} has no name; name it or remove it."
        return Finding("unknown_field", "error", words)
    words = f"{name} is" if shown(name) else f"{place} is"
    return Finding(
        "unknown_field",
        "error",
        f"{words} not a field of this dataset; remove it or correct its name.",
    )


def remarks(count: int) -> Iterator[Finding]:
    """The note about rows that begin with `#`; none where there are none."""
    if count:
        words = "1 line begins" if count == 1 else f"{count} lines begin"
        yield Finding(
            "remarks_passed_over",
            "note",
            f"{words} with # and is a remark: not read as a record."
            if count == 1
            else f"{words} with # and are remarks: not read as records.",
        )
