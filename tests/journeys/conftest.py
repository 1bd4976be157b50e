"""The invented partnership over HTTP: in this process, and served by the real server.

A module shares one partnership per engine; a test that changes what others rely on takes a fresh
one. (No fixture is called `app`: pytest-flask would hold a context open across requests, and a
request would see what the one before it left.)
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import URL, create_engine, func, make_url, select

from api import service
from api.app import create_app
from schemas.tables.audit import audit_events
from tests.databases import Databases, Templates
from tests.journeys.recorder import Recorder, log_lines
from tests.journeys.served import Served, served
from tests.journeys.systems import System, Systems, systems_of
from tests.oauth_client import flask_sender
from tests.partnership import Partnership, copied

LogUrl = Callable[[Databases], URL | str]
Events = Callable[[], Mapping[tuple[str, str], int]]


@pytest.fixture(scope="module")
def partnership(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Partnership]:
    """The raised partnership of this module."""
    with copied(templates, folder=tmp_path_factory.mktemp("service")) as made:
        yield made


@pytest.fixture
def fresh_partnership(templates: Templates, tmp_path: Path) -> Iterator[Partnership]:
    """A raised partnership for this test alone."""
    with copied(templates, folder=tmp_path) as made:
        yield made


@pytest.fixture
def recorder() -> Recorder:
    """Every answer that a system of this test got."""
    return Recorder()


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Every line that the service of this process logged during the test."""
    with log_lines() as stream:
        yield stream


@contextmanager
def _application(partnership: Partnership) -> Iterator[Flask]:
    made = create_app(partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


@pytest.fixture(scope="module")
def application(partnership: Partnership) -> Iterator[Flask]:
    """The application over the module's partnership."""
    with _application(partnership) as made:
        yield made


@pytest.fixture
def systems(partnership: Partnership, application: Flask, recorder: Recorder) -> Systems:
    """Agencies' systems, speaking to an application in this process."""
    send = flask_sender(application.test_client(use_cookies=False))
    return systems_of(partnership, send=send, recorder=recorder)


@pytest.fixture
def fresh_systems(fresh_partnership: Partnership, recorder: Recorder) -> Iterator[Systems]:
    """The same over a partnership that is this test's alone."""
    with _application(fresh_partnership) as made:
        send = flask_sender(made.test_client(use_cookies=False))
        yield systems_of(fresh_partnership, send=send, recorder=recorder)


@pytest.fixture
def hospital(systems: Systems) -> System:
    return systems("kings-pruh")


@pytest.fixture
def fresh_served(fresh_partnership: Partnership, tmp_path: Path) -> Iterator[Served]:
    """The real server over a partnership of this test's own; not started yet."""
    made = served(fresh_partnership, folder=tmp_path)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def standing(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real server, started once for a module: its tests change nothing that others rely on."""
    folder = tmp_path_factory.mktemp("standing")
    with copied(templates, folder=folder) as partnership:
        made = served(partnership, folder=folder)
        try:
            made.start()
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def log_url(engine_name: str, request: pytest.FixtureRequest) -> LogUrl:
    """Where every audit event can be read: no role of the service sees those of nobody known."""
    if engine_name == "sqlite":
        return lambda databases: databases.app_url
    server: URL = request.getfixturevalue("postgres_server")
    return lambda databases: server.set(database=make_url(databases.app_url).database)


@pytest.fixture
def events(partnership: Partnership, log_url: LogUrl) -> Iterator[Events]:
    """How many audit events there are, by tag and outcome, since the last time this was asked."""
    engine = create_engine(log_url(partnership.databases))
    query = select(audit_events.c.tag, audit_events.c.outcome, func.count()).group_by(
        audit_events.c.tag, audit_events.c.outcome
    )
    known: dict[tuple[str, str], int] = {}

    def fresh() -> Mapping[tuple[str, str], int]:
        with engine.connect() as connection:
            now = {(row[0], row[1]): row[2] for row in connection.execute(query)}
        more = {key: n - known.get(key, 0) for key, n in now.items() if n != known.get(key, 0)}
        known.update(now)
        return more

    fresh()
    yield fresh
    engine.dispose()
