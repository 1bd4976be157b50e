"""Files of incidents at rest, large ones too: written as they are made, never whole in memory."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from bench.bodies import DATASET, month
from schemas.datasets import DATASETS
from schemas.reference import synthetic_reference
from synth.formats import MEDIA_TYPES, csv_bytes, ndjson_bytes

PACKING: Final = 1  # gzip's quickest level: what packs well packs well at it
ENCODINGS: Final = ("csv", "ndjson")

Parts = tuple[bytes, ...]


@dataclass(frozen=True)
class Kind:
    """How a file is written: `csv` or `ndjson`, gzip or not."""

    encoding: str
    packed: bool

    @property
    def words(self) -> str:
        """For people."""
        return self.encoding.upper() + (", gzip" if self.packed else "")

    @property
    def headers(self) -> dict[str, str]:
        """What a request with such a body says of it."""
        kind = MEDIA_TYPES["csv" if self.encoding == "csv" else "ndjson"]
        return {"Content-Type": kind} | ({"Content-Encoding": "gzip"} if self.packed else {})


def written(path: Path, *, rows: int, turn: int, kind: Kind) -> Path:
    """A file of so many good rows; every turn is about other people."""
    with path.open("wb") as plain:
        if kind.packed:
            with gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=PACKING) as packed:
                _write(packed, rows, turn=turn, encoding=kind.encoding)
        else:
            _write(plain, rows, turn=turn, encoding=kind.encoding)
    return path


def _write(file: IO[bytes] | gzip.GzipFile, rows: int, *, turn: int, encoding: str) -> None:
    """The reports of one month, told again under other numbers and of others."""
    head, reports = _told(encoding)
    file.write(head)
    lines = islice(_lines(reports, turn), rows)
    while block := b"".join(islice(lines, 1000)):
        file.write(block)


def _lines(reports: list[Parts], turn: int) -> Iterator[bytes]:
    copy = 0
    while True:
        for parts in reports:
            yield b"".join(_again(part, b"%d-%d" % (turn, copy)) for part in parts)
        copy += 1


def _again(part: bytes, copy: bytes) -> bytes:
    if part.startswith(b"syn_"):
        return synthetic_reference(part + copy).encode()
    return part + b"-" + copy if part.startswith(b"inc-") else part


def _told(encoding: str) -> tuple[bytes, list[Parts]]:
    """The header of a file, and its lines cut where a record's number or a person stands."""
    rows: list[dict[str, Any]] = month().rows
    if encoding == "csv":
        head, *lines = csv_bytes(rows, dataset=DATASETS[DATASET]).splitlines(keepends=True)
    else:
        head, lines = b"", ndjson_bytes(rows).splitlines(keepends=True)
    cut = re.compile(rb"(syn_[0-9a-f]{60}|inc-[0-9]+)")
    return head, [tuple(cut.split(line)) for line in lines]
