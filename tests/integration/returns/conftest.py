"""Agencies of the invented partnership that send returns through the services."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.db import Database
from tests.databases import Databases
from tests.integration.returns.sending import Sender, sender
from tests.partnership import NOW, raised


@pytest.fixture
def database(fresh_databases: Databases, tmp_path: Path) -> Iterator[Database]:
    """The raised partnership's database, this test's alone."""
    raised(fresh_databases, folder=tmp_path)
    opened = Database(fresh_databases.app_url, wait_seconds=5, today=NOW.date)
    yield opened
    opened.close()


@pytest.fixture
def hospital(database: Database) -> Sender:
    return sender(database, "kings-pruh", "health_contact")


@pytest.fixture
def housing(database: Database) -> Sender:
    return sender(database, "bromley-housing", "housing_support")


@pytest.fixture
def system(database: Database) -> Callable[[str, str], Sender]:
    """Any agency's system: `system("bcwa", "housing_support")`."""
    return lambda agency, dataset: sender(database, agency, dataset)
