"""Workbooks: hidden, merged, computed, locked, swollen, or with programs inside."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from api.intake.reading.rest import XLSX
from tests.corpus.nasty import flat, of, rows
from tests.deliveries import Row

FLAT = flat(rows())
NAMES = list(FLAT[0])


def workbook(fill: Callable[[Workbook], object], **options: Any) -> bytes:
    held = io.BytesIO()
    book = Workbook(held, {"in_memory": True, **options})
    fill(book)
    book.close()
    return held.getvalue()


def sheet(
    book: Workbook, name: str = "records", sent: Sequence[Mapping[str, Any]] = FLAT
) -> Worksheet:
    """A sheet of rows, the good ones unless others are given."""
    made = book.add_worksheet(name)
    made.write_row(0, 0, list(sent[0]))
    for number, row in enumerate(sent, start=1):
        made.write_row(number, 0, row.values())
    return made


def workbook_of(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """A workbook of sheets by name, each with its rows."""

    def fill(book: Workbook) -> None:
        for name, sent in sheets.items():
            sheet(book, name, flat(sent))

    return workbook(fill)


def good(**options: Any) -> bytes:
    return workbook(sheet, **options)


def changed(change: Callable[[Workbook, Worksheet], object], **options: Any) -> bytes:
    """The good rows with a change to their sheet."""
    return workbook(lambda book: change(book, sheet(book)), **options)


def dated(book: Workbook, page: Worksheet) -> None:
    """The month as a day, in a cell that is formatted as one."""
    shown = book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_datetime(
        2, NAMES.index("contact_month"), datetime.fromisoformat("2026-03-01"), shown
    )


def timed(book: Workbook, page: Worksheet) -> None:
    shown = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    nine = datetime.fromisoformat("2026-07-01T09:30:00")
    page.write_datetime(2, NAMES.index("contact_month"), nine, shown)


def two(book: Workbook) -> None:
    sheet(book, "March")
    sheet(book, "April")


def with_hidden(book: Workbook) -> None:
    sheet(book, "March")
    book.add_worksheet("codes").hide()
    book.add_worksheet("old").very_hidden()


def only_hidden(book: Workbook) -> None:
    book.add_worksheet("cover")
    sheet(book).hide()


def remarked(page: Worksheet) -> None:
    page.write_comment(1, 0, "Ask Zq7Xw9Marker about this one.")
    page.write(4, 0, "# setting: ed = Emergency department")


def everything(book: Workbook, page: Worksheet) -> None:
    """One of each fault, to be told all at once."""
    page.write_formula(1, 0, "=1+1", None, "hc-1")
    page.write_formula(2, NAMES.index("setting"), '="e"&"d"', None, "ed")
    page.set_row(3, None, None, {"hidden": True})
    page.set_column(4, 4, None, None, {"hidden": True})
    page.merge_range(6, 0, 6, 2, "totals")


def replaced(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for entry in old.infolist():
            inside = old.read(entry)
            new.writestr(entry.filename, change(inside) if entry.filename == part else inside)
    return held.getvalue()


def added(content: bytes, name: str, inside: bytes) -> bytes:
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, inside)
    return held.getvalue()


def swollen() -> bytes:
    """More than half a gigabyte of blanks, in a part that says so."""
    held = io.BytesIO(good())
    with (
        zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/blank.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(640):
            part.write(bytes(1 << 20))
    return held.getvalue()


def lying() -> bytes:
    """A hundred megabytes of blanks in a sheet that says it has a hundred bytes."""
    marker = b"<sheetData>"
    blown = replaced(good(), SHEET, lambda raw: raw.replace(marker, marker + b" " * 100_000_000))
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(blown)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        size = new.getinfo(SHEET).file_size
    return held.getvalue().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def many_cells() -> bytes:
    """A sheet that says a cell stands in the last column of the last row."""
    return replaced(good(), SHEET, lambda raw: raw.replace(b'r="A3"', b'r="XFD3"'))


def laughs() -> bytes:
    """A shared text that is made of texts that are made of texts (a thousand million of them)."""
    lines = b"".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">'.encode() for n in range(1, 10))
    kind = b'<!DOCTYPE sst [<!ENTITY l0 "ha">' + lines + b"]>"
    return replaced(
        good(),
        "xl/sharedStrings.xml",
        lambda raw: re.sub(rb"<sst", kind + b"<sst", raw, count=1).replace(b">ed<", b">&l9;<"),
    )


SHEET = "xl/worksheets/sheet1.xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

FILES = (
    of("xlsx good", good, XLSX),
    of("xlsx of the other calendar", lambda: good(date_1904=True), XLSX),
    of("xlsx inline strings", lambda: good(constant_memory=True), XLSX),
    of("xlsx packed", good, XLSX, packed=True),
    of("xlsx the only visible sheet", lambda: workbook(with_hidden), XLSX, notes=["hidden_sheets"]),
    of("xlsx a named sheet", lambda: workbook(two), XLSX, sheet="April"),
    of("xlsx two sheets", lambda: workbook(two), XLSX, refused="sheet_ambiguous"),
    of("xlsx a sheet that is not there", good, XLSX, refused="sheet_unknown", sheet="May"),
    of("xlsx the records hidden", lambda: workbook(only_hidden), XLSX, refused="header_missing",
       notes=["hidden_sheets"]),
    of("xlsx a hidden sheet named", lambda: workbook(with_hidden), XLSX, refused="sheet_hidden",
       sheet="codes"),
    of("xlsx a date", lambda: changed(dated), XLSX, ("format", 2, "contact_month")),
    of("xlsx a date of the other calendar", lambda: changed(dated, date_1904=True), XLSX,
       ("format", 2, "contact_month")),
    of("xlsx a moment", lambda: changed(timed), XLSX, ("format", 2, "contact_month"),
       notes=["local_times"]),
    of("xlsx a truth", lambda: changed(lambda _, page: page.write_boolean(2, 2, True)), XLSX,
       ("code", 2, NAMES[2])),
    of("xlsx a fraction", lambda: changed(
        lambda _, page: page.write(2, NAMES.index("subject.age_years"), 34.5)), XLSX,
       ("type", 2, "subject.age_years")),
    of("xlsx a formula as text", lambda: changed(
        lambda _, page: page.write_string(2, 0, "=1+1")), XLSX, ("format", 2, "record_id")),
    of("xlsx a formula", lambda: changed(
        lambda _, page: page.write_formula(2, 0, "=1+1", None, "hc-2")), XLSX,
       ("xlsx_formula", 2, "record_id"), refused="xlsx_formula"),
    of("xlsx an array formula", lambda: changed(
        lambda _, page: page.write_array_formula(2, 0, 2, 0, "{=1+1}", None, 2)), XLSX,
       ("xlsx_formula", 2, "record_id"), refused="xlsx_formula"),
    of("xlsx a formula in the header", lambda: changed(
        lambda _, page: page.write_formula(0, 0, '="record"&"_id"', None, "record_id")), XLSX,
       ("xlsx_formula", None, None), refused="xlsx_formula"),
    of("xlsx a hidden row", lambda: changed(
        lambda _, page: page.set_row(2, None, None, {"hidden": True})), XLSX,
       ("xlsx_hidden_row", 2, None), refused="xlsx_hidden_row"),
    of("xlsx a row without height", lambda: changed(lambda _, page: page.set_row(2, 0)), XLSX,
       ("xlsx_hidden_row", 2, None), refused="xlsx_hidden_row"),
    of("xlsx a hidden column", lambda: changed(
        lambda _, page: page.set_column(2, 2, None, None, {"hidden": True})), XLSX,
       ("xlsx_hidden_column", None, NAMES[2]), refused="xlsx_hidden_column"),
    of("xlsx columns hidden beyond the table", lambda: changed(
        lambda _, page: page.set_column(50, 16_383, None, None, {"hidden": True})), XLSX),
    of("xlsx a merged header", lambda: changed(
        lambda _, page: page.merge_range(0, 2, 0, 3, "setting")), XLSX,
       ("xlsx_merged", None, None), refused="xlsx_merged"),
    of("xlsx all faults at once", lambda: changed(everything), XLSX,
       ("xlsx_hidden_column", None, NAMES[4]), ("xlsx_formula", 1, "record_id"),
       ("xlsx_formula", 2, "setting"), ("xlsx_hidden_row", 3, None), ("xlsx_merged", None, None),
       refused="xlsx_hidden_column"),
    of("xlsx an error value", lambda: replaced(
        changed(lambda _, page: page.write_boolean(2, 0, True)), SHEET,
        lambda raw: raw.replace(b't="b"><v>1<', b't="e"><v>#N/A<')), XLSX,
       ("xlsx_error", 2, "record_id"), refused="xlsx_error"),
    of("xlsx comments and a remark", lambda: changed(lambda _, page: remarked(page)), XLSX,
       notes=["remarks_passed_over"]),
    of("xlsx blank cells beyond the table", lambda: changed(
        lambda book, page: page.write_blank(2, 40, None, book.add_format({"bold": True}))), XLSX),
    of("xlsx a cell beyond the table", lambda: changed(lambda _, page: page.write(2, 40, "x")),
       XLSX, ("cells", 2, None)),
    of("xlsx a cell at the end of the world", many_cells, XLSX, ("cells", 2, None)),
    of("xlsx empty", b"", XLSX, refused="xlsx_broken"),
    of("xlsx an empty sheet", lambda: workbook(lambda book: book.add_worksheet()), XLSX,
       refused="header_missing"),
    of("xlsx header only", lambda: workbook(
        lambda book: book.add_worksheet().write_row(0, 0, NAMES)), XLSX,
       ("ENV-V02", None, "envelope.return_status")),
    of("xlsx a CSV file", b"record_id,setting\r\n", XLSX, refused="xlsx_broken"),
    of("xlsx breaks off", lambda: good()[:-100], XLSX, refused="xlsx_broken"),
    of("xlsx another archive", lambda: added(b"PK\x05\x06" + bytes(18), "a.txt", b"x"), XLSX,
       refused="xlsx_broken"),
    of("xlsx broken XML", lambda: replaced(good(), SHEET, lambda raw: raw[:-40]), XLSX,
       refused="xlsx_broken"),
    of("xlsx with a password", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), XLSX,
       refused="xlsx_locked"),
    of("xlsx with macros", lambda: added(good(), "xl/vbaProject.bin", b"x"), XLSX,
       refused="xlsx_macros"),
    of("xlsx that says it has macros", lambda: replaced(good(), "[Content_Types].xml",
       lambda raw: raw.replace(PLAIN.encode(), MACROS.encode())), XLSX, refused="xlsx_macros"),
    of("xlsx zip bomb", swollen, XLSX, refused="too_large"),
    of("xlsx zip bomb that lies", lying, XLSX, refused="xlsx_broken"),
    of("xlsx a thousand million laughs", laughs, XLSX, refused="xlsx_broken"),
)  # fmt: skip
