"""Settings: what the environment says about this process, typed and checked once at the start.

What belongs here: the variables, their defaults, and why a value is refused. What does not: reading
keys, opening the database, or anything that can change while the service runs. A wrong value stops
the start with the variable's name and a way to mend it, and never repeats the value.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, TypeVar, cast
from urllib.parse import urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

Environment = Literal["sandbox", "live"]
Parsed = TypeVar("Parsed")

PREFIX: Final = "SAFERSHARE_"

BODY_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of a body as sent, compressed or not: several months of a large agency (design)."""

INFLATED_LIMIT: Final = 8 * BODY_LIMIT
"""Bytes of a body after inflation: a file of records shrinks to about an eighth (design)."""

DRIVERS: Final = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
"""The driver for each way to name an engine in an address."""

ENCRYPTED: Final = frozenset({"require", "verify-ca", "verify-full"})
"""The `sslmode` values under which libpq never falls back to plain text (PostgreSQL manual)."""


class SettingsError(Exception):
    """A variable has a value the service cannot start with.

    `variable` is its name, `mend` one sentence that says what to put there.
    """

    def __init__(self, variable: str, *, mend: str) -> None:
        super().__init__(f"{variable}: {mend}")
        self.variable = variable
        self.mend = mend


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one running service and another.

    Rates read as `60/minute`; None limits nothing. The addresses of databases and of the store of
    counts may hold passwords and stay out of the text form.
    """

    database_url: str = field(repr=False)
    migration_database_url: str = field(repr=False)
    public_url: str
    key_dir: Path
    environment: Environment = "sandbox"
    sandbox_now: datetime | None = None
    dpop_nonce: bool = False
    body_limit_bytes: int = BODY_LIMIT
    inflated_limit_bytes: int = INFLATED_LIMIT
    limit_token: str | None = None
    limit_questions: str | None = None
    limit_requests: str | None = None
    limit_store: str | None = field(default=None, repr=False)
    trusted_proxies: int = 0

    @property
    def resource(self) -> str:
        """The protected resource's identifier (RFC 8707), which is also the address of the API."""
        return f"{self.public_url}/v1"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read every variable, and refuse what a live service must not run with.

        Args:
            environ: names and values, as a process gets them; empty values count as absent.

        Raises:
            SettingsError: naming the first variable that is wrong and how to mend it.
        """
        given = _Given(environ)
        sandbox: Environment = "sandbox"
        environment = given.read("ENVIRONMENT", _environment, default=sandbox, mend=_ENVIRONMENT)
        if environment == "live":
            _refuse_in_live(given)
        settings = _read(given, environment=environment)
        if environment == "live":
            _check_live(settings, environ=environ)
        return settings


class _Given:
    """The environment, read one variable at a time."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def has(self, name: str) -> bool:
        return bool(self._environ.get(PREFIX + name))

    def read(
        self, name: str, parse: Callable[[str], Parsed], *, default: Parsed, mend: str
    ) -> Parsed:
        """The parsed value, or the default where the variable is absent or empty."""
        text = self._environ.get(PREFIX + name)
        if not text:
            return default
        try:
            return parse(text)
        except ValueError:
            raise SettingsError(PREFIX + name, mend=mend) from None


_ENVIRONMENT: Final = "say `sandbox` or `live`."
_DATABASE: Final = (
    "give `sqlite:///` and the path of a file, or `postgresql://user@host/name`; "
    "no other database is used."
)
_PUBLIC_URL: Final = (
    "give the address the agencies call, without a path, as in `https://safershare.example.org`."
)
_NOW: Final = "give one instant with its offset, as in `2026-04-20T09:00:00+01:00`."
_RATE: Final = (
    "give a rate, as in `60/minute`; `second`, `hour` and `day` are the other spans. "
    "Leave it out to limit nothing."
)
_STORE: Final = (
    "give `redis://host:6379/0`, or `rediss://` for an encrypted way; leave it out to count in the "
    "service's own database."
)
_PROXIES: Final = (
    "give how many proxies of your own a request passes, each adding to X-Forwarded-For; `0` where "
    "the service is reached directly."
)
_SWITCH: Final = "say `true` or `false`."
_BYTES: Final = "give a whole number of bytes above zero."
_ONLY_SANDBOX: Final = "leave it out in live: a fixed clock is for the sandbox."
_NEEDED_LIVE: Final = "it is required in live; there is no default for it."


def _read(given: _Given, *, environment: Environment) -> Settings:
    database_url = given.read(
        "DATABASE_URL", _database_url, default="sqlite:///safershare.db", mend=_DATABASE
    )
    return Settings(
        database_url=database_url,
        migration_database_url=given.read(
            "MIGRATION_DATABASE_URL", _database_url, default=database_url, mend=_DATABASE
        ),
        public_url=given.read(
            "PUBLIC_URL", _public_url, default="http://127.0.0.1:8000", mend=_PUBLIC_URL
        ),
        key_dir=given.read("KEY_DIR", Path, default=Path(".safershare/keys"), mend=_NEEDED_LIVE),
        environment=environment,
        sandbox_now=given.read("SANDBOX_NOW", _instant, default=None, mend=_NOW),
        dpop_nonce=given.read("DPOP_NONCE", _switch, default=False, mend=_SWITCH),
        body_limit_bytes=given.read("BODY_LIMIT", _bytes, default=BODY_LIMIT, mend=_BYTES),
        inflated_limit_bytes=given.read(
            "INFLATED_LIMIT", _bytes, default=INFLATED_LIMIT, mend=_BYTES
        ),
        limit_token=given.read("LIMIT_TOKEN", _rate, default=None, mend=_RATE),
        limit_questions=given.read("LIMIT_QUESTIONS", _rate, default=None, mend=_RATE),
        limit_requests=given.read("LIMIT_REQUESTS", _rate, default=None, mend=_RATE),
        limit_store=given.read("LIMIT_STORE", _store, default=None, mend=_STORE),
        trusted_proxies=given.read("TRUSTED_PROXIES", _proxies, default=0, mend=_PROXIES),
    )


def _environment(text: str) -> Environment:
    if text not in ("sandbox", "live"):
        raise ValueError("not an environment")
    return cast("Environment", text)


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError as wrong:
        raise ValueError("not an address") from wrong
    engine = url.drivername.removesuffix("+psycopg")
    memory = url.database in (None, "", ":memory:") or "mode=memory" in text
    if engine not in DRIVERS or (engine == "sqlite" and memory):
        raise ValueError("not a database that is used")
    return url.set(drivername=DRIVERS[engine]).render_as_string(hide_password=False)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    bare = parts._replace(scheme="", netloc="").geturl() in ("", "/")
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError("not a web address")
    if not bare or (parts.port is None and parts.netloc.endswith(":")):
        raise ValueError("more than an origin")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("no offset")
    return instant


def _switch(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("neither true nor false")
    return text == "true"


def _bytes(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,11}", text):
        raise ValueError("not a size")
    return int(text)


def _rate(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,8}/(second|minute|hour|day)", text):
        raise ValueError("not a rate")
    return text


def _store(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise ValueError("not a store of counts")
    return text


def _proxies(text: str) -> int:
    if not re.fullmatch(r"[0-9]", text):
        raise ValueError("not a number of proxies")
    return int(text)


def _refuse_in_live(given: _Given) -> None:
    if given.has("SANDBOX_NOW"):
        raise SettingsError(PREFIX + "SANDBOX_NOW", mend=_ONLY_SANDBOX)
    for name in ("DATABASE_URL", "PUBLIC_URL", "KEY_DIR"):
        if not given.has(name):
            raise SettingsError(PREFIX + name, mend=_NEEDED_LIVE)


def _check_live(settings: Settings, *, environ: Mapping[str, str]) -> None:
    _check_live_database("DATABASE_URL", settings.database_url, environ=environ)
    _check_live_database("MIGRATION_DATABASE_URL", settings.migration_database_url, environ=environ)
    if not settings.public_url.startswith("https://"):
        raise SettingsError(PREFIX + "PUBLIC_URL", mend="live is served over `https://` alone.")
    _check_key_dir(settings.key_dir)


def _check_live_database(name: str, address: str, *, environ: Mapping[str, str]) -> None:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        raise SettingsError(
            PREFIX + name, mend="live needs PostgreSQL: give `postgresql://user@host/name`."
        )
    mode = url.query.get("sslmode") or environ.get("PGSSLMODE")
    if mode not in ENCRYPTED and not _is_local(url, environ=environ):
        raise SettingsError(
            PREFIX + name,
            mend="live encrypts the way to the database: add `?sslmode=verify-full` "
            "(or `verify-ca` or `require`), or use a socket.",
        )


def _is_local(url: URL, *, environ: Mapping[str, str]) -> bool:
    """Whether the connection can only be a socket on this machine.

    Whatever names a host elsewhere (a service file, an address, several hosts) counts as elsewhere.
    """
    if {"hostaddr", "service"} & set(url.query) or {"PGHOSTADDR", "PGSERVICE"} & set(environ):
        return False
    host = url.host or url.query.get("host") or environ.get("PGHOST", "/")
    return isinstance(host, str) and host.startswith("/") and "," not in host


def _check_key_dir(folder: Path) -> None:
    if not folder.is_dir():
        raise SettingsError(PREFIX + "KEY_DIR", mend="give a folder that exists.")
    others = stat.S_IRWXG | stat.S_IRWXO
    open_to_others = [
        path for path in (folder, *folder.iterdir()) if stat.S_IMODE(path.stat().st_mode) & others
    ]
    if open_to_others:
        raise SettingsError(
            PREFIX + "KEY_DIR",
            mend="only the service's own account may open it: "
            "`chmod 700` the folder and `chmod 600` the files in it.",
        )
