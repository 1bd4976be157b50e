"""What may be used once: assertions and proofs, remembered until their age alone would refuse them.

What belongs here: the one INSERT that is test and set at once, on either engine, and the clearing
of what no longer matters. What does not: what was used; only a digest of it comes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from schemas.tables.tokens import replay_keys


class Once(Protocol):
    """Something that may be seen once until an instant."""

    @property
    def replay_key(self) -> str:
        """A digest of 64 hexadecimal characters."""

    @property
    def expires_at(self) -> datetime:
        """When it would be refused anyway."""


APART: Final = timedelta(seconds=60)
"""How far the clocks of the service's hosts may differ (design): what one would clear already is
still good at another.
"""

_INSERT: Final = {
    "sqlite": sqlite.insert(replay_keys).on_conflict_do_nothing().returning(replay_keys.c.key),
    "postgresql": postgresql.insert(replay_keys)
    .on_conflict_do_nothing()
    .returning(replay_keys.c.key),
}


def first_repeated(session: Session, used: Iterable[Once]) -> int | None:
    """Remember each in turn, up to the first that was seen before; return its place, or None.

    Two requests at the same moment cannot both be first: the database decides, and the second waits
    for the first to commit. The caller commits, whatever the answer, so that what was used stays
    used.
    """
    statement = _INSERT[session.get_bind().dialect.name]
    for place, each in enumerate(used):
        row = {"key": each.replay_key, "expires_at": each.expires_at}
        if session.execute(statement, row).first() is None:
            return place
    return None


def forget_expired(session: Session, *, now: datetime) -> int:
    """Clear what would be refused by its age; return how many. For a job, not for requests."""
    gone = replay_keys.c.expires_at < now - APART
    result: Any = session.execute(delete(replay_keys).where(gone))
    return int(result.rowcount)
