"""The database: sessions, what they may see, and what happens when the store cannot answer.

What belongs here: opening transactions on SQLite and PostgreSQL so that both mean the same, and
telling PostgreSQL on whose behalf each one runs. What does not: queries, tables, and the shape of
the store (`migrations` builds it).

A reading session sees one snapshot and can write nothing. A writing session holds SQLite's one
write lock from its first statement, commits when its block ends, and rolls back when it raises.
On SQLite the service's own checks stand alone; row-level security is PostgreSQL's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

import psycopg
from sqlalchemy import Engine, QueuePool, create_engine, event, make_url
from sqlalchemy import exc as sa_exc
from sqlalchemy.engine import URL, Connection
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from auth.refusals import Unavailable
from migrations import roles, sqlite

Reach = Literal["agency", "partnership"]

# Settings for the transaction alone (PostgreSQL manual, set_config): a connection goes back to the
# pool with nothing of them. One statement each, since each is a way to the server and back.
_ENTER: Final = """
SELECT set_config('role', %(role)s, true),
       set_config('lock_timeout', %(wait)s, true),
       set_config('safershare.partnership_id', %(partnership_id)s, true),
       set_config('safershare.agency_id', %(agency_id)s, true),
       set_config('safershare.reach', %(reach)s, true)
"""
_BIND: Final = """
SELECT set_config('safershare.partnership_id', %(partnership_id)s, true),
       set_config('safershare.agency_id', %(agency_id)s, true),
       set_config('safershare.reach', %(reach)s, true)
"""
_AS_ROLE: Final = """
SELECT set_config('role', %(role)s, true),
       set_config('safershare.submission_id', %(submission_id)s, true)
"""

RETRY_AFTER_SECONDS: Final = 5
"""What a client is told to wait: a writer that met a lock has waited 30 s already (design)."""

CONNECT_SECONDS: Final = 10
POOL_SIZE: Final = 5
POOL_OVERFLOW: Final = 10
"""Connections one worker keeps, and may add under load; PostgreSQL allows 100 unless told."""

_PASSING_STATES: Final = ("08", "40", "53", "55P03", "57P", "57014")
"""SQLSTATEs, or their classes, of what passes: connections, deadlocks, resources, locks, shutdowns
(PostgreSQL manual, appendix A)."""

_PASSING_CODES: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@dataclass(frozen=True)
class Context:
    """On whose behalf a transaction runs; empty sees nothing of any partnership.

    `reach` "agency" shows one agency's own detail, "partnership" that of every agency in it.
    """

    partnership_id: str = ""
    agency_id: str = ""
    reach: Reach = "agency"


NOBODY: Final = Context()
"""The context before the caller is known."""


class Database:
    """One store, reached by this process; safe to share between threads.

    Args:
        url: the service's address, `sqlite:///path` or `postgresql+psycopg://...`.
        wait_seconds: how long a session waits for a lock, or for a connection of its own.
    """

    def __init__(self, url: str, *, wait_seconds: float = sqlite.BUSY_SECONDS) -> None:
        made = make_url(url)
        self._wait = wait_seconds
        if made.get_backend_name() == "sqlite":
            reading = sqlite.open_file(made, begin=sqlite.BEGIN_READING, wait_seconds=wait_seconds)
            writing = sqlite.open_file(made, wait_seconds=wait_seconds)
            replay = sqlite.open_file(sqlite.replay_url(made), wait_seconds=wait_seconds)
        else:
            writing = replay = _postgresql(made, wait_seconds=wait_seconds)
            reading = writing.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._engines = (reading, writing, replay)
        self._read, self._write, self._once = map(self._maker, self._engines)

    @property
    def engine_name(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engines[0].dialect.name

    def reading(self, context: Context) -> AbstractContextManager[Session]:
        """A session that sees one snapshot and writes nothing.

        Raises:
            Unavailable: the store is busy or cannot be reached.
        """
        return _session(self._read, context)

    def writing(self, context: Context) -> AbstractContextManager[Session]:
        """A session whose block commits as a whole at its end, or leaves nothing when it raises.

        Raises:
            Unavailable: the store is busy or cannot be reached; nothing was done.
        """
        return _session(self._write, context)

    def replay(self) -> AbstractContextManager[Session]:
        """A writing session on the replay keys, which commits on its own.

        Raises:
            Unavailable: the store is busy or cannot be reached; nothing was done.
        """
        return _session(self._once, NOBODY)

    def close(self) -> None:
        """Let go of every connection; a further session opens new ones."""
        for engine in self._engines:
            engine.dispose()

    def _maker(self, engine: Engine) -> sessionmaker[Session]:
        maker = sessionmaker(engine, expire_on_commit=False)
        if engine.dialect.name == "postgresql":
            event.listen(maker, "after_begin", self._enter)
        return maker

    def _enter(
        self, session: Session, transaction: SessionTransaction, connection: Connection
    ) -> None:
        # A savepoint keeps the settings of the transaction around it.
        if transaction.nested:
            return
        # Nought would mean for ever.
        wait = f"{max(1, int(self._wait * 1000))}ms"
        own = {"role": roles.SERVICE, "wait": wait}
        connection.exec_driver_sql(_ENTER, own | vars(session.info["context"]))


def bind(session: Session, partnership_id: str, agency_id: str, *, reach: Reach = "agency") -> None:
    """Go on in this session on behalf of another: once a token request's client is known, say."""
    context = Context(partnership_id, agency_id, reach)
    session.info["context"] = context
    if _on_postgresql(session):
        session.connection().exec_driver_sql(_BIND, vars(context))


@contextmanager
def loading(session: Session, *, submission_id: str) -> Iterator[Any]:
    """The driver's own connection, for bulk loading of one submission's records.

    On PostgreSQL the block runs as a role that may only insert rows, and only data: partnership,
    agency and submission are filled in by the store from the session's context, so the rows name
    neither. On SQLite nothing is filled in, and the rows name all their columns.
    """
    connection = session.connection()
    if not _on_postgresql(session):
        yield connection.connection.driver_connection
        return
    _as_role(connection, roles.LOADER, submission_id=submission_id)
    yield connection.connection.driver_connection
    # After an exception the transaction is lost, and the role with it.
    _as_role(connection, roles.SERVICE, submission_id="")


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _as_role(connection: Connection, role: str, *, submission_id: str) -> None:
    connection.exec_driver_sql(_AS_ROLE, {"role": role, "submission_id": submission_id})


def _postgresql(url: URL, *, wait_seconds: float) -> Engine:
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        hide_parameters=True,
        use_native_hstore=False,
        # A pooler in transaction mode gives each transaction another server connection.
        connect_args={"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS},
    )


@contextmanager
def _session(maker: sessionmaker[Session], context: Context) -> Iterator[Session]:
    with _unavailable(), maker(info={"context": context}) as session:
        yield session
        session.commit()


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (sa_exc.DBAPIError, sa_exc.TimeoutError, psycopg.Error, sqlite3.Error) as wrong:
        if not _passes(wrong):
            raise
        raise Unavailable(
            "store_busy",
            detail="The store cannot answer at the moment. Nothing was done; send it again.",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        ) from wrong


def _passes(wrong: BaseException) -> bool:
    """Whether the same statement may succeed later."""
    if isinstance(wrong, sa_exc.TimeoutError):
        return True
    if isinstance(wrong, sa_exc.DBAPIError):
        return wrong.connection_invalidated or (wrong.orig is not None and _passes(wrong.orig))
    if isinstance(wrong, sqlite3.Error):
        # The low byte is the primary code (SQLite manual, Result Codes).
        return getattr(wrong, "sqlite_errorcode", 0) & 0xFF in _PASSING_CODES
    if isinstance(wrong, psycopg.OperationalError) and wrong.sqlstate is None:
        return True
    return isinstance(wrong, psycopg.Error) and (wrong.sqlstate or "").startswith(_PASSING_STATES)
