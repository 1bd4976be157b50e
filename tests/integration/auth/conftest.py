from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from tests.auth_world import World, world
from tests.databases import Databases

LogUrl = Callable[[Databases], URL | str]


@pytest.fixture(scope="session")
def log_url(engine_name: str, request: pytest.FixtureRequest) -> LogUrl:
    """Where every audit event can be read: no role of the service sees those of nobody known."""
    if engine_name == "sqlite":
        return lambda databases: databases.app_url
    server: URL = request.getfixturevalue("postgres_server")
    server = server.set(drivername="postgresql+psycopg")
    return lambda databases: server.set(database=make_url(databases.app_url).database)


@pytest.fixture(scope="module")
def shared(
    databases: Databases, log_url: LogUrl, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """A world for tests that change nothing in it for good."""
    folder = tmp_path_factory.mktemp("keys")
    with world(databases.app_url, folder=folder, log_url=log_url(databases)) as made:
        yield made


@pytest.fixture
def fresh(fresh_databases: Databases, log_url: LogUrl, tmp_path: Path) -> Iterator[World]:
    """A world for one test."""
    folder, url = tmp_path / "keys", log_url(fresh_databases)
    with world(fresh_databases.app_url, folder=folder, log_url=url) as made:
        yield made
