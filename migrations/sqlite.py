"""SQLite as this service uses it: one way to open a file, and where counts of requests lie.

What belongs here: the settings every connection to a file needs, whoever opens it, and the file
beside it that holds counts of requests. What does not: sessions, and the steps that build the
tables.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL, Connection

BUSY_SECONDS: Final = 30
"""How long a writer waits for another before it gives up (design)."""

BEGIN_READING: Final = "BEGIN"
BEGIN_WRITING: Final = "BEGIN IMMEDIATE"

_LASTING: Final = {
    # What was answered survives a power cut (SQLite manual, PRAGMA synchronous).
    True: "PRAGMA synchronous = FULL",
    False: "PRAGMA synchronous = NORMAL",
}
_PRAGMAS: Final = ("PRAGMA foreign_keys = ON",)

COUNTS_TABLE: Final = """
CREATE TABLE IF NOT EXISTS rate_counts (
    key VARCHAR(64) NOT NULL,
    hits BIGINT NOT NULL,
    expires_at DATETIME NOT NULL,
    CONSTRAINT pk_rate_counts PRIMARY KEY (key)
)
"""
COUNTS_INDEX: Final = """
CREATE INDEX IF NOT EXISTS ix_rate_counts_expires_at ON rate_counts (expires_at)
"""


def counts_url(url: URL) -> URL:
    """The file of counts beside a database file: `safershare-counts.db` for `safershare.db`.

    It is apart, so that a long load in the one never holds up a count in the other.
    """
    path = Path(url.database or "")
    return url.set(database=str(path.with_name(f"{path.stem}-counts{path.suffix}")))


def open_file(
    url: URL,
    *,
    begin: str = BEGIN_WRITING,
    wait_seconds: float = BUSY_SECONDS,
    lasting: bool = True,
) -> Engine:
    """An engine whose transactions begin with `begin`; with BEGIN_READING they cannot write.

    Whoever waits longer than `wait_seconds`, for the lock or for a connection, gets an error. What
    is not `lasting` may be lost in a power cut, and spares a wait for the disk.
    """
    engine = create_engine(
        url,
        # Becomes SQLite's busy timeout.
        connect_args={"timeout": wait_seconds},
        poolclass=QueuePool,
        pool_timeout=wait_seconds,
        # A statement that fails would otherwise show the values it was given.
        hide_parameters=True,
    )
    reading = ("PRAGMA query_only = ON",) if begin == BEGIN_READING else ()
    pragmas = (_LASTING[lasting], *_PRAGMAS, *reading)

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        # The driver would begin transactions late and by its own rules.
        connection.isolation_level = None
        _write_ahead(connection, until=time.monotonic() + wait_seconds)
        for pragma in pragmas:
            connection.execute(pragma)

    def start(connection: Connection) -> None:
        # Of every transaction, so that the driver is told without a detour.
        connection.connection.cursor().execute(begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", start)
    return engine


def _write_ahead(connection: sqlite3.Connection, *, until: float) -> None:
    """Have readers and the writer of this file not wait for each other.

    The file remembers. While two processes meet over a new file, SQLite refuses the change at once
    instead of waiting as it does elsewhere (its manual, "Sometimes queries return SQLITE_BUSY in
    WAL mode").
    """
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as wrong:
            busy = wrong.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def create_counts_file(url: URL) -> None:
    """Make the file of counts beside this database, where it is not there yet."""
    engine = open_file(counts_url(url))
    with engine.begin() as connection:
        for statement in (COUNTS_TABLE, COUNTS_INDEX):
            connection.exec_driver_sql(statement)
    engine.dispose()
