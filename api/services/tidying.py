"""Clearing what has expired, replay keys, counts and tokens: a job with its own transactions."""

from __future__ import annotations

from datetime import datetime

from api.db import NOBODY, Context, Database
from api.queries import partnerships
from auth import limit_store, replay, store


def clear(database: Database, *, now: datetime) -> int:
    """Clear what would be refused by its age alone.

    Args:
        database: the store; each partnership's tokens are cleared on its own behalf.
        now: the present moment.

    Returns:
        How many replay keys were cleared.
    """
    with database.replay() as session:
        cleared = replay.forget_expired(session, now=now)
    with database.counting() as session:
        limit_store.forget_expired(session, now=now)
    with database.reading(NOBODY) as session:
        known = partnerships.names(session)
    for partnership_id in known:
        with database.writing(Context(partnership_id)) as session:
            store.forget_expired(session, now=now)
    return cleared
