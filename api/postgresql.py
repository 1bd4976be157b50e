"""PostgreSQL as this service uses it: one way to reach a server.

What belongs here: the pool of connections a worker keeps, and what each is told as it is made. What
does not: sessions, roles, and what a transaction may see.
"""

from __future__ import annotations

from typing import Any, Final

import psycopg
from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL

CONNECT_SECONDS: Final = 10
POOL_SIZE: Final = 5
POOL_OVERFLOW: Final = 10
"""Connections one worker keeps, and may add under load; PostgreSQL allows 100 unless told."""

PREPARED_AFTER: Final = 5
"""Uses on one connection before a statement is prepared: the driver's usual number."""


def open_server(url: URL, *, wait_seconds: float) -> Engine:
    """An engine on a server, which may be reached through a pooler in transaction mode.

    Whoever waits longer than `wait_seconds` for a connection gets an error.
    """
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=wait_seconds,
        pool_pre_ping=True,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={"prepare_threshold": None, "connect_timeout": CONNECT_SECONDS},
    )
    event.listen(engine, "connect", _prepare_statements)
    return engine


def _prepare_statements(connection: psycopg.Connection[Any], _record: object) -> None:
    """Let statements that come again be planned once, where the connection is the server's own.

    Planning took most of the time of finding an agreement (measured). A pooler in transaction mode
    gives each transaction another server connection, which knows nothing of what was prepared on
    the one before; it cannot tell beforehand which process that will be, and names one it made up.
    """
    (process,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (None,)
    connection.rollback()
    if process == connection.info.backend_pid:
        connection.prepare_threshold = PREPARED_AFTER
