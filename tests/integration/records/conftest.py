"""A partnership whose agreements let rows be read: one for a module, or one for a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api import service
from tests.databases import Databases
from tests.integration.records.reading import PLAN, World, opened
from tests.partnership import raised


@pytest.fixture(scope="module")
def shared(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The module's world; tests read in it what its first fixture sends."""
    folder = tmp_path_factory.mktemp("service")
    yield from opened(service.made(raised(databases, folder=folder, plan=PLAN).settings))


@pytest.fixture
def world(shared: World) -> Iterator[World]:
    """The module's world, with nothing in force when the test begins."""
    yield shared
    shared.clear()
