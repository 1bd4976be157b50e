"""Everything that may be sent, brought to rest in one of two forms: CSV, or NDJSON.

Tables stay tables and records stay records: a workbook and a Parquet file become CSV, a JSON
document becomes lines. What a file is called and which media type it has stands here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from api.intake.reading.conversion import Limits, convert
from api.intake.reading.documents import ABSENT, cut
from api.intake.reading.formats import CSV, NDJSON
from api.intake.reading.refusing import too_much
from api.intake.reading.rows import MOST_ROWS
from auth.refusals import BadRequest, UnsupportedType
from schemas.findings import Finding

JSON: Final = "application/json"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET: Final = "application/vnd.apache.parquet"
XLSM: Final = "application/vnd.ms-excel.sheet.macroenabled.12"
"""Read as a workbook, which is then refused for its macros in words that say how to mend it."""

BY_SUFFIX: Final = {
    "csv": CSV,
    "ndjson": NDJSON,
    "jsonl": NDJSON,
    "json": JSON,
    "xlsx": XLSX,
    "xlsm": XLSM,
    "parquet": PARQUET,
}
"""Media types by the ending of a file's name (RFC 7111, IANA media types, Apache Parquet)."""

AT_REST: Final = (CSV, NDJSON, "application/jsonl")
"""What is at rest as it comes: rows in plain text, which may stop anywhere and look whole."""
_WORKBOOKS: Final = (XLSX, XLSM)
_BLOCK: Final = 1 << 20  # bytes looked through at a time


@dataclass(frozen=True, slots=True)
class AtRest:
    """A body at rest.

    Attributes:
        file: CSV or NDJSON, positioned at the start.
        media_type: which of the two.
        envelope: the envelope of a document as sent; `ABSENT` where none came with the rows.
        whole: whether the body has a place for an envelope.
        notes: what was passed over on the way.
    """

    file: IO[bytes]
    media_type: str
    envelope: Any = ABSENT
    whole: bool = False
    notes: tuple[Finding, ...] = ()


@contextmanager
def at_rest(
    file: IO[bytes], *, media_type: str, largest: int, sheet: str | None = None
) -> Iterator[AtRest]:
    """Bring a body to rest.

    Args:
        file: the body as sent, inflated.
        media_type: what it is.
        largest: bytes that it may unpack to.
        sheet: the sheet that is wanted, of a workbook.

    Yields:
        The body at rest; what was made for it is gone when the block ends. The file that came in
        is its owner's to close.

    Raises:
        UnsupportedType: nothing reads the media type.
        BadRequest: the body cannot be read as what it says it is.
        TooLarge: it takes more than is allowed to read it.
    """
    if sheet is not None and media_type not in _WORKBOOKS:
        raise BadRequest("sheet_of_no_workbook", detail="Only an Excel workbook has sheets.")
    if media_type in AT_REST:
        _count_lines(file)
        yield AtRest(file, CSV if media_type == CSV else NDJSON)
        return
    made = _made(file, media_type, largest=largest, sheet=sheet)
    with made.file:
        yield made


def _count_lines(file: IO[bytes]) -> None:
    """Refuse a text of more lines than rows are taken, blank ones among them: each costs time."""
    feeds = returns = 0
    file.seek(0)
    while block := file.read(_BLOCK):
        feeds, returns = feeds + block.count(b"\n"), returns + block.count(b"\r")
        # a line ends with either or both
        if max(feeds, returns) > MOST_ROWS + 1:
            raise too_much("too_many_rows")
    file.seek(0)


def _made(file: IO[bytes], media_type: str, *, largest: int, sheet: str | None) -> AtRest:
    if media_type == JSON:
        document = cut(file)
        return AtRest(document.records, NDJSON, document.envelope, not document.bare)
    if media_type not in (*_WORKBOOKS, PARQUET):
        raise UnsupportedType(
            "media_type",
            detail="Send text/csv, application/x-ndjson, application/json, an Excel workbook"
            f" ({XLSX}) or {PARQUET}.",
        )
    converted = convert(
        file,
        kind="parquet" if media_type == PARQUET else "xlsx",
        sheet=sheet,
        limits=Limits(largest),
    )
    return AtRest(converted.file, CSV, notes=converted.notes)
