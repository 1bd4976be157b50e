"""A service whose queries have forgotten their conditions: what a session could have read.

What belongs here: looking, behind every query of a service on PostgreSQL, at all that the same
session sees of the same tables, and which of it nobody should have been shown. What does not: what
the service asks for and why.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, select, text
from sqlalchemy.sql import ClauseElement, Executable, visitors

from schemas.datasets import DATASETS
from schemas.tables.records import RECORDS

QUERIES = "api.queries."
RAW = {table.name for table in RECORDS.values()}
READ_TO_FIND_OUT_WHO_ASKS = {"partnerships", "agencies", "clients", "revoked_tokens"}
NAMES = ("partnership_id", "agency_id", "reach", "sealing", "operator", "agreement_id", "purpose")
CONTEXT = text(
    "SELECT " + ", ".join(f"current_setting('safershare.{name}', true) AS {name}" for name in NAMES)
)

Said = Mapping[str, Any]


@dataclass
class Seen:
    """What was looked at: the queries behind which, and what should not have been there."""

    queries: set[str] = field(default_factory=set)
    looked: set[tuple[str, ...]] = field(default_factory=set)
    wrong: set[tuple[str, ...]] = field(default_factory=set)


@contextmanager
def forgetful(providers: Mapping[str, set[str]]) -> Iterator[Seen]:
    """Look behind every query of this process while the block runs.

    Args:
        providers: by agreement, the agencies whose rows it lets somebody retrieve.
    """
    seen = Seen()

    def look(connection: Connection, asked: Executable, *_: object) -> None:
        if connection.dialect.name == "postgresql" and isinstance(asked, ClauseElement):
            tables = {t for t in visitors.iterate(asked) if isinstance(t, Table)}
            _look(connection, tables, seen=seen, providers=providers)

    event.listen(Engine, "before_execute", look)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_execute", look)


def _look(
    connection: Connection,
    tables: set[Table],
    *,
    seen: Seen,
    providers: Mapping[str, set[str]],
) -> None:
    said: Said | None = None
    for table in tables:
        owner = [table.c[name] for name in ("partnership_id", "agency_id") if name in table.c]
        if not owner:
            continue
        # The driver's own cursor, so that this is not looked behind in turn.
        said = said or _said(connection)
        key = (table.name, *(str(said[name]) for name in NAMES))
        seen.queries.update(_asking())
        if key in seen.looked:
            continue
        seen.looked.add(key)
        words = str(select(*owner).distinct().compile(dialect=connection.dialect))
        for row in _fetched(connection, words):
            held = dict(zip((column.name for column in owner), row, strict=True))
            if not _may_be_seen(table.name, held, said=said, providers=providers):
                seen.wrong.add((*key, *row))


def _said(connection: Connection) -> Said:
    (row,) = _fetched(connection, str(CONTEXT))
    return dict(zip(NAMES, (value or "" for value in row), strict=True))


def _fetched(connection: Connection, words: str) -> list[tuple[Any, ...]]:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        found: list[tuple[Any, ...]] = cursor.execute(words).fetchall()
    return found


def _asking() -> Iterator[str]:
    """The functions of `api.queries` that are at work."""
    frame = sys._getframe(1)
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(QUERIES):
            yield f"{module.removeprefix(QUERIES)}.{frame.f_code.co_name}"
        frame = frame.f_back  # type: ignore[assignment]


def _may_be_seen(
    table: str, row: Mapping[str, str], *, said: Said, providers: Mapping[str, set[str]]
) -> bool:
    if table in READ_TO_FIND_OUT_WHO_ASKS:
        return True
    if row["partnership_id"] != said["partnership_id"]:
        return False
    owner = row.get("agency_id", said["agency_id"])
    if said["operator"] or table not in RAW | _views(table):
        return True
    if table in RAW:
        return owner == said["agency_id"] or bool(said["sealing"])
    return owner in providers[said["agreement_id"]] - {said["agency_id"]}


def _views(table: str) -> set[str]:
    kind, _, dataset = table.partition("_")
    return {table} if kind in {"shared", "case", "standing"} and dataset in DATASETS else set()
