"""Limits of rates, wired: what the settings say, where it is counted, and requests without a guard.

What belongs here: choosing the store, and counting who asks for what is public. What does not:
counting itself (`auth.limits`), and requests with a token or to the authorization server, which
count themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, cast

import flask
import limits
from limits.errors import ConfigurationError
from limits.storage import Storage, storage_from_string

from api.db import Database
from api.settings import PREFIX, Settings, SettingsError
from auth.limit_store import SqlStorage
from auth.limits import UNLIMITED, Kind, Limits, TooOften

PATIENCE_SECONDS: Final = 2
"""How long an answer of another store is waited for; in its own network it takes under 1 ms."""

UNCOUNTED: Final = frozenset(
    {
        # Whoever asks these restarts the service if it gets no answer.
        "operations.healthz",
        "operations.readyz",
        # These count themselves, before anything of the request is read.
        "oauth.token",
        "oauth.revoke",
        "oauth.introspect",
    }
)
"""Endpoints whose requests are not counted by their address here."""

_NO_LIBRARY: Final = "the library for it is missing: `pip install redis`, or leave this out."


def made(settings: Settings, *, database: Database, now: Callable[[], datetime]) -> Limits:
    """The limits of these settings.

    Raises:
        SettingsError: the library that speaks to the other store is not installed.
    """
    given: Mapping[Kind, str | None] = {
        "token": settings.limit_token,
        "questions": settings.limit_questions,
        "requests": settings.limit_requests,
    }
    rates = {kind: limits.parse(rate) for kind, rate in given.items() if rate}
    if not rates:
        return UNLIMITED
    storage = _other(settings.limit_store) if settings.limit_store else None
    return Limits(rates, storage=storage or SqlStorage(database.counting, now=now), now=now)


def check(settings: Settings) -> None:
    """Make sure, before a worker starts, that the other store can be spoken to.

    Raises:
        SettingsError: the library that speaks to it is not installed.
    """
    if settings.limit_store:
        _other(settings.limit_store)


def _other(address: str) -> Storage:
    try:
        made = storage_from_string(
            address,
            wrap_exceptions=True,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        )
    except ConfigurationError as problem:
        raise SettingsError(PREFIX + "LIMIT_STORE", mend=_NO_LIBRARY) from problem
    return cast("Storage", made)


def install(app: flask.Flask, *, counted: Limits, refused: Callable[[str], None]) -> None:
    """Count the requests that come without a token by their address.

    Args:
        app: the application.
        counted: the limits.
        refused: stores the event of a refusal, by its code.
    """

    def count() -> None:
        name = flask.request.endpoint or ""
        if name in UNCOUNTED or hasattr(app.view_functions.get(name), "required_scope"):
            return
        try:
            counted.by_address("requests", flask.request.remote_addr or "")
        except TooOften as refusal:
            if not refusal.repeated:
                refused(refusal.code)
            raise

    if counted:
        app.before_request(count)
