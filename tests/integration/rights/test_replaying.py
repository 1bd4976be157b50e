"""A backup from before an erasure does not bring the person back: the ledger is replayed first."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from api.db import Context, Database
from api.ledger import Entry, Ledger, LedgerError
from api.policies.erasing import Eraser
from api.queries import people
from auth.refusals import Unavailable
from schemas.tables.person_requests import erasures
from tests.deliveries import reference
from tests.integration.returns.sending import SECRET, Sender
from tests.integration.rights.office import PARTNERSHIP, Office
from tests.integration.rights.test_erasing import seen, told

ADA, BEA = reference("ada"), reference("bea")


def test_an_old_file_put_back_in_place_is_erased_again_before_it_serves(
    hospital: Sender, police: Sender, office: Office
) -> None:
    if office.database.engine_name != "sqlite":
        pytest.skip("a file is SQLite's")
    hospital.send([seen(1, ADA), seen(2, BEA)])
    police.send([told(1, BEA, ADA)])
    file = Path(make_url(str(office.database._engines[0].url)).database or "")
    office.database.close()
    shutil.copyfile(file, file.with_suffix(".backup"))
    office.erase("kings-pruh", ADA)
    office.erase("met-bromley", ADA)
    assert (office.pending(), office.traces(ADA)) == (0, {})
    office.database.close()
    for part in file.parent.glob(f"{file.name}-*"):
        part.unlink()
    shutil.copyfile(file.with_suffix(".backup"), file)
    assert sum(office.traces(ADA).values()) == 2
    assert office.pending() == 2
    done = office.replay()
    assert (done["persons"], done["rows"], done["blocks"]) == (2, 1, 1)
    assert (office.pending(), office.traces(ADA)) == (0, {})
    assert office.replay() == {}


def test_erasures_that_the_store_lacks_are_replayed_on_either_engine(
    hospital: Sender, office: Office
) -> None:
    """Another installation erased them: the store has the rows and knows of no erasure."""
    hospital.send([seen(1, ADA), seen(2, BEA)])
    with office.database.reading(Context(PARTNERSHIP)) as session:
        digest = people.digester(session, PARTNERSHIP, secret=SECRET).person_id(ADA)
    person = Eraser(SECRET, PARTNERSHIP, "kings-pruh").digest(digest)
    office.ledger.append([Entry(PARTNERSHIP, "kings-pruh", person, "2026-04", office.now)])
    assert office.pending() == 1
    assert office.replay()["rows"] == 1
    assert (office.pending(), office.traces(ADA)) == (0, {})


def test_what_happened_after_the_erasure_survives_its_replay(
    hospital: Sender, office: Office
) -> None:
    office.now = office.now.replace(month=2)
    office.erase("kings-pruh", ADA)
    hospital.send([seen(1, ADA)], "2026-03")
    with office.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        session.execute(erasures.update().values(through_month="2025-01"))
    assert office.pending() == 1
    office.replay()
    assert office.traces(ADA) == {"health_contact_records": 1}


def test_a_ledger_that_was_lost_is_written_again_from_the_store(office: Office) -> None:
    office.erase("kings-pruh", ADA)
    kept = office.ledger.entries()
    office.ledger.path.unlink()
    assert office.pending() == 0
    assert office.replay() == {"entered": 1}
    assert office.ledger.entries() == kept


def test_entries_of_another_installation_change_nothing(office: Office) -> None:
    office.erase("kings-pruh", ADA)
    (entry,) = office.ledger.entries().values()
    office.ledger.append([replace(entry, partnership_id="sutton")])
    assert office.pending() == 0
    assert office.replay() == {}


def test_nothing_is_erased_while_the_ledger_cannot_be_written(
    hospital: Sender, office: Office
) -> None:
    hospital.send([seen(1, ADA)])
    office.ledger = Ledger(office.ledger.path.parent / "no" / "folder")
    with pytest.raises(Unavailable):
        office.erase("kings-pruh", ADA)
    assert office.traces(ADA) == {"health_contact_records": 1, "person_requests": 1}
    assert office.all(select(erasures)) == []


def test_a_ledger_with_a_line_of_something_else_is_refused(office: Office) -> None:
    office.erase("kings-pruh", ADA)
    with office.ledger.path.open("a") as file:
        file.write("something else\n")
    with pytest.raises(LedgerError):
        office.pending()


def test_a_replay_is_recorded(hospital: Sender, office: Office) -> None:
    hospital.send([seen(1, ADA)])
    office.erase("kings-pruh", ADA)
    with office.database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        session.execute(erasures.update().values(through_month="2025-01"))
    office.replay()
    (event,) = office.events("rights:replay")
    assert '"persons":1' in event


def test_a_store_that_nobody_erased_from_needs_no_ledger(
    database: Database, office: Office
) -> None:
    assert not office.ledger.path.exists()
    assert (office.pending(), office.replay()) == (0, {})
