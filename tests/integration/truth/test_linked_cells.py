"""Cells that rest on several datasets: PostgreSQL shows them to whoever may see every one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import exc, insert, select

from api.db import Context, Database
from schemas.tables.releases import linked_cells
from tests.databases import Databases, PostgresTemplates
from tests.integration.truth.place import RELEASE, placed
from tests.integration.truth.table import LEFT_OUT, NUMBERS, PARTNERSHIP, RECIPIENT, STRANGER, TODAY

pytestmark = pytest.mark.postgresql

OUTSIDE = f"incident {min(LEFT_OUT)}"
KNOWN = ("incident", "incident referral risk_assessment", OUTSIDE)


@pytest.fixture(scope="module")
def store(
    postgres_templates: PostgresTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    with postgres_templates.database() as made:
        placed(made, folder=tmp_path_factory.mktemp("service"))
        with (
            closing(Database(made.app_url, operating=True)) as database,
            database.writing(Context(PARTNERSHIP, reach="operator")) as session,
        ):
            session.execute(insert(linked_cells), [_cell(names) for names in KNOWN])
        yield made


@pytest.fixture
def database(store: Databases) -> Iterator[Database]:
    with closing(Database(store.app_url, today=lambda: TODAY)) as made:
        yield made


def _cell(rests_on: str) -> dict[str, Any]:
    return {
        "partnership_id": PARTNERSHIP, "release_id": RELEASE[:36], "family": "linked.x",
        "unit": "persons", "shape": "", "cell": rests_on, "value": 9, "rests_on": rests_on,
    }  # fmt: skip


def _context(agency: str, *, state: str = "in_force") -> Context:
    purpose = "strategic_needs_assessment"
    return Context(PARTNERSHIP, agency, "sealing", NUMBERS[state], purpose)


@pytest.mark.parametrize(
    ("context", "seen"),
    [
        (_context(RECIPIENT), {*KNOWN} - {OUTSIDE}),
        (_context(RECIPIENT, state="ended"), set()),
        (_context(STRANGER), set()),
        (Context(PARTNERSHIP, RECIPIENT, "sealing"), set()),
    ],
    ids=["in force", "ended", "stranger", "no agreement"],
)
def test_a_cell_is_for_whoever_may_see_all_that_it_rests_on(
    database: Database, context: Context, seen: set[str]
) -> None:
    with database.reading(context) as session:
        assert set(session.scalars(select(linked_cells.c.rests_on))) == seen


def test_a_cell_is_added_by_whoever_may_seal_all_that_it_rests_on(database: Database) -> None:
    with database.writing(_context(RECIPIENT)) as session:
        session.execute(insert(linked_cells), _cell("incident referral") | {"cell": "another"})
        with pytest.raises(exc.ProgrammingError) as refused, session.begin_nested():
            session.execute(insert(linked_cells), _cell(OUTSIDE) | {"cell": "another"})
        assert isinstance(refused.value.orig, InsufficientPrivilege)
        session.rollback()
