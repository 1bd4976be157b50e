"""The running service as one value: settings, database, secrets and clocks, made once for a
process.

Doors take what they need from it; services are handed those parts as arguments.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from api import limits, vault
from api.clock import now as real_now
from api.db import NOBODY, Context, Database, bind
from api.settings import Settings
from api.vault import Vault
from auth import keys
from auth.context import AuthContext
from auth.keys import Keyring
from auth.seals import keys as seal_keys
from auth.seals.checkpoints import origin_name
from schemas.evaluate import LONDON

EXTENSION: Final = "safershare"


@dataclass(frozen=True)
class Service:
    """What a process needs to answer.

    Attributes:
        settings: as the environment says.
        database: the store.
        vault: the secrets.
        auth: the wiring of the authorization server and the guard.
        now: the real clock.
        business_now: the clock that decides business days; a sandbox may fix it.
    """

    settings: Settings
    database: Database
    vault: Vault
    auth: AuthContext
    now: Callable[[], datetime]
    business_now: Callable[[], datetime]

    def today(self) -> date:
        """The business day in London."""
        return self.business_now().astimezone(LONDON).date()

    def check_store(self) -> None:
        """Make sure that the store answers.

        Raises:
            Unavailable: it does not.
        """
        with self.database.reading(NOBODY) as session:
            session.execute(select(1))

    def reading(self, context: Context) -> AbstractContextManager[Session]:
        """A session for reading on somebody's behalf."""
        return self.database.reading(context)

    def writing(self, context: Context) -> AbstractContextManager[Session]:
        """A session whose block commits as a whole."""
        return self.database.writing(context)


def made(settings: Settings) -> Service:
    """The service of these settings.

    Raises:
        VaultError: a secret is missing.
        SettingsError: counts are to be kept elsewhere, and the library for that is missing.
    """
    business_now = _business_clock(settings.sandbox_now)

    def today() -> date:
        return business_now().astimezone(LONDON).date()

    database = Database(settings.database_url, today=today)
    auth = AuthContext(
        issuer=settings.public_url,
        resource=settings.resource,
        environment=settings.environment,
        sessions=lambda: database.writing(NOBODY),
        keyring=Keyring(settings.key_dir),
        now=real_now,
        today=today,
        bind=lambda session, partnership, agency: bind(
            session, partnership_id=partnership, agency_id=agency
        ),
        dpop_nonce=settings.dpop_nonce,
        read_sessions=lambda: database.reading(NOBODY),
        limits=limits.made(settings, database=database, now=real_now),
    )
    return Service(settings, database, vault.opened(settings.key_dir), auth, real_now, business_now)


def _business_clock(fixed: datetime | None) -> Callable[[], datetime]:
    """The real clock, or one that stands still where a sandbox fixes it."""

    def standing() -> datetime:
        return fixed or real_now()

    return standing


def prepare(settings: Settings) -> None:
    """Make what a first start of a sandbox needs: secrets and a signing key.

    For one process, before the workers start. In live nothing is made here.

    Raises:
        SettingsError: counts are to be kept elsewhere, and the library for that is missing.
    """
    limits.check(settings)
    if settings.environment != "sandbox":
        return
    vault.prepare(settings.key_dir)
    database, now = Database(settings.database_url), real_now()
    try:
        with database.writing(NOBODY) as session:
            keys.prepare(session, folder=settings.key_dir, now=now)
            name = origin_name(settings.public_url)
            seal_keys.prepare(session, folder=settings.key_dir, name=name, now=now)
    finally:
        database.close()


def current() -> Service:
    """The service of the application that answers the present request."""
    service: Service = flask.current_app.extensions[EXTENSION]
    return service
