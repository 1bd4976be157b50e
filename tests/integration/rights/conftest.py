"""A person whom agencies know, an office that answers for them, and the ledger of erasures."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.db import Database
from api.ledger import Ledger
from tests.databases import Templates
from tests.integration.returns.sending import Sender, sender
from tests.integration.rights.office import Office
from tests.partnership import NOW, copied

System = Callable[[str, str], Sender]


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.beside_keys(tmp_path)


@pytest.fixture
def database(templates: Templates, tmp_path: Path) -> Iterator[Database]:
    """The raised partnership's database, this test's alone, as an operator opens it.

    Its service's keys are in `keys` in the test's folder.
    """
    with copied(templates, folder=tmp_path) as made:
        url = made.databases.app_url
        opened = Database(url, wait_seconds=5, today=NOW.date, operating=True)
        yield opened
        opened.close()


@pytest.fixture
def system(database: Database) -> System:
    """Any agency's system: `system("bcwa", "housing_support")`."""
    return lambda agency, dataset: sender(database, agency, dataset)


@pytest.fixture
def hospital(system: System) -> Sender:
    return system("kings-pruh", "health_contact")


@pytest.fixture
def police(system: System) -> Sender:
    return system("met-bromley", "incident")


@pytest.fixture
def office(database: Database, ledger: Ledger) -> Office:
    """Answers persons for whichever agency is named."""
    return Office(database, ledger)
