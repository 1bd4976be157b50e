"""Seeing from outside that the service is writing rows into its store, on either engine."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg
from sqlalchemy import URL, make_url

PATIENCE = 120


@dataclass(frozen=True)
class Watch:
    """Somebody at the store who can tell that it is being written to."""

    writing: Callable[[], bool]

    def wait(self, going: Callable[[], bool]) -> None:
        """Wait until rows are being written, or until what would write them is over."""
        until = time.monotonic() + PATIENCE
        while going() and time.monotonic() < until and not self.writing():
            time.sleep(0.002)


@contextmanager
def watch(url: URL | str) -> Iterator[Watch]:
    """Watch the store at an address that may see all of it."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(made.database or "", timeout=0, isolation_level=None)) as file:
            yield Watch(lambda: _locked(file))
        return
    plain = made.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        yield Watch(lambda: _copying(connection))


def _locked(file: sqlite3.Connection) -> bool:
    """Whether somebody holds the one write lock of an SQLite file."""
    try:
        file.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    file.execute("ROLLBACK")
    return False


def _copying(connection: psycopg.Connection) -> bool:
    """Whether a COPY is under way in this database of a PostgreSQL server."""
    query = "SELECT 1 FROM pg_stat_progress_copy WHERE datname = current_database()"
    return connection.execute(query).fetchone() is not None
