"""Log lines: one JSON object each, of allow-listed fields and nothing else.

What belongs here: what a line may hold, and setting the process up to write such lines. What does
not: audit events, which are data and live in the store. No line holds a submitted value, a token, a
header, a query string or an exception's own words; each of these can carry a person's data.

A message is written as its constant template: its arguments never are. Lines of other libraries
keep their logger's name and level alone.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

OWN: Final = ("api", "auth", "migrations", "safershare", "schemas")
"""Loggers whose messages are written by this project, and so are constants."""

_ID: Final = re.compile(r"[A-Za-z0-9-]{1,80}")
_METHOD: Final = re.compile(r"[A-Z]{1,10}")
_ROUTE: Final = re.compile(r"/[A-Za-z0-9_/.<>:-]{0,200}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,60}")

TEXT_FIELDS: Final[Mapping[str, re.Pattern[str]]] = {
    "request_id": _ID,
    "method": _METHOD,
    # The template of a route, `/v1/returns/<dataset>/<period>`, never the path as asked for.
    "route": _ROUTE,
    "client_id": _ID,
    "code": _CODE,
}
"""Fields of text and the only form in which each is written."""

NUMBER_FIELDS: Final = ("status", "milliseconds")

REQUESTS: Final = logging.getLogger("safershare.requests")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.split(".", 1)[0] in OWN and isinstance(record.msg, str):
            line["message"] = record.msg
        line |= _allowed(record.__dict__)
        if record.exc_info and record.exc_info[1] is not None:
            wrong = record.exc_info[1]
            line |= {"errors": _kinds(wrong), "trace": _places(wrong.__traceback__)}
        return json.dumps(line, ensure_ascii=True, separators=(",", ":"))


def configure(stream: TextIO, *, level: int = logging.INFO) -> None:
    """Write every log line of this process to `stream`, as JSON; earlier handlers go."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OWN:
        logging.getLogger(name).setLevel(level)


def request_done(
    *,
    request_id: str,
    method: str,
    route: str,
    status: int,
    milliseconds: float,
    client_id: str | None = None,
    code: str | None = None,
) -> None:
    """Write the one line of a request that was answered.

    Args:
        request_id: as echoed in the answer.
        method: of the request.
        route: the template of the route; empty where none matched.
        status: of the answer.
        milliseconds: from the first byte in to the last byte out.
        client_id: of an authenticated caller; a claimed one is left out.
        code: of the problem, where the answer is one.
    """
    fields = {
        "request_id": request_id,
        "method": method,
        "route": route,
        "status": status,
        "milliseconds": round(milliseconds, 1),
        "client_id": client_id,
        "code": code,
    }
    REQUESTS.info("request", extra=fields)


def _allowed(given: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        name: given[name]
        for name, form in TEXT_FIELDS.items()
        if isinstance(given.get(name), str) and form.fullmatch(given[name])
    }
    numbers = {
        name: given[name]
        for name in NUMBER_FIELDS
        if isinstance(given.get(name), int | float) and not isinstance(given[name], bool)
    }
    return texts | numbers


def _kinds(wrong: BaseException | None) -> list[str]:
    """The names of an exception's class and of those behind it, the last one first."""
    kinds = []
    while wrong is not None:
        kinds.append(type(wrong).__name__)
        wrong = wrong.__cause__ or wrong.__context__
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    """Where an exception came from: file, line and function, without a word of the code's data."""
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)
    ]
