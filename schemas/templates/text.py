"""A template as CSV: the header, and everything else in remarks, which no reader takes for rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from schemas.templates.guide import Guide
from schemas.templates.sheet import Sheet


def text(sheet: Sheet) -> str:
    """The template as a file of CSV that can be sent as it is, once it has rows.

    Lines that begin with `#` are remarks: what each column is, which codes it takes, and a row to
    look at.
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([guide.name for guide in sheet.columns])
    writer.writerows([f"# {line}"] for line in _remarks(sheet))
    writer.writerow(_example(sheet))
    writer.writerows([[row.get(guide.name, "") for guide in sheet.columns] for row in sheet.rows])
    return held.getvalue()


def _remarks(sheet: Sheet) -> Iterator[str]:
    yield from sheet.words
    yield "Lines that begin with # are remarks and are passed over."
    for guide in sheet.columns:
        yield f"{guide.name}: {guide.title}; {guide.need}; {guide.form}{_codes(guide)}"
    yield "The next line is an example; without its # it would be a record."


def _codes(guide: Guide) -> str:
    listed = "; ".join(f"{code} = {label}" for code, label in guide.codes)
    return f": {listed}" if listed else ""


def _example(sheet: Sheet) -> list[str]:
    cells = [sheet.example.get(guide.name, "") for guide in sheet.columns]
    return [f"#{cells[0]}", *cells[1:]]
