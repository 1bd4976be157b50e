"""A log in a database of a test's own, on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.integration.transparency.logs import Log, opened


@pytest.fixture
def log(fresh_databases: Databases, tmp_path: Path) -> Iterator[Log]:
    with opened(fresh_databases, folder=tmp_path) as made:
        yield made
