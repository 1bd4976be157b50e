"""Rows of a large file that go ahead into the store are there with it, or not at all."""

from __future__ import annotations

import polars as pl
import psycopg
import pytest
from sqlalchemy import create_engine, select, text

from api.intake import bulk
from api.intake.reading import lines
from api.queries import ahead
from api.services import keeping
from auth.refusals import Unprocessable
from schemas.tables.records import RECORDS
from tests.databases import Databases
from tests.deliveries import Row, contact, contacts
from tests.integration.returns.sending import Sender

RECORD = RECORDS["health_contact"]
EXPLAINED = {"HLT-V08": "The unit also sees partners, who are written as patients."}


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is large, and its blocks are small."""
    monkeypatch.setattr(keeping, "AHEAD_FROM", 1)
    monkeypatch.setattr(bulk, "ENOUGH_LINES", 1)
    monkeypatch.setattr(lines, "PIECE", 4_000)


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each block had that went ahead."""
    sizes, add = list[int](), ahead.Ahead.add

    def counted(self: ahead.Ahead, frame: pl.DataFrame) -> None:
        sizes.append(frame.height)
        add(self, frame)

    monkeypatch.setattr(ahead.Ahead, "add", counted)
    return sizes


def stored(sender: Sender) -> list[tuple[str, int]]:
    """The submission and number of every row that stands in the table for the agency."""
    query = select(RECORD.c.submission_id, RECORD.c.row_no).order_by(RECORD.c.row_no)
    with sender.database.reading(sender.context) as session:
        return [(row[0], row[1]) for row in session.execute(query)]


def test_rows_that_went_ahead_are_those_of_the_return(
    hospital: Sender, fresh_databases: Databases, gone: list[int]
) -> None:
    rows = [*contacts(200), contact(201, result="not_asked")]
    done = hospital.send(rows)
    assert done.receipt["rows"]["stored"] == 201
    assert stored(hospital) == [(done.receipt["submission_id"], n) for n in range(1, 202)]
    if fresh_databases.engine_name == "postgresql":
        assert sum(gone) >= 200
        assert len(gone) > 3
    else:
        assert gone == []


def test_rows_with_a_query_follow_those_that_went_ahead(hospital: Sender) -> None:
    odd = {"setting": "maternity", "subject__sex": "M"}
    rows: list[Row] = [
        contact(n, person_type="patient", **(odd if n % 3 == 0 else {})) for n in range(1, 100)
    ]
    done = hospital.send(rows, explanations=EXPLAINED)
    assert [n for _, n in stored(hospital)] == list(range(1, 100))
    counts = {each["code"]: each["count"] for each in done.receipt["findings"]}
    assert counts["HLT-V08"] == 33


@pytest.mark.parametrize("wrong", [{"setting": "a_and_e"}, {"record_id": "hc-2026-03-1"}], ids=str)
def test_an_error_undoes_the_rows_that_went_ahead(hospital: Sender, wrong: Row) -> None:
    first = hospital.send(contacts(3))
    before = stored(hospital)
    rows = [*contacts(200), contact(201, **wrong)]
    with pytest.raises(Unprocessable):
        hospital.send(rows)
    assert stored(hospital) == before
    assert hospital.read() == (first.etag, first.receipt)
    assert hospital.send(rows, quarantine=True).receipt["rows"]["stored"] == 200


def test_an_equal_delivery_leaves_nothing_behind(hospital: Sender) -> None:
    first = hospital.send(contacts(200))
    before = stored(hospital)
    again = hospital.send(contacts(200))
    assert (again.outcome, again.receipt["submission_id"]) == (
        "unchanged",
        first.receipt["submission_id"],
    )
    assert stored(hospital) == before


def test_a_dry_run_sends_nothing_ahead(hospital: Sender, gone: list[int]) -> None:
    assert hospital.send(contacts(200), dry_run=True).outcome == "previewed"
    assert (stored(hospital), gone) == ([], [])


def test_a_store_that_fails_on_the_way_is_heard_of(
    hospital: Sender, fresh_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fresh_databases.engine_name == "sqlite":
        pytest.skip("nothing goes ahead on SQLite")
    monkeypatch.setattr(ahead, "_TURN_SECONDS", 0.01)
    engine = create_engine(fresh_databases.owner_url)
    with engine.begin() as connection:
        connection.execute(
            text("ALTER TABLE health_contact_records ADD CONSTRAINT cut CHECK (row_no < 50)")
        )
    engine.dispose()
    with pytest.raises(psycopg.errors.CheckViolation):
        hospital.send(contacts(3_000))
    assert stored(hospital) == []
