"""What is done daily is done by a server itself, and putting an old database right comes first."""

from datetime import timedelta
from pathlib import Path

import pytest

from api import rounds
from api.app import create_app
from api.db import Context
from api.ledger import Ledger, LedgerError
from api.service import made
from api.services.tidying import tidy
from api.settings import Settings
from schemas.tables.person_requests import erasures
from tests.deliveries import contacts, reference
from tests.integration.returns.sending import Sender
from tests.integration.rights.office import PARTNERSHIP, Office
from tests.integration.rights.test_erasing import seen
from tests.integration.rights.test_retention import LAST_DAY, THE_DAY_AFTER

ADA = reference("ada")


@pytest.fixture
def settings(office: Office, tmp_path: Path) -> Settings:
    """A server over this test's database, whose key folder holds the office's ledger."""
    address = office.database._engines[0].url.render_as_string(hide_password=False)
    return Settings.from_environment(
        {
            "SAFERSHARE_DATABASE_URL": address,
            "SAFERSHARE_KEY_DIR": str(tmp_path / "keys"),
            "SAFERSHARE_SANDBOX_NOW": THE_DAY_AFTER.isoformat(),
        }
    )


def test_a_server_tidies_by_itself(hospital: Sender, office: Office, settings: Settings) -> None:
    hospital.send(contacts(3), "2026-03")
    running = made(settings)
    daily = [each for each in rounds.rounds(running) if each.every == timedelta(days=1)]
    for each in daily:
        each.work(running.now())
    running.database.close()
    assert office.count("submissions") == 0


def test_an_application_refuses_a_database_that_is_older_than_an_erasure(
    hospital: Sender, office: Office, settings: Settings
) -> None:
    hospital.send([seen(1, ADA)])
    office.ledger = Ledger.beside_keys(settings.key_dir)
    office.ledger.path.unlink(missing_ok=True)
    office.erase("kings-pruh", ADA)
    create_app(settings).extensions["safershare"].database.close()
    with office.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        session.execute(erasures.update().values(through_month="2025-01"))
    with pytest.raises(LedgerError, match="db tidy"):
        create_app(settings)
    tidy(office.database, tools=office.tools, today=LAST_DAY.date(), now=LAST_DAY)
    create_app(settings).extensions["safershare"].database.close()
    office.ledger.path.unlink()
