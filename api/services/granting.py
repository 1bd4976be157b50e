"""Deriving what agreements grant anew, for all that is on file: a job with its own transactions.

It runs before the service answers, so that an installation whose agreements were filed by an older
version, or whose datasets and purposes have changed with a new one, has grants that fit.
"""

from __future__ import annotations

from api.db import NOBODY, Context, Database
from api.queries import partnerships
from auth import grants


def derive(database: Database) -> int:
    """Derive the grants of every agreement of every partnership.

    Args:
        database: the store; each partnership's grants are written on its own behalf.

    Returns:
        How many agreements there are.

    Raises:
        Unavailable: the store is busy or cannot be reached.
    """
    with database.reading(NOBODY) as session:
        known = partnerships.names(session)
    found = 0
    for partnership_id in known:
        with database.writing(Context(partnership_id)) as session:
            found += grants.derive_all(session, partnership_id=partnership_id)
    return found
