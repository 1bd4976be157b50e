"""CSV to rows: a header that names columns of the dataset, then one record a row.

Knows the names of a dataset's columns and how a cell encodes a value; whether a value is right is
not its business.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import IO, Any, Final

import polars as pl

from api.intake.reading.blocks import Block, Cells, Records
from api.intake.reading.pieces import Piece, Reading, bounded, framed, lines, piece
from api.intake.reading.refusing import too_much
from api.intake.reading.rows import MOST_COLUMNS, Header, Row, Unreadable, remarks, unknown
from api.intake.reading.term_maps import Translation
from auth.refusals import BadRequest
from schemas.dataset import Column, Dataset, columns_by_name
from schemas.fields import CellMap
from schemas.findings import Finding
from schemas.terms import NONE, TermMap

MAP_PREFIX: Final = "breakdown."
EXACTLY: Final = 1 << 19  # bytes read exactly before columns are tried again
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
        TooLarge: it has more columns than any file needs.
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
        first = next(self._cells(), [])
        if len(first) > MOST_COLUMNS:
            raise too_much("too_many_columns")
        names = own.names([name.strip() for name in first])
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
        self._remarks = 0
        for number, line in enumerate(self._records(cells), start=1):
            yield number, self._record(line)

    def blocks(self) -> Iterator[Block]:
        """The same rows in blocks: as columns, wherever a piece of the file is certain to be read
        alike in both ways.
        """
        self._remarks = 0
        at, number = self._behind_header(), 1
        while (part := piece(self._file, at=at)).sent:
            frame = framed(part, width=len(self._names))
            if frame is None:
                records, at = self._exactly(part)
                block: Block = Records(number, records)
            else:
                at += len(part.sent)
                block = Cells(number, self._common(frame), frame, self._sent)
            number += len(block)
            yield block

    def notes(self) -> Iterator[Finding]:
        """What was said before the file came to rest, and how many rows are remarks."""
        yield from self._notes
        yield from remarks(self._remarks)

    def _behind_header(self) -> int:
        reading = Reading(self._file, at=0)
        with closing(reading.records()) as records:
            next(records)
        return reading.at

    def _exactly(self, part: Piece) -> tuple[list[Any], int]:
        """The records of the beginning of a piece, and the place behind them."""
        reading, made = Reading(self._file, at=part.at), []
        until = part.at + min(EXACTLY, len(part.sent))
        try:
            with _refused(), closing(reading.records()) as records:
                for line in self._records(records):
                    made.append(self._record(line))
                    if reading.at >= until:
                        break
        except BadRequest:
            # a file that is broken twice is refused for what is met first, read from its beginning
            for _ in self._cells():
                pass
            raise
        return made, reading.at

    def _common(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The columns of the dataset by their names, in the common words."""
        named = zip(map(str, range(len(self._names))), self._names, self._columns, strict=True)
        known = {place: name for place, name, column in named if column is not None}
        common = frame.select(list(known)).rename(known)
        for name, cell in self._cell.items():
            words = common[name].drop_nulls().unique().to_list() if name in common else []
            codes = [cell(word) for word in words]
            if codes != words:
                common = common.with_columns(pl.col(name).replace(words, codes))
        return common

    def _sent(self, line: Sequence[str | None]) -> Mapping[str, Any] | Unreadable:
        return self._record([cell or "" for cell in line])

    def _records(self, cells: Iterator[list[str]]) -> Iterator[list[str]]:
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
            with _refused():
                yield from bounded(lines(text))
        finally:
            text.detach()


@contextmanager
def _refused() -> Iterator[None]:
    """What Python's reader cannot read, said as a refusal."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise BadRequest(
            "not_utf8", detail="The body is not text in UTF-8. Save the file as CSV UTF-8."
        ) from error
    except csv.Error as error:
        raise BadRequest(
            "csv_broken",
            detail="The body is not well-formed CSV, or a cell or record in it is too long: a"
            " quotation mark that never ends makes one of many.",
        ) from error


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
