"""A workbook's sheet to CSV: values only, and nothing read that a person would not see.

The sheet is read as a stream, by openpyxl's own reader of cells. What would make the cells mean
something else than they show is refused with its place: formulas (their values may be stale),
merged cells, hidden rows and columns, error values. Comments, pictures and links are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final
from xml.etree.ElementTree import Element, iterparse

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._reader import (
    CELL_TAG,
    COL_TAG,
    FORMULA_TAG,
    MERGE_TAG,
    ROW_TAG,
    WorkSheetParser,
)

from api.intake.reading.child import archive
from api.intake.reading.child.output import REMARK, Output
from api.intake.reading.child.report import MOST_PLACES, Place, Refused, refused

RECORDS: Final = "records"
"""The sheet that is read where none is named and there are several."""
_MERGED: Final = MERGE_TAG.removesuffix("s")
_YES: Final = ("1", "true")


def convert(file: IO[bytes], output: Output, *, sheet: str | None, unpacked: int) -> dict[str, int]:
    """Write a sheet as CSV.

    Args:
        file: the workbook.
        output: where to.
        sheet: the name of the sheet that is wanted; None for `records` or the only one.
        unpacked: the most bytes that the workbook may unpack to.

    Returns:
        Counts of what was passed over.

    Raises:
        Refused: the workbook cannot be taken as it is.
    """
    archive.check(file, unpacked=unpacked)
    book: Any = load_workbook(file, read_only=True, keep_links=False)
    chosen, hidden = _chosen(book.worksheets, sheet)
    reader = _Reader(chosen, output)
    with book._archive.open(chosen._worksheet_path) as source:  # noqa: SLF001 - as openpyxl opens it
        reader.read(source)
    reader.settle()
    return {"hidden_sheets": hidden, "local_times": output.local_times}


def _chosen(sheets: list[Any], wanted: str | None) -> tuple[Any, int]:
    """The sheet to read, and how many hidden ones there are besides."""
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    hidden = len(sheets) - len(visible)
    name = RECORDS if wanted is None else wanted
    named = [sheet for sheet in visible if sheet.title.strip().lower() == name.strip().lower()]
    if wanted is None and not named:
        named = visible
    if any(sheet.title == wanted for sheet in sheets if sheet not in visible):
        raise refused("sheet_hidden")
    if len(named) != 1:
        raise refused("sheet_unknown" if wanted is not None else "sheet_ambiguous")
    return named[0], hidden


class _Reader:
    """Reads one sheet; what is wrong is collected, so that it is all said at once."""

    def __init__(self, sheet: Any, output: Output) -> None:
        book = sheet.parent
        self._cells = WorkSheetParser(
            None,  # type: ignore[arg-type]  # only its reader of single cells is used
            sheet._shared_strings,  # noqa: SLF001 - openpyxl's own, and as it uses them
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        self._output = output
        self._places: list[Place] = []
        self._hidden: list[tuple[int, int]] = []
        self._started = False

    def read(self, source: IO[bytes]) -> None:
        """Read the sheet's rows, its hidden columns and its merged cells."""
        for _, element in iterparse(source):  # noqa: S314 - in the child, and bounded
            if element.tag == ROW_TAG:
                self._row(element)
            elif element.tag == COL_TAG and _hidden(element, size="width"):
                self._hidden.append((int(element.attrib["min"]), int(element.attrib["max"])))
            elif element.tag == _MERGED:
                self._merged(element.attrib["ref"])
            if element.tag not in _INSIDE_ROWS:
                element.clear()

    def settle(self) -> None:
        """Say what is wrong, if anything is."""
        if self._places:
            raise Refused(*self._places)

    def _row(self, element: Element) -> None:
        number = int(element.get("r") or self._cells.row_counter + 1)
        self._cells.row_counter, self._cells.col_counter = number, 0
        formulas: list[int] = []
        values = dict(self._values(element, formulas))
        if not formulas and not any(text.strip() for text, _ in values.values()):
            return
        width = max((*values, *formulas))
        cells = [values.get(column, ("", False))[0] for column in range(1, width + 1)]
        if self._started:
            self._record(cells, number)
        else:
            self._header(cells)
        faults = [("xlsx_formula", column) for column in formulas]
        faults += [("xlsx_error", column) for column, (_, broken) in values.items() if broken]
        if not cells[0].startswith(REMARK) or 1 in formulas:
            self._faults(faults, number, hidden=_hidden(element, size="ht"))

    def _values(
        self, element: Element, formulas: list[int]
    ) -> Iterator[tuple[int, tuple[str, bool]]]:
        """Each cell's column with its text and whether it is an error; formulas by column alone."""
        for cell in element.iter(CELL_TAG):
            formula = cell.find(FORMULA_TAG)
            if formula is not None:
                cell.remove(formula)
            found = self._cells.parse_cell(cell)
            if formula is not None:
                formulas.append(found["column"])
            elif found["value"] is not None:
                broken = found["data_type"] == "e"
                # its own text begins with #, as a remark does
                text = "error" if broken else self._output.text(found["value"])
                yield found["column"], (text, broken)

    def _header(self, cells: list[str]) -> None:
        while cells and not cells[-1].strip():
            cells.pop()
        self._output.start(cells)
        self._started = True
        for first, last in self._hidden:
            for column in range(first, min(last, len(cells)) + 1):
                self._say(
                    Place("xlsx_hidden_column", None, column, cells[column - 1], _letter(column))
                )

    def _record(self, cells: list[str], number: int) -> None:
        wanted = len(self._output.names)
        while len(cells) > wanted and not cells[-1].strip():
            cells.pop()
        self._output.row(cells + [""] * (wanted - len(cells)))

    def _faults(self, faults: list[tuple[str, int]], number: int, *, hidden: bool) -> None:
        row = self._output.rows or None
        for code, column in faults:
            names = self._output.names
            name = names[column - 1] if column <= len(names) else ""
            self._say(Place(code, row, column, name, f"{_letter(column)}{number}"))
        if hidden:
            self._say(Place("xlsx_hidden_row", row, cell=str(number)))

    def _merged(self, reference: str) -> None:
        range_boundaries(reference)  # a reference that is none says that the sheet is broken
        self._say(Place("xlsx_merged", cell=reference))

    def _say(self, place: Place) -> None:
        if len(self._places) < MOST_PLACES:
            self._places.append(place)


_INSIDE_ROWS: Final = frozenset(
    CELL_TAG.removesuffix("c") + name for name in ("c", "v", "f", "is", "t", "r", "rPr", "rPh")
)
"""Elements that are read with their row, so they are kept until it ends."""


def _hidden(element: Element, *, size: str) -> bool:
    """Whether a row or column is hidden, or has no height or width, which looks the same."""
    given = element.get(size)
    return element.get("hidden") in _YES or (given is not None and float(given) == 0)


def _letter(column: int) -> str:
    return str(get_column_letter(column))
