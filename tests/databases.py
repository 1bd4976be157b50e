"""Databases for tests: SQLite and PostgreSQL, both built by the migrations.

One migrated template per engine and run; every further database is a copy of it, or of what was
kept of a copy with rows in it. On PostgreSQL the migrations run as an owner that is no superuser,
and the service connects as a role that owns nothing.
"""

import secrets
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from migrations import roles, sqlite
from tests.postgres import postgres_server as started_server

# As files: a log of each page takes longer (PostgreSQL manual, CREATE DATABASE).
CREATES = "CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY = FILE_COPY"
DROPS = {"DATABASE": "DROP DATABASE {} WITH (FORCE)", "ROLE": "DROP ROLE {}"}


@dataclass(frozen=True)
class Databases:
    """One migrated database: how the service reaches it and how its owner does.

    On SQLite both addresses are the same file.
    """

    engine_name: str
    app_url: str
    owner_url: str


Maker = Callable[[], AbstractContextManager[Databases]]


@dataclass(frozen=True)
class Kept:
    """A database that was filled once, for copies to be taken of, and a folder beside it."""

    databases: Databases
    folder: Path


class Templates(ABC):
    """Databases of one engine, for the length of a run."""

    def __init__(self) -> None:
        self._cleaning = ExitStack()
        self._kept: dict[str, Kept] = {}

    @abstractmethod
    def database(self) -> AbstractContextManager[Databases]:
        """A copy of the migrated template, removed afterwards."""

    @abstractmethod
    def copy(self, of: Databases) -> AbstractContextManager[Databases]:
        """A copy of a database that nobody has open, removed afterwards."""

    @abstractmethod
    def empty(self) -> AbstractContextManager[Databases]:
        """A database in which there is nothing yet, removed afterwards."""

    def kept(self, name: str, fill: Callable[[Kept], object]) -> Kept:
        """The database of that name, filled by the first who asks in a run and by nobody again."""
        if name not in self._kept:
            folder = self._cleaning.enter_context(TemporaryDirectory(prefix="safershare-kept-"))
            made = Kept(self._cleaning.enter_context(self.database()), Path(folder))
            fill(made)
            self._kept[name] = made
        return self._kept[name]

    def close(self) -> None:
        """Remove what the run made."""
        self._cleaning.close()


class SqliteTemplates(Templates):
    """Copies of one migrated SQLite file."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._numbers = count(1)

    @cached_property
    def _template(self) -> Path:
        path = self._folder / "template.db"
        _migrate(f"sqlite:///{path}")
        return path

    @contextmanager
    def database(self) -> Iterator[Databases]:
        with self.empty() as made:
            path = Path(make_url(made.app_url).database or "")
            shutil.copyfile(self._template, path)
            shutil.copyfile(_counts(self._template), _counts(path))
            yield made

    @contextmanager
    def copy(self, of: Databases) -> Iterator[Databases]:
        source = Path(make_url(of.app_url).database or "")
        with self.empty() as made:
            path = Path(make_url(made.app_url).database or "")
            shutil.copyfile(source, path)
            shutil.copyfile(_counts(source), _counts(path))
            yield made

    @contextmanager
    def empty(self) -> Iterator[Databases]:
        """An address at which there is nothing yet; what comes there is removed afterwards."""
        path = self._folder / f"{next(self._numbers)}.db"
        try:
            yield Databases("sqlite", app_url=f"sqlite:///{path}", owner_url=f"sqlite:///{path}")
        finally:
            for part in self._folder.glob(f"{path.stem}[.-]*"):
                part.unlink()


class PostgresTemplates(Templates):
    """Copies of one migrated database on a server, and the two roles that log in to them.

    Names carry the run's own token, so that several runs can share a server. As in live, the owner
    is no superuser, and an administrator made the service's roles, which the whole server shares.
    """

    def __init__(self, server: URL) -> None:
        super().__init__()
        token = secrets.token_hex(4)
        self._server = server
        self._name = f"safershare_test_{token}"
        self._owner = f"safershare_owner_{token}"
        self._app = f"safershare_app_{token}"
        self._password = secrets.token_hex(16)
        self._numbers = count(1)

    def database(self) -> AbstractContextManager[Databases]:
        return self._made(template=self._template)

    def copy(self, of: Databases) -> AbstractContextManager[Databases]:
        return self._made(template=make_url(of.app_url).database or "")

    def empty(self) -> AbstractContextManager[Databases]:
        """A database without a table, removed afterwards."""
        # Its roles were made with the template.
        assert self._template
        return self._made(template="template0")

    @contextmanager
    def _made(self, *, template: str) -> Iterator[Databases]:
        name = f"{self._name}_{next(self._numbers)}"
        self._create(name, template=template)
        try:
            yield Databases(
                "postgresql",
                app_url=self._url(self._app, database=name),
                owner_url=self._url(self._owner, database=name),
            )
        finally:
            self._drop("DATABASE", name)

    @cached_property
    def _template(self) -> str:
        self._service_roles()
        self._role(self._owner)
        self._create(self._name, template="template0")
        self._cleaning.callback(self._drop, "DATABASE", self._name)
        _migrate(self._url(self._owner, database=self._name))
        _login_role(self._address, name=self._app, password=self._password)
        self._cleaning.callback(self._drop, "ROLE", self._app)
        return self._name

    @property
    def _address(self) -> str:
        return self._server.render_as_string(hide_password=False)

    def _service_roles(self) -> None:
        for statement in roles.CREATE.values():
            with suppress(psycopg.errors.DuplicateObject):
                self._run(statement)

    def _role(self, name: str) -> None:
        words = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
        self._execute(words.format(sql.Identifier(name), sql.Literal(self._password)))
        self._cleaning.callback(self._drop, "ROLE", name)

    def _create(self, name: str, *, template: str) -> None:
        self._run(CREATES, name, self._owner, template)

    def _drop(self, kind: str, name: str) -> None:
        self._run(DROPS[kind], name)

    def _run(self, words: str, *names: str) -> None:
        self._execute(sql.SQL(words).format(*map(sql.Identifier, names)))

    def _execute(self, statement: sql.Composed) -> None:
        address = self._server.set(drivername="postgresql").render_as_string(hide_password=False)
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            connection.execute(statement)

    def _url(self, user: str, *, database: str) -> str:
        url = self._server.set(username=user, password=self._password, database=database)
        return url.render_as_string(hide_password=False)


def _counts(path: Path) -> Path:
    """The file of counts beside a database file."""
    return Path(sqlite.counts_url(URL.create("sqlite", database=str(path))).database or "")


def _migrate(url: str) -> None:
    # Imported here so that a unit test alone starts without loading the steps.
    from migrations.run import upgrade  # noqa: PLC0415

    upgrade(url, environment="sandbox")


def _login_role(url: str, *, name: str, password: str) -> None:
    from migrations.run import login_role  # noqa: PLC0415

    login_role(url, name=name, password=password)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A running PostgreSQL server, as a user who may create roles and databases."""
    with started_server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteTemplates]:
    with closing(SqliteTemplates(tmp_path_factory.mktemp("sqlite"))) as templates:
        yield templates


@pytest.fixture(scope="session")
def postgres_templates(postgres_server: URL) -> Iterator[PostgresTemplates]:
    with closing(PostgresTemplates(postgres_server)) as templates:
        yield templates


@pytest.fixture(
    scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn; a test that uses any fixture below runs once on each."""
    return str(request.param)


@pytest.fixture(scope="session")
def templates(engine_name: str, request: pytest.FixtureRequest) -> Templates:
    name = "postgres_templates" if engine_name == "postgresql" else "sqlite_templates"
    made: Templates = request.getfixturevalue(name)
    return made


@pytest.fixture(scope="session")
def new_database(templates: Templates) -> Maker:
    """Makes databases: `with new_database() as databases:`."""
    return templates.database


@pytest.fixture(scope="module")
def databases(new_database: Maker) -> Iterator[Databases]:
    """One migrated database for the tests of a module."""
    with new_database() as made:
        yield made


@pytest.fixture(scope="module")
def database_url(databases: Databases) -> str:
    """Where the service finds the module's database."""
    return databases.app_url


@pytest.fixture
def empty_databases(templates: Templates) -> Iterator[Databases]:
    """A database that no step has touched yet."""
    with templates.empty() as made:
        yield made


@pytest.fixture
def fresh_databases(new_database: Maker) -> Iterator[Databases]:
    """One migrated database for this test alone."""
    with new_database() as made:
        yield made
