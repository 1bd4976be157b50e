"""CSV at rest in pieces that begin and end between records, each as a frame where that is safe.

What belongs here: where to cut, and when a frame holds cell for cell what Python's own reader would
give. A piece of which that is not certain is no frame, and is read exactly. What does not: which
column is which, and what a row is worth.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import IO, Final, Literal

import polars as pl

from api.intake.reading.rows import WIDEST_LINE

PIECE: Final = 4 << 20  # bytes: enough for columns to pay, and small beside the service itself
_MARK: Final = b"\xef\xbb\xbf"  # UTF-8's byte order mark: polars would drop it from any piece
_STYLES: Final[tuple[tuple[Literal["necessary", "always"], bool], ...]] = (
    ("necessary", True),
    ("always", False),
)
"""Ways of quoting, and whether an empty cell is then a null."""
_PLAIN: Final = r'^[!"$-~]'
"""A cell that begins so is neither blank nor a remark (visible ASCII without `#`)."""


class Reading:
    """Python's own reading of CSV from the beginning of a record on.

    Attributes:
        at: the place in the file behind the records that were read.
    """

    def __init__(self, file: IO[bytes], *, at: int) -> None:
        file.seek(at)
        self.at = at + (len(_MARK) if at == 0 and file.read(len(_MARK)) == _MARK else 0)
        file.seek(self.at)
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="")

    def records(self) -> Generator[list[str], None, None]:
        """The records with all their cells.

        Raises:
            UnicodeDecodeError: it is not UTF-8.
            csv.Error: it is not CSV.
        """
        try:
            yield from bounded(self._lines())
        finally:
            self._text.detach()

    def _lines(self) -> Iterator[str]:
        for line in lines(self._text):
            self.at += len(line.encode())
            yield line


def lines(text: io.TextIOWrapper) -> Iterator[str]:
    """The lines of a text; of one that no record can hold, no more than shows that it is one."""
    return iter(lambda: text.readline(WIDEST_LINE + 1), "")


def bounded(sent: Iterator[str]) -> Iterator[list[str]]:
    """The records of lines of CSV, read strictly.

    Raises:
        csv.Error: it is not CSV, or a record is wider than `WIDEST_LINE`, so that memory does not
            grow with a quotation mark that never ends or a line that never does.
    """
    held = 0

    def measured() -> Iterator[str]:
        nonlocal held
        for line in sent:
            held += len(line)
            if held > WIDEST_LINE:
                raise csv.Error
            yield line

    for record in csv.reader(measured(), strict=True):
        held = 0
        yield record


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a file from a place on; `last` where the file ends with them."""

    at: int
    sent: bytes
    last: bool


def piece(file: IO[bytes], *, at: int) -> Piece:
    """The bytes from a place on that seem to end between records; none at the end of the file.

    Where quotes stand as they should, they do; `framed` makes sure of it.
    """
    file.seek(at)
    found = file.read(PIECE)
    if len(found) < PIECE:
        return Piece(at, found, last=True)
    end = found.rfind(b"\n") + 1
    quotes = found.count(b'"', 0, end)
    while end and quotes % 2:
        before = found.rfind(b"\n", 0, end - 1) + 1
        quotes -= found.count(b'"', before, end)
        end = before
    return Piece(at, found[:end] or found, last=False)


def framed(found: Piece, *, width: int) -> pl.DataFrame | None:
    """The records of a piece as columns of text numbered from "0", a null where a cell is empty.

    Args:
        found: the piece.
        width: how many cells a record has.

    Returns:
        Blank records left out; None where anything stands that two readers may read differently:
        ragged rows, remarks, line ends of other kinds, quotes that are not all needed or all there.
    """
    sent = found.sent
    end = b"\r\n" if b"\r" in sent else b"\n"
    if found.last and not sent.endswith(b"\n"):
        sent += end
    text = _with_plain_ends(sent)
    if width < 2 or text is None or not text.endswith(b"\n") or b"\0" in text:
        return None
    quoted = b'"' in text
    if not quoted and text.count(b",") != (width - 1) * text.count(b"\n"):
        return None
    frame = _quoted(sent, width, end=end) if quoted else _read(text, width, quote=None)
    return None if frame is None or _too_long(frame, width) else _without_blanks(frame)


def _with_plain_ends(sent: bytes) -> bytes | None:
    """A piece whose lines all end in a line feed alone; None where one ends in a carriage return
    alone, or a byte order mark stands at the beginning.
    """
    if sent.startswith(_MARK):
        return None
    if b"\r" not in sent:
        return sent
    lines = sent.splitlines()
    return b"\n".join(lines) + b"\n" if len(lines) == sent.count(b"\n") else None


def _read(
    text: bytes, width: int, *, quote: Literal['"'] | None, nulls: bool = True
) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            text,
            has_header=False,
            schema={str(place): pl.String for place in range(width)},
            quote_char=quote,
            empty_string_is_null=nulls,
        )
    except pl.exceptions.PolarsError:
        return None


def _quoted(sent: bytes, width: int, *, end: bytes) -> pl.DataFrame | None:
    """A piece with quotes, where writing its cells again gives the same bytes.

    Writing is the plain half of CSV: whatever was read, those bytes can only mean these cells.
    """
    text = sent.replace(end, b"\n")
    for style, nulls in _STYLES:
        frame = _read(text, width, quote='"', nulls=nulls)
        if frame is None:
            return None
        again = frame.write_csv(
            include_header=False, quote_style=style, line_terminator=end.decode()
        )
        if again.encode() == sent:
            return frame.with_columns(pl.all().replace("", None))
    return None


def _too_long(frame: pl.DataFrame, width: int) -> bool:
    """Whether a cell may be longer than Python's reader takes, or a record than it is given."""
    longest = frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() or 0
    # at its widest, every character of a cell is a quotation mark, written twice
    widest = width * (2 * longest + len('"",')) + len("\n")
    return bool(longest > csv.field_size_limit() or widest > WIDEST_LINE)


def _without_blanks(frame: pl.DataFrame) -> pl.DataFrame | None:
    """The frame less its blank records; None where a record is a remark."""
    first = frame.to_series(0)
    odd = ~first.str.contains(_PLAIN).fill_null(value=False)
    if not odd.any():
        return frame
    if first.str.starts_with("#").any():
        return None
    places = odd.arg_true()
    blank = [
        place
        for place, cells in zip(places, frame[places].iter_rows(), strict=True)
        if not any(cell and cell.strip() for cell in cells)
    ]
    return frame.with_row_index().filter(~pl.col("index").is_in(blank)).drop("index")
