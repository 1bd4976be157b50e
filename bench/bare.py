"""The peers of a large return: the rows in force, ready as the driver takes them, loaded again into
the same table by the driver alone, as a delivery nobody points at.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from psycopg import sql
from sqlalchemy import Dialect, Table, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.orm import Session

from api.db import Context, loading
from bench.bodies import DATASET, SENDER
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

Row = tuple[Any, ...]


def executemany(stage: Stage) -> Callable[[], None]:
    """One executemany of the rows, and its commit."""
    rows = _rows(stage)
    place = NAMES.index("submission_id")
    statement = str(insert(TABLE).compile(dialect=DIALECTS[stage.engine], column_keys=NAMES))

    def load() -> None:
        fresh = str(uuid.uuid4())
        ready = [(*row[:place], fresh, *row[place + 1 :]) for row in rows]
        with stage.running.database.writing(CONTEXT) as session:
            _cursor(session).executemany(statement, ready)

    return load


def copy(stage: Stage) -> Callable[[], None]:
    """One COPY of the rows, by the role that loads, and its commit."""
    kept = [place for place, name in enumerate(NAMES) if name not in FROM_CONTEXT]
    rows = [tuple(row[place] for place in kept) for row in _rows(stage)]
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
            for row in rows:
                copying.write_row(row)

    return load


def _rows(stage: Stage) -> list[Row]:
    """The rows in force as the driver gives them, with nothing of SQLAlchemy's on the way."""
    in_force = (
        select(TABLE)
        .join(returns, returns.c.submission_id == TABLE.c.submission_id)
        .where(returns.c.dataset == DATASET)
    )
    with stage.running.database.reading(CONTEXT) as session:
        dialect = DIALECTS[stage.engine]
        text = str(in_force.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
        cursor = _cursor(session)
        cursor.execute(text)
        return list(cursor.fetchall())


def _cursor(session: Session) -> Any:
    """A cursor of the driver's own, inside the session's transaction."""
    return session.connection().connection.cursor()
