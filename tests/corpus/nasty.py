"""One nasty file and what must be said of it."""

import gzip
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from api.intake.reading.rest import PARQUET, XLSX
from tests.deliveries import Row, contact, contacts, ndjson, table

CSV, NDJSON, JSON = "text/csv", "application/x-ndjson", "application/json"

Where = tuple[str, int | None, str | None]
"""Code, row and field of an error."""


@dataclass(frozen=True)
class Nasty:
    """A file.

    Attributes:
        name: its own among all.
        make: gives its bytes.
        media_type: what it is sent as.
        refused: the code where it is refused unread; "" where its rows are read.
        errors: of the rows, or the places of a refusal.
        notes: codes of notes that it brings besides those about absent columns.
        sheet: the sheet that is asked for.
        packed: whether it is sent as gzip.
    """

    name: str
    make: Callable[[], bytes] = field(repr=False)
    media_type: str
    refused: str = ""
    errors: frozenset[Where] = frozenset()
    notes: frozenset[str] = frozenset()
    sheet: str | None = None
    packed: bool = False

    @cached_property
    def content(self) -> bytes:
        """Its bytes as sent."""
        made = self.make()
        return gzip.compress(made, mtime=0) if self.packed else made

    @property
    def suffix(self) -> str:
        """The ending that its name has on an agency's machine."""
        return {CSV: "csv", NDJSON: "ndjson", JSON: "json", XLSX: "xlsx", PARQUET: "parquet"}[
            self.media_type
        ]


def of(
    name: str,
    make: Callable[[], bytes] | bytes,
    media_type: str,
    *errors: Where,
    refused: str = "",
    notes: Iterable[str] = (),
    **more: Any,
) -> Nasty:
    """A nasty file, made now or when it is asked for."""
    maker = make if callable(make) else lambda: make
    return Nasty(name, maker, media_type, refused, frozenset(errors), frozenset(notes), **more)


def rows(count: int = 3, **changes: Any) -> list[Row]:
    """Contacts, the second of them changed."""
    made = contacts(count)
    if count > 1:
        made[1] = contact(2, **changes)
    return made


def flat(sent: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows by the names of columns."""
    return [
        {
            name if not isinstance(value, dict) else f"{name}.{key}": part
            for name, value in row.items()
            for key, part in (value.items() if isinstance(value, dict) else [("", value)])
        }
        for row in sent
    ]


def header_and_lines(sent: Sequence[Row]) -> tuple[bytes, list[bytes]]:
    """A table's header and its lines, without line ends."""
    header, *lines = table(sent).split(b"\r\n")
    return header, lines[:-1]


def lines_of(sent: Sequence[Row], *more: bytes) -> bytes:
    """Rows as NDJSON with other lines after them."""
    return ndjson(sent) + b"".join(line + b"\n" for line in more)
