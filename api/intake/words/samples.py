"""A sample of a file: its columns, and in how many rows each word of a column stands.

What belongs here: counting what a body at rest holds, whatever its columns are called. What does
not: what any of it means. It runs on an agency's own machine, and nothing of it is kept.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, Final

from api.intake.reading.formats import CSV, parse
from api.intake.reading.rows import WIDEST_LINE
from api.intake.reading.tables import REMARK
from auth.refusals import BadRequest

MOST_WORDS: Final = 5000  # different words of one column that are told apart (design)

Cells = Mapping[str, str]


def sample(file: IO[bytes], *, media_type: str) -> dict[str, Counter[str]]:
    """Count the words of every column of a file.

    Args:
        file: the body at rest, CSV or NDJSON.
        media_type: which of the two.

    Returns:
        The columns in the order of the header, or in which members first appear, each with its
        words and their rows; the joined names of nested members stand for them, and lists are
        joined by `;` as in CSV.

    Raises:
        BadRequest: the file cannot be read.
    """
    found: dict[str, Counter[str]] = {}
    file.seek(0)
    for cells in _table(file) if media_type == CSV else _lines(file):
        for name, cell in cells.items():
            words = found.setdefault(name, Counter())
            if cell and (cell in words or len(words) < MOST_WORDS):
                words[cell] += 1
    return found


def _table(file: IO[bytes]) -> Iterator[Cells]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        lines = csv.reader(text, strict=True)
        names = [name.strip() for name in next(lines, [])]
        yield dict.fromkeys(names, "")
        for line in lines:
            if line and not line[0].startswith(REMARK):
                yield dict(zip(names, line, strict=False))
    except UnicodeDecodeError as error:
        raise BadRequest("not_utf8", detail="The file is not text in UTF-8.") from error
    except csv.Error as error:
        raise BadRequest("csv_broken", detail="The file is not well-formed CSV.") from error
    finally:
        text.detach()


def _lines(file: IO[bytes]) -> Iterator[Cells]:
    for line in iter(lambda: file.readline(WIDEST_LINE), b""):
        if line.strip():
            record = parse(line)
            yield dict(_members(record, "")) if isinstance(record, dict) else {}


def _members(part: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in part.items():
        if isinstance(value, dict):
            yield from _members(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            yield f"{prefix}{key}", ";".join(_texts(value))
        else:
            yield f"{prefix}{key}", "".join(_texts([value]))


def _texts(values: Iterable[Any]) -> Iterator[str]:
    """The values as cells; what has no cell is left out."""
    for value in values:
        if isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, str | int):
            yield str(value)
