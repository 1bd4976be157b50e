"""Agencies of the invented partnership that send returns through the services."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.db import Database
from tests.databases import Databases, Templates
from tests.integration.returns.sending import Sender, sender
from tests.partnership import NOW, copied


@pytest.fixture
def fresh_databases(templates: Templates, tmp_path: Path) -> Iterator[Databases]:
    """The raised partnership's database, this test's alone."""
    with copied(templates, folder=tmp_path) as made:
        yield made.databases


@pytest.fixture
def database(fresh_databases: Databases) -> Iterator[Database]:
    """The raised partnership's database, open."""
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
