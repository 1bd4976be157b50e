"""The keeper: the part of the service that removes, with a role of its own on PostgreSQL.

What belongs here: becoming the keeper for a moment, within a transaction. What does not: what is
removed (`api.queries.rights`). Everywhere else rows of records are added and never taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from api.db import acting
from migrations import roles


@contextmanager
def keeping(session: Session) -> Iterator[None]:
    """Let the block remove rows, and one person's part of rows.

    On PostgreSQL it runs as a role that may do nothing else, with rows of the context's agency or,
    for an operator, of its partnership.
    """
    with acting(session, role=roles.KEEPER):
        yield
