"""Counts of requests in the service's own store, as the library of rates asks for them.

What belongs here: the one statement that counts a hit, atomic on either engine, and the clearing of
counts that have run out. What does not: what is counted; only a digest of it comes in.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from limits.storage import Storage
from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from schemas.tables.base import UtcDateTime
from schemas.tables.limits import rate_counts

_NOW: Final = bindparam("now", type_=UtcDateTime())


def _hit(insert: Any) -> Any:
    """Begin a count, go on with it, or begin it again where it has run out."""
    over, given = rate_counts.c.expires_at <= _NOW, insert.excluded
    return insert.on_conflict_do_update(
        index_elements=[rate_counts.c.key],
        set_={
            "hits": case((over, given.hits), else_=rate_counts.c.hits + given.hits),
            "expires_at": case((over, given.expires_at), else_=rate_counts.c.expires_at),
        },
    ).returning(rate_counts.c.hits)


_HIT: Final = {
    "sqlite": _hit(sqlite.insert(rate_counts)),
    "postgresql": _hit(postgresql.insert(rate_counts)),
}
_ONE: Final = select(rate_counts.c.hits, rate_counts.c.expires_at).where(
    rate_counts.c.key == bindparam("key"), rate_counts.c.expires_at > _NOW
)


class SqlStorage(Storage):
    """Counts in a table, for any number of workers.

    Args:
        sessions: transactions on the counts, which commit on their own.
        now: the real clock.
    """

    STORAGE_SCHEME = None

    def __init__(
        self,
        sessions: Callable[[], AbstractContextManager[Session]],
        *,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._sessions, self._now = sessions, now

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = self._now()
        row = {"key": key, "hits": amount, "now": now, "expires_at": now + timedelta(0, expiry)}
        with self._sessions() as session:
            statement = _HIT[session.get_bind().dialect.name]
            return int(session.execute(statement, row).scalar_one())

    def get(self, key: str) -> int:
        row = self._row(key)
        return 0 if row is None else row[0]

    def get_expiry(self, key: str) -> float:
        row = self._row(key)
        return (self._now() if row is None else row[1]).timestamp()

    def _row(self, key: str) -> tuple[int, datetime] | None:
        with self._sessions() as session:
            row = session.execute(_ONE, {"key": key, "now": self._now()}).first()
        return None if row is None else (row.hits, row.expires_at)

    def check(self) -> bool:
        with self._sessions() as session:
            session.execute(select(rate_counts.c.key).limit(1))
        return True

    def reset(self) -> int:
        with self._sessions() as session:
            return forget_expired(session, now=datetime.max.replace(tzinfo=UTC))

    def clear(self, key: str) -> None:
        with self._sessions() as session:
            session.execute(delete(rate_counts).where(rate_counts.c.key == key))


def forget_expired(session: Session, *, now: datetime) -> int:
    """Clear the counts that have run out; return how many. For a job, not for requests."""
    result: Any = session.execute(delete(rate_counts).where(rate_counts.c.expires_at <= now))
    return int(result.rowcount)
