"""This installation: its settings and its database, as the commands of administration use them.

What belongs here: reading the settings of this process and opening the database on behalf of an
operator. What does not: what is done with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.cli.failures import Failure
from api.cli.operators import VARIABLE, operator_name

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.db import Database
    from api.services.rights.erasing import Tools
    from api.settings import Settings


def settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: naming the variable that is wrong.
    """
    # Imported here: settings need SQLAlchemy, and `--help` does not.
    from api.settings import Settings

    return Settings.from_environment(os.environ)


@contextmanager
def database(using: Settings) -> Iterator[Database]:
    """The database of these settings, if it is the right one and up to date; closed at the end.

    Raises:
        WrongDatabaseError: it is empty, behind, or of the other environment.
    """
    # Imported here: Alembic is slow to load.
    from api.db import Database
    from migrations.run import check

    check(using.database_url, environment=using.environment)
    opened = Database(using.database_url, today=lambda: today(using), operating=True)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def writing(partnership: str = "") -> Iterator[Session]:
    """A session of the operator, for a partnership or for none, whose block commits as a whole.

    Its events say who the operator is.

    Raises:
        Failure: in live nobody says who does this.
        WrongDatabaseError: the database is not the right one, or not up to date.
    """
    # Imported here: the database's library is slow to load.
    from api.db import Context
    from auth.caller import OPERATOR

    using = settings()
    name = named(using)
    context = Context(partnership, reach="operator")
    with database(using) as opened, opened.writing(context) as session:
        session.info[OPERATOR] = name
        yield session


def named(using: Settings) -> str:
    """Who the operator is; in a sandbox it may be nobody in particular.

    Raises:
        Failure: in live nobody says who does this.
    """
    name = operator_name()
    if using.environment == "live" and not name:
        raise Failure(f"Say who does this: --operator REF, or {VARIABLE}.")
    return name


@contextmanager
def looking(partnership: str = "") -> Iterator[Session]:
    """A session of the operator that reads, for a partnership or for none.

    Raises:
        WrongDatabaseError: the database is not the right one, or not up to date.
    """
    # Imported here: the database's library is slow to load.
    from api.db import Context

    context = Context(partnership, reach="operator")
    with database(settings()) as opened, opened.reading(context) as session:
        yield session


def tools(using: Settings) -> Tools:
    """What erasing needs besides the database: a secret, and the ledger beside the keys.

    Raises:
        VaultError: the secret is missing.
    """
    # Imported here: the database's library is slow to load.
    from api import vault
    from api.ledger import Ledger
    from api.services.rights.erasing import Tools

    return Tools(vault.opened(using.key_dir).person, Ledger.beside_keys(using.key_dir))


def today(using: Settings) -> date:
    """The business day in London: the clock's, or the one a sandbox is fixed at."""
    # Imported here: the time zone's name is the rules' own.
    from schemas.evaluate import LONDON

    return business_now(using).astimezone(LONDON).date()


def business_now(using: Settings) -> datetime:
    """The clock that decides business days; a sandbox may fix it."""
    return using.sandbox_now or datetime.now(UTC)
