"""Which reader takes which body at rest: CSV for tables, NDJSON for records, and nothing else.

Everything that an agency may send becomes one of these two before it is read
(`api.intake.reading.rest`). The readers give the same JSON-like rows; this module is where the
rest of the intake finds them.
"""

from __future__ import annotations

from typing import IO, Any, Final

from api.intake.reading.lines import Lines, Records, parse
from api.intake.reading.rows import WIDEST_LINE, Header, Row, Source, Unreadable
from api.intake.reading.tables import MAP_PREFIX, Table
from auth.refusals import UnsupportedType
from schemas.dataset import Dataset
from schemas.findings import Finding
from schemas.terms import NONE, TermMap

__all__ = [
    "MAP_PREFIX",
    "WIDEST_LINE",
    "Header",
    "Lines",
    "Records",
    "Row",
    "Source",
    "Table",
    "Unreadable",
    "parse",
    "source",
]

CSV: Final = "text/csv"
NDJSON: Final = "application/x-ndjson"


def source(
    file: IO[bytes],
    *,
    media_type: str,
    dataset: type[Dataset],
    notes: tuple[Finding, ...] = (),
    terms: TermMap = NONE,
) -> Source:
    """The reader for a media type.

    Args:
        file: the body at rest.
        media_type: what it is.
        dataset: the definition of its records.
        notes: findings made before the file came to rest, given back by `Source.notes`.
        terms: the agency's own words for its columns and codes.

    Raises:
        UnsupportedType: none reads it.
        BadRequest: the file is not text in UTF-8, or not a document at all.
    """
    if media_type == CSV:
        return Table(file, dataset, notes=notes, terms=terms)
    if media_type in (NDJSON, "application/jsonl"):
        return Lines(file, dataset, notes=notes, terms=terms)
    if media_type == "application/json":
        return _document(file, dataset, terms=terms)
    raise UnsupportedType(
        "media_type", detail="Send text/csv, application/x-ndjson or application/json."
    )


def _document(file: IO[bytes], dataset: type[Dataset], *, terms: TermMap) -> Records:
    records: Any = parse(file.read())
    return Records(records, dataset, terms=terms)
