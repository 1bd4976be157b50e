"""CSV to rows: a header that names columns of the dataset, then one record a row.

Knows the names of a dataset's columns and how a cell encodes a value; whether a value is right is
not its business.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import IO, Any, Final

from api.intake.rows import Header, Row, Unreadable, remarks, unknown
from api.intake.term_maps import Translation
from auth.refusals import BadRequest
from schemas.dataset import Column, Dataset, columns_by_name
from schemas.fields import CellMap
from schemas.findings import Finding
from schemas.terms import NONE, TermMap

MAP_PREFIX: Final = "breakdown."
REMARK: Final = "#"
"""What the first cell of a remark begins with; templates carry their code lists so."""


class Table:
    """CSV as RFC 4180 has it, in UTF-8 with or without a byte order mark, with a header.

    Args:
        file: the body at rest.
        dataset: the definition of its records.
        notes: findings made before the file came to rest.
        terms: the agency's own words for its columns and codes.

    Raises:
        BadRequest: it is not UTF-8, has no header that names a column of the dataset, or names one
            twice.
    """

    def __init__(
        self,
        file: IO[bytes],
        dataset: type[Dataset],
        *,
        notes: tuple[Finding, ...] = (),
        terms: TermMap = NONE,
    ) -> None:
        self._file, self._notes, self._remarks = file, notes, 0
        own = Translation(terms, dataset)
        names = own.names([name.strip() for name in next(self._cells(), [])])
        self._cell = {name: cell for name in names if (cell := own.cell(name))}
        known = columns_by_name(dataset)
        self._columns = [_named(name, known) for name in names]
        if not any(self._columns):
            raise BadRequest(
                "header_missing",
                detail="The first line names no column of this dataset, or its cells are not"
                " separated by commas; see the dataset's template.",
            )
        if len(set(names)) != len(names):
            raise BadRequest(
                "header_repeated",
                detail="A column stands in the header twice, or two columns are one field under"
                " the agency's term map.",
            )
        self._names = names

    def header(self) -> Header:
        """The columns named in the first line."""
        present = {column.name for column in self._columns if column}
        strange = [i for i, column in enumerate(self._columns, start=1) if column is None]
        findings = tuple(
            unknown(self._names[number - 1], place=f"Column {number}") for number in strange
        )
        return Header(frozenset(present), findings)

    def rows(self) -> Iterator[Row]:
        """The rows after the header; blank lines and remarks are passed over."""
        cells = self._cells()
        next(cells)
        for number, line in enumerate(self._records(cells), start=1):
            yield number, self._record(line)

    def notes(self) -> Iterator[Finding]:
        """What was said before the file came to rest, and how many rows are remarks."""
        yield from self._notes
        yield from remarks(self._remarks)

    def _records(self, cells: Iterator[list[str]]) -> Iterator[list[str]]:
        self._remarks = 0
        for line in cells:
            if line and line[0].startswith(REMARK):
                self._remarks += 1
            elif any(cell.strip() for cell in line):
                yield line

    def _record(self, line: list[str]) -> Mapping[str, Any] | Unreadable:
        if len(line) != len(self._columns):
            return Unreadable(
                Finding("cells", "error", "The row has more or fewer cells than the header.")
            )
        record: dict[str, Any] = {}
        for name, column, cell in zip(self._names, self._columns, line, strict=True):
            if column is not None and cell != "":
                common = self._cell.get(name)
                _put(record, name, column, common(cell) if common else cell)
        return record

    def _cells(self) -> Iterator[list[str]]:
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding="utf-8-sig", newline="")
        try:
            yield from csv.reader(text, strict=True)
        except UnicodeDecodeError as error:
            raise BadRequest(
                "not_utf8", detail="The body is not text in UTF-8. Save the file as CSV UTF-8."
            ) from error
        except csv.Error as error:
            raise BadRequest("csv_broken", detail="The body is not well-formed CSV.") from error
        finally:
            text.detach()


def _named(name: str, known: Mapping[str, Column]) -> Column | None:
    """The column of a header's name; a map has one for each dimension and none of its own."""
    if name.startswith(MAP_PREFIX):
        return _map_column(name, known)
    column = known.get(name)
    return None if column is None or isinstance(column.field, CellMap) else column


def _map_column(name: str, known: Mapping[str, Column]) -> Column | None:
    """The map field behind a `breakdown.<dimension>` column of a registered dimension."""
    column = known.get(MAP_PREFIX.rstrip("."))
    if column is None or not isinstance(column.field, CellMap):
        return None
    return column if name.removeprefix(MAP_PREFIX) in column.field.dimensions else None


def _put(record: dict[str, Any], name: str, column: Column, cell: str) -> None:
    if isinstance(column.field, CellMap):
        record.setdefault(column.name, {})[name.removeprefix(MAP_PREFIX)] = cell
        return
    holder = record.setdefault(column.block, {}) if column.block else record
    holder[column.key] = column.field.from_text(cell)
