"""Bytes to records: one reader each for CSV, NDJSON and JSON, all giving the same JSON-like rows.

A reader says which columns a file has and gives its rows, twice if asked, from a body at rest. It
knows the names of a dataset's columns and how a cell encodes a value; whether a value is right is
not its business. A row that cannot be read at all is an `Unreadable`, in its place, so that one
broken line does not hide the others.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any, Final, Protocol

from api.intake.screen import screen
from auth import strict_json
from auth.refusals import BadRequest, UnsupportedType
from schemas.dataset import Column, Dataset, columns_by_name
from schemas.fields import CellMap
from schemas.findings import Finding

WIDEST_LINE: Final = 1 << 20  # bytes of one record (design); a line is one row, not a file
MAP_PREFIX: Final = "breakdown."
_FIELD_NAME: Final = re.compile(r"(?=.{1,40}\Z)[a-z]+(?:[._][a-z]+)*\Z", re.ASCII)


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
    """A file that can be asked for its columns and its rows."""

    def header(self) -> Header:
        """The columns of the file."""

    def rows(self) -> Iterator[Row]:
        """The rows in order."""


def source(file: IO[bytes], *, media_type: str, dataset: type[Dataset]) -> Source:
    """The reader for a media type.

    Raises:
        UnsupportedType: none reads it.
        BadRequest: the file is not text in UTF-8, or not a document at all.
    """
    maker = _READERS.get(media_type)
    if maker is None:
        raise UnsupportedType(
            "media_type", detail="Send text/csv, application/x-ndjson or application/json."
        )
    return maker(file, dataset)


def parse(text: str | bytes) -> Any:
    """One JSON value, strictly: no NaN, no number out of range, no nesting without end, and no
    member named twice in an object. A byte order mark is passed over (RFC 8259 section 8.1).

    Raises:
        BadRequest: it is not such a value.
    """
    try:
        return strict_json.decode(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except UnicodeDecodeError as error:
        raise BadRequest("not_utf8", detail="The body is not text in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadRequest("not_json", detail="The body is not well-formed JSON.") from error


class Records:
    """Records of a JSON document, already decoded.

    Raises:
        BadRequest: they are not a list.
    """

    def __init__(self, records: Any, dataset: type[Dataset]) -> None:
        if not isinstance(records, list):
            raise BadRequest("not_a_list", detail="records must be a list of objects.")
        self._records, self._dataset = records, dataset

    def header(self) -> Header:
        """The union of the members that any record has."""
        return _members((r for r in self._records if isinstance(r, dict)), self._dataset)

    def rows(self) -> Iterator[Row]:
        """The records; the check itself says what is wrong with one that is no object."""
        yield from enumerate(self._records, start=1)


class Lines:
    """NDJSON: one object a line, blank lines passed over."""

    def __init__(self, file: IO[bytes], dataset: type[Dataset]) -> None:
        self._file, self._dataset = file, dataset

    def header(self) -> Header:
        """The union of the members that any line has."""
        return self._header

    @cached_property
    def _header(self) -> Header:
        # all lines are read for it, so it is worked out once
        return _members((r for _, r in self.rows() if isinstance(r, dict)), self._dataset)

    def rows(self) -> Iterator[Row]:
        """The lines, each decoded by itself."""
        self._file.seek(0)
        lines = (line for line in iter(self._line, b"") if line.strip())
        for number, line in enumerate(lines, start=1):
            yield number, _decoded(line)

    def _line(self) -> bytes:
        """The next line; of one that is too long, as much as shows that it is."""
        line = self._file.readline(WIDEST_LINE + 1)
        rest = line
        while rest and len(line) > WIDEST_LINE and not rest.endswith(b"\n"):
            rest = self._file.readline(WIDEST_LINE)
        return line


def _decoded(line: bytes) -> Any:
    if len(line) > WIDEST_LINE:
        return Unreadable(Finding("line_too_long", "error", "The line is longer than 1 MiB."))
    try:
        return parse(line)
    except BadRequest as refusal:
        return Unreadable(Finding(refusal.code, "error", "The line is not one JSON object."))


class Table:
    """CSV as RFC 4180 has it, in UTF-8 with or without a byte order mark, with a header.

    Raises:
        BadRequest: it is not UTF-8, has no header that names a column of the dataset, or names one
            twice.
    """

    def __init__(self, file: IO[bytes], dataset: type[Dataset]) -> None:
        self._file, self._dataset = file, dataset
        names = [name.strip() for name in next(self._cells(), [])]
        known = columns_by_name(dataset)
        self._columns = [_named(name, known) for name in names]
        if not any(self._columns):
            raise BadRequest(
                "header_missing",
                detail="The first line names no column of this dataset, or its cells are not"
                " separated by commas; see the dataset's template.",
            )
        if len(set(names)) != len(names):
            raise BadRequest("header_repeated", detail="A column stands in the header twice.")
        self._names = names

    def header(self) -> Header:
        """The columns named in the first line."""
        present = {column.name for column in self._columns if column}
        strange = [i for i, column in enumerate(self._columns, start=1) if column is None]
        findings = tuple(
            _unknown(self._names[number - 1], place=f"Column {number}") for number in strange
        )
        return Header(frozenset(present), findings)

    def rows(self) -> Iterator[Row]:
        """The rows after the header; blank lines are passed over."""
        cells = self._cells()
        next(cells)
        lines = (line for line in cells if any(cell.strip() for cell in line))
        for number, line in enumerate(lines, start=1):
            yield number, self._record(line)

    def _record(self, line: list[str]) -> Mapping[str, Any] | Unreadable:
        if len(line) != len(self._columns):
            return Unreadable(
                Finding("cells", "error", "The row has more or fewer cells than the header.")
            )
        record: dict[str, Any] = {}
        for name, column, cell in zip(self._names, self._columns, line, strict=True):
            if column is not None and cell != "":
                _put(record, name, column, cell)
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


def _members(records: Iterable[Mapping[str, Any]], dataset: type[Dataset]) -> Header:
    found: set[str] = set()
    for record in records:
        found.update(_dotted(record, dataset))
    known = columns_by_name(dataset)
    strange = sorted(name for name in found if name not in known)
    findings = tuple(_unknown(name, place="A member") for name in strange[:1])
    return Header(frozenset(found & set(known)), findings)


def _dotted(record: Mapping[str, Any], dataset: type[Dataset]) -> Iterator[str]:
    for name, part in record.items():
        if name in dataset.persons:
            yield from (f"{name}.{key}" for key in part) if isinstance(part, dict) else ()
        else:
            yield name


def _unknown(name: str, *, place: str) -> Finding:
    """An unknown column, by name only where it has the form of a field's name: a file without its
    header, or with values for names, shows its first record there.
    """
    shown = _FIELD_NAME.match(name) and not screen(name)
    words = f"{name} is" if shown else f"{place} is"
    return Finding(
        "unknown_field",
        "error",
        f"{words} not a field of this dataset; remove it or correct its name.",
    )


_READERS: Final[Mapping[str, Callable[[IO[bytes], type[Dataset]], Source]]] = {
    "text/csv": Table,
    "application/x-ndjson": Lines,
    "application/jsonl": Lines,
    "application/json": lambda file, dataset: Records(parse(file.read()), dataset),
}
