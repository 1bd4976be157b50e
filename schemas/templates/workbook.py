"""A template as an Excel workbook: a sheet to fill in, with its codes to choose from beside it.

`records` has the header and nothing hidden; each heading carries a note that says what belongs
there. `codes` holds every list in the open, and is where the choices come from. `example` shows a
row, and `about` says how to use the whole.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from schemas.templates.guide import Guide
from schemas.templates.sheet import Sheet

RECORDS, CODES, EXAMPLE, ABOUT = "records", "codes", "example", "about"
"""The sheets of a template, in order."""
LAST_ROW: Final = 1_048_575  # of a sheet, counted from 0 (ECMA-376)
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The same for every template, so that equal templates are equal files."""
_WIDEST: Final = 40  # characters of a column
_NOTE_SIZE: Final = {"x_scale": 2.2, "y_scale": 1.4}
_HELP: Final = (
    "Fill in the sheet records, one record a row, and send the workbook as it is.",
    "Each heading of records has a note. Cells with a closed list of codes offer them.",
    "A cell that takes several codes has them joined by semicolons, without blanks.",
    "Do not hide or merge cells and do not use formulas: what is sent is what is seen.",
    "A row whose first cell begins with # is a remark and is passed over.",
)


def workbook(sheet: Sheet) -> bytes:
    """The template as a file of type .xlsx."""
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": sheet.dataset.title, "created": _MADE})
    page, codes = book.add_worksheet(RECORDS), book.add_worksheet(CODES)
    ranges = _codes(book, codes, sheet)
    _records(book, page, sheet, ranges)
    _example(book, book.add_worksheet(EXAMPLE), sheet)
    _about(book, book.add_worksheet(ABOUT), sheet)
    book.close()
    return held.getvalue()


def _codes(book: Workbook, page: Any, sheet: Sheet) -> dict[str, str]:
    """Write each list once, and give the range of its codes by its name."""
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    ranges: dict[str, str] = {}
    for guide in sheet.columns:
        if not guide.codes or guide.list_name in ranges:
            continue
        column = 2 * len(ranges)
        page.write_string(0, column, guide.list_name, bold)
        page.write_string(0, column + 1, "means", bold)
        page.set_column(column, column, 24, plain)
        page.set_column(column + 1, column + 1, _WIDEST)
        for row, (code, label) in enumerate(guide.codes, start=1):
            page.write_string(row, column, code, plain)
            page.write_string(row, column + 1, label)
        place = xl_range_abs(1, column, len(guide.codes), column)
        ranges[guide.list_name] = f"={CODES}!{place}"
    page.freeze_panes(1, 0)
    return ranges


def _records(book: Workbook, page: Any, sheet: Sheet, ranges: Mapping[str, str]) -> None:
    needed = book.add_format({"bold": True, "bg_color": "#DDE7F0"})
    other = book.add_format({"bg_color": "#F2F2F2"})
    forms = {
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "General"}),
    }
    for column, guide in enumerate(sheet.columns):
        form = "date" if guide.is_date else "number" if guide.is_number else "text"
        page.set_column(column, column, min(len(guide.name) + 4, _WIDEST), forms[form])
        page.write_string(0, column, guide.name, needed if "needs" in guide.need else other)
        page.write_comment(0, column, _note(guide), _NOTE_SIZE)
        if guide.codes:
            page.data_validation(1, column, LAST_ROW, column, _choice(guide, ranges))
    for number, row in enumerate(sheet.rows, start=1):
        for column, guide in enumerate(sheet.columns):
            if row.get(guide.name):
                page.write_string(number, column, row[guide.name], forms["text"])
    page.freeze_panes(1, 1)
    page.activate()


def _note(guide: Guide) -> str:
    return f"{guide.title[:1].upper()}{guide.title[1:]}.\n{guide.need}; {guide.form}."


def _choice(guide: Guide, ranges: Mapping[str, str]) -> dict[str, Any]:
    """The choices of a cell; one that takes several codes offers them and lets others stand."""
    return {
        "validate": "list",
        "source": ranges[guide.list_name],
        "error_title": guide.name[:32],
        "error_message": "Choose one of the codes; the sheet codes says what they mean.",
        "show_error": not guide.several,
    }


def _example(book: Workbook, page: Any, sheet: Sheet) -> None:
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, guide in enumerate(sheet.columns):
        page.set_column(column, column, min(len(guide.name) + 4, _WIDEST), plain)
        page.write_string(0, column, guide.name, bold)
        if guide.name in sheet.example:
            page.write_string(1, column, sheet.example[guide.name], plain)


def _about(book: Workbook, page: Any, sheet: Sheet) -> None:
    page.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
    for row, line in enumerate((*sheet.words, *_HELP)):
        page.write_string(row, 0, line)
