"""Workbooks as a charity keeps them: the same bytes for the same cells on any day."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET: Final = "records"
_WRITTEN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - Office Open XML has no zone here
"""The moment that every workbook says it was written: its bytes do not depend on the clock."""
_OLDEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can tell (ZIP, 4.4.6)
_MERGED: Final = re.compile(rb"(<mergeCell [^>]*/>|<mergeCell [^>]*></mergeCell>)+")
_MOMENT: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"0|[1-9]\d{0,8}")


def workbook(
    table: Sequence[Sequence[str]], *, groups: Sequence[tuple[str, int]], title: str, notice: str
) -> bytes:
    """A workbook of one sheet.

    Args:
        table: lines of cells, the header first; days and whole numbers become such.
        groups: headings above the header, each merged over so many columns; none for no such line.
        title: of the workbook, in its properties.
        notice: what they say besides.
    """
    book = Workbook()
    page: Any = book.active
    page.title = SHEET
    properties = book.properties
    properties.title, properties.description = title, notice
    properties.creator, properties.created = "synth", _WRITTEN
    if groups:
        _head(page, groups, width=len(table[0]))
    for line in table:
        page.append([_value(cell) for cell in line])
    held = io.BytesIO()
    book.save(held)
    return _still(held.getvalue())


def _head(page: Worksheet, groups: Sequence[tuple[str, int]], *, width: int) -> None:
    """A first line of headings over the columns that they group."""
    page.append([None] * width)
    start = 1
    for words, span in groups:
        end = min(start + span - 1, width)
        if start < end:
            page.cell(1, start, words)
            page.merge_cells(start_row=1, start_column=start, end_row=1, end_column=end)
        start = end + 1


def _value(cell: str) -> str | int | date | None:
    if _DAY.fullmatch(cell):
        return date.fromisoformat(cell)
    return (int(cell) if _NUMBER.fullmatch(cell) else cell) or (0 if cell == "0" else None)


def _still(packed: bytes) -> bytes:
    """The same archive without the moment at which it was packed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(held, "w") as new:
        for entry in old.infolist():
            content = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", old.read(entry))
            content = _MERGED.sub(_in_order, content)
            kept = zipfile.ZipInfo(entry.filename, _OLDEST)
            kept.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(kept, content)
    return held.getvalue()


def _in_order(merged: re.Match[bytes]) -> bytes:
    """The merged cells by their places: the library holds them in no order."""
    return b">".join(sorted(merged[0].split(b">")[:-1])) + b">"
