"""A failure at any step of a delivery leaves the return as it was, on both engines."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.databases import Databases
from tests.deliveries import contacts
from tests.integration.returns.sending import Sender

FAILURES = (DBAPIError, psycopg.Error, sqlite3.Error)
MONTHS = ("2026-01", "2026-02", "2026-03")

FAILING = (
    "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the power went'; END $$"
)
WHEN_CUT = "CREATE TRIGGER cut BEFORE {verb} ON {table} "
TRIGGERS = {
    "sqlite": [WHEN_CUT + "WHEN {when} BEGIN SELECT RAISE(ABORT, 'the power went'); END"],
    "postgresql": [
        FAILING,
        WHEN_CUT + "FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION cut()",
    ],
}
"""What makes the store itself fail at one row of one step."""


@pytest.fixture
def databases(fresh_databases: Databases) -> Databases:
    return fresh_databases


def cut(databases: Databases, verb: str, table: str, *, when: str = "1 = 1") -> None:
    """Let the store fail from now on when such a row is written."""
    engine = create_engine(databases.owner_url)
    with engine.begin() as connection:
        for statement in TRIGGERS[databases.engine_name]:
            connection.execute(text(statement.format(verb=verb, table=table, when=when)))
    engine.dispose()


STEPS = (
    ("INSERT", "submissions", "1 = 1"),
    ("INSERT", "health_contact_records", "NEW.row_no = 1500"),
    ("INSERT", "findings", "NEW.finding_no = 4"),
    ("UPDATE", "returns", "1 = 1"),
    ("INSERT", "audit_events", "1 = 1"),
)


@pytest.mark.parametrize(("verb", "table", "when"), STEPS, ids=[step[1] for step in STEPS])
def test_a_failure_leaves_the_old_return(
    hospital: Sender, databases: Databases, verb: str, table: str, when: str
) -> None:
    before = hospital.send(contacts(3))
    cut(databases, verb, table, when=when)
    with pytest.raises(FAILURES):
        hospital.send(contacts(1600))
    assert hospital.read() == (before.etag, before.receipt)
    assert hospital.counts("health_contact") == 3
    assert [each["revision"] for each in hospital.revisions()] == [1]


def test_a_failure_in_the_second_month_of_a_quarter_leaves_all_three(
    hospital: Sender, databases: Databases
) -> None:
    rows = [row for month in MONTHS for row in contacts(2, month=month)]
    cut(databases, "INSERT", "health_contact_records", when="NEW.month = '2026-02'")
    with pytest.raises(FAILURES):
        hospital.send(rows, "2025-26-Q4")
    assert hospital.counts("health_contact") == 0
    standing = [each for each in hospital.listed() if each.dataset == "health_contact"]
    assert {(each.status, each.revision) for each in standing} == {("expected", 0)}
