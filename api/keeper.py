"""The keeper: the part of the service that removes, with a role of its own on PostgreSQL.

What belongs here: becoming the keeper for a moment, within a transaction. What does not: what is
removed (`api.queries.rights`). Everywhere else rows of records are added and never taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from migrations import roles

_AS_ROLE: Final = "SELECT set_config('role', %(role)s, true)"


@contextmanager
def keeping(session: Session) -> Iterator[None]:
    """Let the block remove rows, and one person's part of rows.

    On PostgreSQL it runs as a role that may do nothing else, with rows of the context's agency or,
    for an operator, of its partnership.
    """
    if session.get_bind().dialect.name != "postgresql":
        yield
        return
    connection = session.connection()
    _become(connection, roles.KEEPER)
    yield
    # After an exception the transaction is lost, and the role with it.
    _become(connection, roles.SERVICE)


def _become(connection: Connection, role: str) -> None:
    connection.exec_driver_sql(_AS_ROLE, {"role": role})
