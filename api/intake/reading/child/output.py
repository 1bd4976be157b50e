"""The CSV file that the child writes: cells as the common schema encodes them, within bounds."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO, Any, Final
from zoneinfo import ZoneInfo

from api.intake.reading.child.report import Place, Refused, refused

LONGEST_CELL: Final = 131_072  # what the reader of CSV takes (Python manual, csv.field_size_limit)
REMARK: Final = "#"
_LONDON: Final = ZoneInfo("Europe/London")
_WHOLE: Final = 2.0**53  # up to here a 64-bit double holds every whole number (IEEE 754)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most that is taken: bytes of CSV and of what is unpacked, cells, rows, columns."""

    output: int
    unpacked: int
    cells: int
    rows: int
    columns: int


class Output:
    """Rows of text to a stream of bytes; the first is the header.

    `rows` counts records; `local_times` counts moments that were read as London's.
    """

    def __init__(self, stream: IO[bytes], bounds: Bounds) -> None:
        self._text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
        self._stream, self._bounds = stream, bounds
        self._writer = csv.writer(self._text)
        self._cells = self._lines = self._remarks = self._bytes = 0
        self.local_times = 0
        self.names: list[str] = []

    @property
    def rows(self) -> int:
        """Records written so far, remarks not counted."""
        return max(self._lines - self._remarks - 1, 0)

    def start(self, names: Sequence[str]) -> None:
        """Write the header."""
        if len(names) > self._bounds.columns:
            raise refused("too_many_columns")
        self.names = list(names)
        self._put(self.names)

    def row(self, cells: Sequence[str]) -> None:
        """Write a record, or a remark."""
        self._remarks += bool(cells) and cells[0].startswith(REMARK)
        self._put(cells)
        for number, cell in enumerate(cells, start=1):
            if len(cell) > LONGEST_CELL:
                name = self.names[number - 1] if number <= len(self.names) else ""
                raise Refused(Place("cell_too_long", self.rows, number, name))

    def expect(self, size: int) -> None:
        """Refuse a block of so many bytes, if all blocks would then be more than is taken."""
        self._bytes += size
        if self._bytes > self._bounds.output:
            raise refused("too_large")

    def block(self, written: str, *, rows: int, cells: int, remarks: int) -> None:
        """Take rows that are CSV already."""
        self._count(rows, cells)
        self._remarks += remarks
        self._text.write(written)

    def _put(self, cells: Sequence[str]) -> None:
        self._count(1, len(cells))
        self._writer.writerow(cells)

    def _count(self, lines: int, cells: int) -> None:
        self._lines, self._cells = self._lines + lines, self._cells + cells
        if self._lines - 1 > self._bounds.rows or self._cells > self._bounds.cells:
            raise refused("too_many_rows")

    def close(self) -> None:
        """Write what is still held, and let go of the stream."""
        self._text.flush()
        self._text.detach()

    def text(self, value: Any) -> str:
        """The cell of a value: whole numbers without a point, true and false, ISO dates."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float):
            whole = value.is_integer() and abs(value) <= _WHOLE
            return str(int(value)) if whole else repr(value)
        if isinstance(value, datetime):
            return self._moment(value)
        if isinstance(value, date | time):
            return value.isoformat()
        return str(value) if not isinstance(value, timedelta) else f"{value.total_seconds():g} s"

    def _moment(self, value: datetime) -> str:
        """A day, where it is midnight and no zone is named; else a moment, in London where no zone
        is named, and without an offset in the hour that is not there or there twice.
        """
        if value.tzinfo is not None:
            return value.isoformat()
        if value.time() == time():
            return value.date().isoformat()
        here = value.replace(tzinfo=_LONDON)
        if here.utcoffset() != here.replace(fold=1).utcoffset():
            return value.isoformat()
        self.local_times += 1
        return here.isoformat()
