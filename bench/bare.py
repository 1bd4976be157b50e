"""The peers of a large return: the rows in force, ready as the driver takes them, loaded again into
the same table by the driver alone, as a delivery nobody points at.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from typing import Any, Final

from psycopg import sql
from sqlalchemy import Dialect, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.orm import Session

from api.db import Context, loading
from bench.bodies import DATASET, SENDER
from bench.clock import Deed
from bench.stage import Stage
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns

TABLE: Final[Table] = RECORDS[DATASET]
NAMES: Final = [column.name for column in TABLE.columns]
DIALECTS: Final[dict[str, Dialect]] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": psycopg.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}
CONTEXT: Final = Context("bromley", SENDER)
FROM_CONTEXT: Final = ("partnership_id", "agency_id", "submission_id")

DIFFERENT: Final = 50_000
"""Rows that are read back; more are told again under other numbers, and share their values."""

Row = tuple[Any, ...]


def least(stage: Stage, *, rows: int, times: int) -> tuple[str, Iterator[Deed]]:
    """The engine's own way to load so many rows, by its name, and its deeds."""
    if stage.engine == "postgresql":
        return "bare COPY of the same rows", copy(stage, rows=rows, times=times)
    return "bare executemany of the same rows", executemany(stage, rows=rows, times=times)


def executemany(stage: Stage, *, rows: int, times: int) -> Iterator[Deed]:
    """One executemany of the rows, and its commit; each deed's rows are ready before it."""
    ready = _rows(stage, rows=rows)
    place = NAMES.index("submission_id")
    statement = str(insert(TABLE).compile(dialect=DIALECTS[stage.engine], column_keys=NAMES))

    def load(fresh: list[Row]) -> None:
        with stage.running.database.writing(CONTEXT) as session:
            _cursor(session).executemany(statement, fresh)

    for _ in range(times):
        submission = str(uuid.uuid4())
        yield partial(load, [(*row[:place], submission, *row[place + 1 :]) for row in ready])


def copy(stage: Stage, *, rows: int, times: int) -> Iterator[Deed]:
    """One COPY of the rows, by the role that loads, and its commit."""
    kept = [place for place, name in enumerate(NAMES) if name not in FROM_CONTEXT]
    ready = [tuple(row[place] for place in kept) for row in _rows(stage, rows=rows)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(TABLE.name),
        sql.SQL(", ").join(sql.Identifier(NAMES[place]) for place in kept),
    )

    def load() -> None:
        with (
            stage.running.database.writing(CONTEXT) as session,
            loading(session, submission_id=str(uuid.uuid4())) as connection,
            connection.cursor().copy(statement) as copying,
        ):
            for row in ready:
                copying.write_row(row)

    yield from [load] * times


def _rows(stage: Stage, *, rows: int) -> list[Row]:
    """The rows in force as the driver gives them, with nothing of SQLAlchemy's on the way."""
    in_force = (
        select(TABLE)
        .join(returns, returns.c.submission_id == TABLE.c.submission_id)
        .where(returns.c.dataset == DATASET)
        .limit(DIFFERENT)
    )
    with stage.running.database.reading(CONTEXT) as session:
        dialect = DIALECTS[stage.engine]
        text = str(in_force.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        cursor = _cursor(session)
        cursor.execute(text)
        found: list[Row] = list(cursor.fetchall())
    place = NAMES.index("row_no")
    numbered = zip(range(1, rows + 1), cycle(found), strict=False)
    return [(*row[:place], number, *row[place + 1 :]) for number, row in numbered]


def _cursor(session: Session) -> Any:
    """A cursor of the driver's own, inside the session's transaction."""
    return session.connection().connection.cursor()
