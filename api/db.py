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
from sqlalchemy import Engine, QueuePool, create_engine, event, func, make_url, select
from sqlalchemy import exc as sa_exc
from sqlalchemy.engine import URL, Connection
from sqlalchemy.orm import Session, SessionTransaction

from auth.refusals import Unavailable
from migrations import sqlite

Reach = Literal["agency", "partnership"]

SERVICE_ROLE: Final = "safershare_service"
LOADER_ROLE: Final = "safershare_loader"

RETRY_AFTER_SECONDS: Final = 5
"""What a client is told to wait: a writer that met a lock has waited 30 s already (design)."""

LOCK_TIMEOUT: Final = f"{sqlite.BUSY_SECONDS}s"
"""PostgreSQL waits for another's lock as long as SQLite does."""

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
    """

    def __init__(self, url: str) -> None:
        made = make_url(url)
        self._is_sqlite = made.get_backend_name() == "sqlite"
        if self._is_sqlite:
            self._reading = sqlite.open_file(made, begin=sqlite.BEGIN_READING)
            self._writing = sqlite.open_file(made)
            self._replay = sqlite.open_file(sqlite.replay_url(made))
            return
        self._writing = self._replay = _postgresql(made)
        self._reading = self._writing.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @property
    def engine_name(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._writing.dialect.name

    def reading(self, context: Context) -> AbstractContextManager[Session]:
        """A session that sees one snapshot and writes nothing.

        Raises:
            Unavailable: the store is busy or cannot be reached.
        """
        return self._session(self._reading, context)

    def writing(self, context: Context) -> AbstractContextManager[Session]:
        """A session whose block commits as a whole at its end, or leaves nothing when it raises.

        Raises:
            Unavailable: the store is busy or cannot be reached; nothing was done.
        """
        return self._session(self._writing, context)

    def replay(self) -> AbstractContextManager[Session]:
        """A writing session on the replay keys, which commits on its own.

        Raises:
            Unavailable: the store is busy or cannot be reached; nothing was done.
        """
        return self._session(self._replay, NOBODY)

    def close(self) -> None:
        """Give every connection back to the engine's end; a further session opens new ones."""
        for engine in (self._reading, self._writing, self._replay):
            engine.dispose()

    @contextmanager
    def _session(self, engine: Engine, context: Context) -> Iterator[Session]:
        with _unavailable(), Session(engine, expire_on_commit=False) as session:
            session.info["context"] = context
            if not self._is_sqlite:
                event.listen(session, "after_begin", _enter)
            yield session
            session.commit()


def bind(session: Session, partnership_id: str, agency_id: str, *, reach: Reach = "agency") -> None:
    """Go on in this session on behalf of another: once a token request's client is known, say."""
    context = Context(partnership_id, agency_id, reach)
    session.info["context"] = context
    if _on_postgresql(session):
        _set(session.connection(), context)


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
    _as_role(connection, LOADER_ROLE, submission_id=submission_id)
    yield connection.connection.driver_connection
    # After an exception the transaction is lost, and the role with it.
    _as_role(connection, SERVICE_ROLE, submission_id="")


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _enter(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    # A savepoint keeps the settings of the transaction around it.
    if not transaction.nested:
        _set(connection, session.info["context"])


def _set(connection: Connection, context: Context) -> None:
    connection.execute(
        select(
            func.set_config("role", SERVICE_ROLE, True),
            func.set_config("lock_timeout", LOCK_TIMEOUT, True),
            func.set_config("safershare.partnership_id", context.partnership_id, True),
            func.set_config("safershare.agency_id", context.agency_id, True),
            func.set_config("safershare.reach", context.reach, True),
        )
    )


def _as_role(connection: Connection, role: str, *, submission_id: str) -> None:
    connection.execute(
        select(
            func.set_config("role", role, True),
            func.set_config("safershare.submission_id", submission_id, True),
        )
    )


def _postgresql(url: URL) -> Engine:
    return create_engine(
        url,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_pre_ping=True,
        hide_parameters=True,
        use_native_hstore=False,
        # A pooler in transaction mode gives each transaction another server connection.
        connect_args={"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS},
    )


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
