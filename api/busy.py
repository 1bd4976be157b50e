"""When the store cannot answer: what passes, and what is then said.

What belongs here: telling the failures that a later try may not meet from those that are faults.
What does not: sessions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from sqlalchemy import exc as sa_exc

from auth.refusals import Unavailable

RETRY_AFTER_SECONDS: Final = 5
"""What a client is told to wait: a writer that met a lock has waited 30 s already (design)."""

_PASSING_STATES: Final = ("08", "40", "53", "55P03", "57P", "57014")
"""SQLSTATEs, or their classes, of what passes: connections, deadlocks, resources, locks, shutdowns
(PostgreSQL manual, appendix A)."""

_PASSING_CODES: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@contextmanager
def unavailable() -> Iterator[None]:
    """Tell whoever asks that the store cannot answer at the moment, where that passes.

    Raises:
        Unavailable: a lock, a connection or a resource is wanting; nothing was done.
    """
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
