"""A partnership that works on cases, one for each module and engine."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from api import service
from api.app import create_app
from tests.casework import Casework, plan
from tests.databases import Databases
from tests.journeys.recorder import Recorder
from tests.journeys.systems import systems_of
from tests.oauth_client import flask_sender
from tests.partnership import Partnership, raised


@pytest.fixture(scope="module")
def partnership(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    return raised(databases, folder=tmp_path_factory.mktemp("service"), plan=plan())


@pytest.fixture(scope="module")
def application(partnership: Partnership) -> Iterator[Flask]:
    made = create_app(partnership.settings)
    yield made
    made.extensions[service.EXTENSION].database.close()


@pytest.fixture(scope="module")
def casework(partnership: Partnership, application: Flask) -> Casework:
    send = flask_sender(application.test_client(use_cookies=False))
    return Casework(systems_of(partnership, send=send, recorder=Recorder()))


Told = Callable[[], None]
