"""JSON to rows: records one a line, or already decoded.

A line that cannot be read is an `Unreadable` in its place, so that one broken line does not hide
the others. Whole documents are cut into lines by `api.intake.reading.documents` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import IO, Any, Final

from api.intake.reading.blocks import Block
from api.intake.reading.blocks import Lines as LineBlock
from api.intake.reading.blocks import Records as RecordBlock
from api.intake.reading.members import Members
from api.intake.reading.rows import WIDEST_LINE, Header, Row, Unreadable
from api.intake.reading.term_maps import Translation
from auth import strict_json
from auth.refusals import BadRequest
from schemas.dataset import Dataset
from schemas.findings import Finding
from schemas.terms import NONE, TermMap

PIECE: Final = 4 << 20  # bytes of lines judged together


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

    Args:
        records: the list.
        dataset: the definition of its records.
        terms: the agency's own words for its members and codes.

    Raises:
        BadRequest: they are not a list.
    """

    def __init__(self, records: Any, dataset: type[Dataset], *, terms: TermMap = NONE) -> None:
        if not isinstance(records, list):
            raise BadRequest("not_a_list", detail="records must be a list of objects.")
        self._records, self._dataset = records, dataset
        if terms:
            own = Translation(terms, dataset)
            self._records = [own.record(record) for record in records]

    def header(self) -> Header:
        """The union of the members that any record has."""
        return members(self._records, self._dataset)

    def rows(self) -> Iterator[Row]:
        """The records; the check itself says what is wrong with one that is no object."""
        yield from enumerate(self._records, start=1)

    def notes(self) -> Iterator[Finding]:
        """None: everything is read."""
        yield from ()


class Lines:
    """NDJSON: one object a line, blank lines passed over.

    Args:
        file: the body at rest.
        dataset: the definition of its records.
        notes: findings made before the file came to rest.
        terms: the agency's own words for its members and codes.
    """

    def __init__(
        self,
        file: IO[bytes],
        dataset: type[Dataset],
        *,
        notes: tuple[Finding, ...] = (),
        terms: TermMap = NONE,
    ) -> None:
        self._file, self._dataset, self._notes = file, dataset, notes
        self._own = Translation(terms, dataset) if terms else None

    def header(self) -> Header:
        """The union of the members that any line has."""
        return self._header

    @cached_property
    def _header(self) -> Header:
        # all lines are read for it, so it is worked out once
        if self._own:
            return members((record for _, record in self.rows()), self._dataset)
        found = Members(self._dataset)
        for line in (line for block in self._pieces() for line in block):
            if not found.met(line):
                found.see(_decoded(line))
        return found.header

    def rows(self) -> Iterator[Row]:
        """The lines, each decoded by itself."""
        self._file.seek(0)
        lines = (line for line in iter(self._line, b"") if line.strip())
        for number, line in enumerate(lines, start=1):
            yield number, self._record(line)

    def blocks(self) -> Iterator[Block]:
        """The same lines in blocks; decoded, where they are in an agency's own words."""
        number = 1
        for lines in self._pieces():
            if self._own:
                yield RecordBlock(number, [self._record(line) for line in lines])
            else:
                yield LineBlock(number, lines, self._record)
            number += len(lines)

    def notes(self) -> Iterator[Finding]:
        """What was said of the file before it came to rest."""
        yield from self._notes

    def _record(self, line: bytes) -> Any:
        record = _decoded(line)
        return self._own.record(record) if self._own else record

    def _pieces(self) -> Iterator[list[bytes]]:
        """The lines of one piece of the file after the other, blank ones left out."""
        at = 0
        self._file.seek(at)
        while part := self._file.read(PIECE):
            end = part.rfind(b"\n") + 1 or len(part)
            last = len(part) < PIECE
            whole = part if last else part[:end]
            self._file.seek(at)
            if last or whole.endswith(b"\n"):
                lines = _cut(whole)
                self._file.seek(at + len(whole))
            else:
                lines = [self._line()]
            at = self._file.tell()
            yield [line for line in lines if line.strip()]

    def _line(self) -> bytes:
        """The next line; of one that is too long, as much as shows that it is."""
        line = self._file.readline(WIDEST_LINE + 1)
        rest = line
        while rest and len(line) > WIDEST_LINE and not rest.endswith(b"\n"):
            rest = self._file.readline(WIDEST_LINE)
        return line


def _cut(part: bytes) -> list[bytes]:
    """The lines of a piece without their ends; of one that is too long, as much as shows it."""
    lines = part.split(b"\n")
    ended = part.endswith(b"\n")
    for place, line in enumerate(lines):
        if len(line) >= WIDEST_LINE:
            whole = line + b"\n" if ended or place < len(lines) - 1 else line
            lines[place] = whole[: WIDEST_LINE + 1]
    return lines


def _decoded(line: bytes) -> Any:
    if len(line) > WIDEST_LINE:
        return Unreadable(Finding("line_too_long", "error", "The line is longer than 1 MiB."))
    try:
        return parse(line)
    except BadRequest as refusal:
        return Unreadable(Finding(refusal.code, "error", "The line is not one JSON object."))


def members(records: Iterable[Any], dataset: type[Dataset]) -> Header:
    """The union of the members that any of the records has."""
    found = Members(dataset)
    for record in records:
        found.see(record)
    return found.header
