"""Opening SQLite files: two processes that meet over a new file, and files that cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import URL, exc

from migrations.sqlite import counts_url, open_file

SHORT = 0.1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "new.db"
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("CREATE TABLE things (id INTEGER)")
    return made


@pytest.fixture
def reader(path: Path) -> Iterator[sqlite3.Connection]:
    """Reads a file that is not in write-ahead mode yet, and so keeps others from changing that."""
    with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM things")
        yield connection


def mode(path: Path, *, wait_seconds: float) -> str:
    engine = open_file(URL.create("sqlite", database=str(path)), wait_seconds=wait_seconds)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    engine.dispose()
    return str(found)


def test_who_opens_a_new_file_waits_for_who_opened_it_before(
    path: Path, reader: sqlite3.Connection
) -> None:
    done = Timer(SHORT, reader.rollback)
    done.start()
    assert mode(path, wait_seconds=30) == "wal"
    done.join()


def test_and_does_not_wait_for_ever(path: Path, reader: sqlite3.Connection) -> None:
    with pytest.raises(exc.OperationalError, match="locked"):
        mode(path, wait_seconds=SHORT)


def test_a_file_that_cannot_be_opened_is_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(exc.OperationalError, match="unable to open"):
        mode(tmp_path / "no-such-folder" / "new.db", wait_seconds=30)


def test_every_connection_keeps_foreign_keys_and_what_was_answered(path: Path) -> None:
    engine = open_file(URL.create("sqlite", database=str(path)))
    with engine.connect() as connection:
        pragmas = ("foreign_keys", "synchronous", "busy_timeout")
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in pragmas]
    engine.dispose()
    assert found == [1, 2, 30_000]


def test_what_need_not_last_does_not_wait_for_the_disk(path: Path) -> None:
    engine = open_file(URL.create("sqlite", database=str(path)), lasting=False)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 1
    engine.dispose()


@pytest.mark.parametrize(
    ("main", "beside"),
    [
        ("safershare.db", "safershare-counts.db"),
        ("/data/a.b.sqlite", "/data/a.b-counts.sqlite"),
        ("plain", "plain-counts"),
    ],
)
def test_counts_lie_beside_their_database(main: str, beside: str) -> None:
    assert counts_url(URL.create("sqlite", database=main)).database == beside
