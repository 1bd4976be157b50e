"""Runs the steps, and says whether a database is the right one for this process.

What belongs here: bringing a database to the head in one transaction, the environment it was made
for, and the check a process makes before it serves. What does not: the steps. There is no way back
down: a mistake is mended by a further step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    column,
    create_engine,
    func,
    insert,
    inspect,
    make_url,
    select,
    table,
)
from sqlalchemy.engine import URL

from migrations import roles, sqlite

FOLDER: Final = Path(__file__).parent
CURRENT: Final = (FOLDER / "CURRENT").read_text(encoding="utf-8").strip()
"""The name of the last step."""

Environment = Literal["sandbox", "live"]

Progress = Callable[[str], None]
"""Is told the name of each step as it is done."""

LOCK_KEY: Final = 0x5AFE_54A2
"""The advisory lock of whoever migrates; any number nobody else uses."""

QUEUE_TIMEOUT: Final = "60s"
"""How long a second process waits while a first one migrates."""

LOCK_TIMEOUT: Final = "4s"
"""A step that waits for a busy table holds up everybody behind it: better to fail and try again."""

STATEMENT_TIMEOUT: Final = "60s"
"""A step is small; one that needs longer belongs in a job of its own."""

_INSTALLATION: Final = table("installation", column("name"), column("value"))
_VERSION: Final = table("alembic_version", column("version_num"))
_ENVIRONMENT: Final = "environment"


class WrongDatabaseError(Exception):
    """This process must not use this database; the text says why and what to do."""


def upgrade(url: str, *, environment: Environment, progress: Progress | None = None) -> None:
    """Bring a database to the head: all steps or none. A database at the head is left as it is.

    Args:
        url: the owner's address; on SQLite the file and its folder are made if need be.
        environment: `sandbox` or `live`; stamped at the first migration, and never changed.
        progress: is told each step.

    Raises:
        WrongDatabaseError: it was made for the other environment, or by a newer version.
        RolesMissingError: an administrator has to make the service's roles first.
    """
    made = make_url(url)
    if _is_sqlite(made):
        Path(made.database or "").parent.mkdir(parents=True, exist_ok=True)
    with _engine(made) as engine, engine.begin() as connection:
        _queue(connection)
        stamped = _stamp(connection)
        _refuse_other(stamped, environment=environment)
        _refuse_newer(connection)
        _run_steps(connection, progress=progress or (lambda step: None))
        if stamped is None:
            connection.execute(insert(_INSTALLATION), {"name": _ENVIRONMENT, "value": environment})
    if _is_sqlite(made):
        sqlite.create_counts_file(made)


def check(url: str, *, environment: Environment) -> None:
    """Refuse a database that is not at the head, or was made for the other environment.

    In live, refuse as well to reach PostgreSQL as a role that its row-level security cannot hold.

    Args:
        url: the address the service uses; in a sandbox it may be the owner's.
        environment: `sandbox` or `live`.

    Raises:
        WrongDatabaseError: with what to do about it.
    """
    made = make_url(url)
    if _is_sqlite(made) and not Path(made.database or "").is_file():
        raise WrongDatabaseError(_EMPTY)
    with _engine(made) as engine, engine.begin() as connection:
        _become_able_to_read(connection)
        version = _version(connection)
        if version != CURRENT:
            raise WrongDatabaseError(_EMPTY if version is None else _BEHIND)
        _refuse_other(_stamp(connection), environment=environment)
        if environment == "live":
            _refuse_powerful(connection)


def login_role(owner_url: str, *, name: str, password: str) -> None:
    """Make a role through which the service logs in to PostgreSQL; for tests and sandboxes."""
    with _engine(make_url(owner_url)) as engine, engine.begin() as connection:
        roles.make_login(connection, name=name, password=password)


_EMPTY: Final = "The database is empty. Run `safershare db upgrade` first."
_BEHIND: Final = (
    "The database and this version of the service do not fit. Run `safershare db upgrade`, or "
    "install the version the database was made with."
)
_NEWER: Final = "The database was made by a newer version of the service. Install that version."
_OTHER: Final = (
    "The database was made for the other environment, and that cannot change. Set "
    "SAFERSHARE_ENVIRONMENT to the one it was made for, or SAFERSHARE_DATABASE_URL to another."
)
_POWERFUL: Final = (
    "SAFERSHARE_DATABASE_URL names a role that owns the tables, is a superuser or passes "
    "row-level security. Give the service a login role of its own, which is a member of "
    f"{', '.join(roles.BYPASSES)} and nothing else (NOINHERIT)."
)
_POWERLESS: Final = (
    "SAFERSHARE_DATABASE_URL names a role that may not act as the service. Let an administrator "
    f"make it a member of {', '.join(roles.BYPASSES)}."
)


@contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    if _is_sqlite(url):
        engine = sqlite.open_file(url)
    else:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        yield engine
    finally:
        engine.dispose()


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _queue(connection: Connection) -> None:
    """Wait for whoever migrates already; on SQLite the transaction itself has done so."""
    if connection.dialect.name != "postgresql":
        return
    connection.execute(select(func.set_config("lock_timeout", QUEUE_TIMEOUT, True)))
    connection.execute(select(func.pg_advisory_xact_lock(LOCK_KEY)))
    connection.execute(
        select(
            func.set_config("lock_timeout", LOCK_TIMEOUT, True),
            func.set_config("statement_timeout", STATEMENT_TIMEOUT, True),
        )
    )


def _run_steps(connection: Connection, *, progress: Progress) -> None:
    config = Config()
    # Alembic reads the folder's name as a template.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["report"] = lambda step, **_: progress(step.up_revision_id)
    command.upgrade(config, "head")


def _become_able_to_read(connection: Connection) -> None:
    """As a role that logs in and has no rights, become the service; an owner stays who it is."""
    if connection.dialect.name != "postgresql":
        return
    readable = func.has_table_privilege(func.to_regclass(_INSTALLATION.name), "SELECT")
    if connection.execute(select(readable)).scalar_one() is not False:
        return
    if not connection.execute(roles.MAY_SERVE).scalar_one():
        raise WrongDatabaseError(_POWERLESS)
    connection.execute(select(func.set_config("role", roles.SERVICE, True)))


def _refuse_powerful(connection: Connection) -> None:
    if connection.dialect.name == "postgresql" and connection.execute(roles.IS_POWERFUL).scalar():
        raise WrongDatabaseError(_POWERFUL)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.execute(select(_VERSION.c.version_num)).scalar_one_or_none()


def _stamp(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_INSTALLATION.name):
        return None
    named = _INSTALLATION.c.name == _ENVIRONMENT
    return connection.execute(select(_INSTALLATION.c.value).where(named)).scalar_one_or_none()


def _refuse_other(stamped: str | None, *, environment: Environment) -> None:
    if stamped not in (None, environment):
        raise WrongDatabaseError(_OTHER)


def _refuse_newer(connection: Connection) -> None:
    version = _version(connection)
    if version is not None and not (FOLDER / "versions" / f"{version}.py").is_file():
        raise WrongDatabaseError(_NEWER)
