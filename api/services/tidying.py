"""What is done daily, apart from requests: clearing what has expired, and letting rows leave.

Each step has transactions of its own; doing all of it again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from api.db import NOBODY, Context, Database
from api.queries import partnerships
from api.services.releases import jobs
from api.services.rights import replaying, retention
from api.services.rights.erasing import Tools
from auth import limit_store, replay, store


def tidy(database: Database, *, tools: Tools, today: date, now: datetime) -> Counter[str]:
    """Clear what has expired, hold the store against the ledger of erasures, apply retention.

    Args:
        database: the store, as an operator opens it.
        tools: the secret and the ledger.
        today: the business day.
        now: the present moment.

    Returns:
        How much was removed, by kind; `keys` are replay keys.
    """
    done = Counter(keys=clear(database, now=now))
    done += replaying.replay(database, tools, now=now)
    with database.reading(NOBODY) as session:
        known = partnerships.names(session)
    for partnership_id in known:
        done += retention.apply(
            database, partnership_id=partnership_id, secret=tools.secret, today=today, now=now
        )
    return done


def clear(database: Database, *, now: datetime) -> int:
    """Clear what would be refused by its age alone.

    Args:
        database: the store; each partnership's tokens are cleared on its own behalf.
        now: the present moment.

    Returns:
        How many replay keys were cleared.
    """
    with database.writing(NOBODY) as session:
        cleared = replay.forget_expired(session, now=now)
    with database.counting() as session:
        limit_store.forget_expired(session, now=now)
    with database.reading(NOBODY) as session:
        known = partnerships.names(session)
    for partnership_id in known:
        with database.writing(Context(partnership_id)) as session:
            store.forget_expired(session, now=now)
        with database.writing(Context(partnership_id, reach="partnership")) as session:
            jobs.forget(session, partnership_id=partnership_id, now=now)
    return cleared
