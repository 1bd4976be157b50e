"""Numbers as a reader finds them in an answer or a log line: in JSON, in CSV and in sentences.

What belongs here: finding whole numbers that stand by themselves. What does not: which of them
nobody may be told.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import docx

from api.disclosure.showing import SHOWN_STATUSES
from tests.journeys.recorder import Told
from tests.oauth_client import Response

ALONE = re.compile(r"(?<![\w.:/-])[1-9][0-9]*(?:,[0-9]{3})*(?![\w:/-]|\.[0-9])")
"""A number that is no part of a date, a digest, an id or a decimal fraction."""

DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")

TRANSPORT = {"content-length", "date", "server"}
"""Fields that say how an answer travels."""


def in_text(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in ALONE.findall(text)}


def in_json(value: Any) -> Iterator[int]:
    """Every number of a document, those in its sentences and member names included."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, int | float):
        yield round(value)
    elif isinstance(value, str):
        yield from in_text(value)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from in_text(name)
            yield from in_json(part)
    else:
        for part in value:
            yield from in_json(part)


def in_answer(told: Told) -> set[int]:
    """Every number that an answer holds, in its fields or in its body."""
    fields = {k: v for k, v in told.answer.headers.items() if k.lower() not in TRANSPORT}
    found = set(in_json(fields))
    kind, text = told.answer.headers.get("Content-Type", ""), readable(told.answer)
    if "json" in kind:
        return found | set(in_json(told.answer.json))
    if "csv" in kind:
        return found | set(in_json(list(csv.reader(io.StringIO(text)))))
    return found | in_text(text)


def readable(answer: Response) -> str:
    """Everything that can be read of an answer: a document of Word taken out of its file, and of a
    drawing its words without where its lines run.
    """
    if "wordprocessingml" not in answer.headers.get("Content-Type", ""):
        return DRAWING.sub(
            lambda drawn: TAG.sub(" ", drawn[0]), answer.body.decode(errors="replace")
        )
    whole = docx.Document(io.BytesIO(answer.body))
    cells = (cell.text for table in whole.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in whole.paragraphs), *cells])


def shown(value: Any) -> Iterator[int]:
    """Every number that a document gives as the value of a cell that a release shows, and the ends
    of the interval that is worked out from it.
    """
    parts = value.values() if isinstance(value, Mapping) else value
    if isinstance(value, Mapping) and value.get("status") in SHOWN_STATUSES:
        for name in ("value", "low", "high"):
            yield from in_json(value.get(name))
    for part in parts:
        if isinstance(part, Mapping | list):
            yield from shown(part)


def in_log(lines: str) -> set[int]:
    """Every number of the log but how long things took."""
    documents = [json.loads(line) for line in lines.splitlines()]
    return {
        number
        for each in documents
        for number in in_json({k: v for k, v in each.items() if k not in ("milliseconds", "at")})
    }
