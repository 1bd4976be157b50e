"""Connections go from one user to the next, and nothing of the last one's rights goes along."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import cycle, islice

import pytest
from sqlalchemy import create_engine, exc, func, insert, select, text

from api.db import NOBODY, Context, Database, bind
from schemas.tables.grants import agreement_grants
from schemas.tables.records import RECORDS
from schemas.tables.returns import submissions
from schemas.tables.views import shared
from tests.databases import PostgresTemplates
from tests.integration.borough import MONTHS, deliver, expect, found
from tests.integration.stored_rows import NOW, stored_row
from tests.pooler import pooled

pytestmark = pytest.mark.postgresql

INCIDENT = RECORDS["incident"]
SHARED = shared("incident", engine_name="postgresql")
AGREEMENT, PURPOSE = "DSA-2026-0001", "system_testing_and_training"
POLICE = Context("bromley", "met-bromley")
CHARITY = Context("bromley", "bcwa", "agency", AGREEMENT, PURPOSE)
ELSEWHERE = Context("havering", "met-bromley")
ASKED = {POLICE: (1, 1), CHARITY: (0, 0), ELSEWHERE: (0, 0), NOBODY: (0, 0)}
"""What each sees of the police's delivery and its rows, as itself."""

SETTINGS = ("partnership_id", "agency_id", "agreement_id", "purpose", "operator", "today")
LEFT = text(
    "SELECT current_user = session_user, "
    + " || ".join(f"coalesce(current_setting('safershare.{name}', true), '')" for name in SETTINGS)
)


@pytest.fixture(scope="module", params=["directly", "through a pooler"])
def url(request: pytest.FixtureRequest, postgres_templates: PostgresTemplates) -> Iterator[str]:
    """A database in which the police have sent one incident that the charity may read."""
    with postgres_templates.database() as made:
        _fill(made.app_url)
        if request.param == "directly":
            yield made.app_url
            return
        with pooled(made.app_url) as address:
            yield address


def _fill(url: str) -> None:
    with (
        closing(Database(url, operating=True)) as database,
        database.writing(Context("bromley", reach="operator")) as session,
    ):
        found(session)
        expect(session, POLICE.agency_id, "incident", MONTHS[0])
        row = {
            "record_id": "r1", "unit_key": b"u", "record_key": 1, "victim_person_id": b"p",
            "victim_sharing": "may_be_shared", "victim_restricted": False,
        }  # fmt: skip
        deliver(session, POLICE.agency_id, "incident", MONTHS[0], rows=[row])
        for name in ("agreements", "agreement_versions"):
            table = agreement_grants.metadata.tables[name]
            made = stored_row(table, partnership_id="bromley", agency_id="bcwa")
            session.execute(insert(table), made | {"agreement_id": AGREEMENT})
        granted = stored_row(agreement_grants, partnership_id="bromley", agency_id="bcwa") | {
            "agreement_id": AGREEMENT, "purpose": PURPOSE, "dataset": "incident",
            "action": "retrieve", "provider": POLICE.agency_id, "recipient": CHARITY.agency_id,
        }  # fmt: skip
        session.execute(insert(agreement_grants), granted)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    with closing(Database(url, today=NOW.date)) as made:
        yield made


def seen(database: Database, context: Context) -> tuple[int, int]:
    with database.reading(context) as session:
        counted = (
            session.scalar(select(func.count()).select_from(table))
            for table in (submissions, INCIDENT)
        )
        return tuple(number or 0 for number in counted)  # type: ignore[return-value]


def read(database: Database, context: Context) -> int:
    with database.retrieving(context) as session:
        return session.scalar(select(func.count()).select_from(SHARED)) or 0


def test_users_of_few_connections_each_see_their_own(database: Database) -> None:
    contexts = list(islice(cycle(ASKED), 60))
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda each: seen(database, each), contexts)) == [
            ASKED[each] for each in contexts
        ]
        assert list(threads.map(lambda each: read(database, each), contexts)) == [
            int(each == CHARITY) for each in contexts
        ]


@pytest.mark.parametrize(
    "context",
    [
        replace(CHARITY, agreement_id=""),
        replace(CHARITY, agreement_id="DSA-2026-0002"),
        replace(CHARITY, purpose=""),
        replace(CHARITY, agency_id=""),
        replace(CHARITY, agency_id="met-bromley"),
        replace(CHARITY, partnership_id=""),
        replace(CHARITY, partnership_id="havering"),
        replace(CHARITY, reach="partnership", agreement_id=""),
    ],
    ids=str,
)
def test_whatever_is_missing_of_a_context_nothing_is_read(
    database: Database, context: Context
) -> None:
    assert read(database, CHARITY) == 1
    assert read(database, context) == 0


def test_without_a_clock_no_agreement_holds(url: str) -> None:
    with closing(Database(url)) as database:
        assert read(database, CHARITY) == 0


def test_a_rollback_ends_a_session_s_rights(database: Database) -> None:
    with database.retrieving(CHARITY) as session:
        assert session.scalar(select(func.count()).select_from(SHARED)) == 1
        session.rollback()
        bind(session, "bromley", "kings-pruh")
        assert session.scalar(select(func.count()).select_from(SHARED)) == 0
    assert seen(database, NOBODY) == (0, 0)


def fail(database: Database, context: Context) -> None:
    with database.retrieving(context) as session:
        assert session.scalar(select(1)) == 1
        raise LookupError


@pytest.mark.parametrize("context", [POLICE, CHARITY], ids=str)
def test_after_an_exception_the_next_user_has_nothing_of_it(
    database: Database, url: str, context: Context
) -> None:
    with pytest.raises(exc.DBAPIError), database.reading(context) as session:
        session.execute(text("SELECT 1/0"))
    with pytest.raises(LookupError):
        fail(database, context)
    with pytest.raises(exc.ProgrammingError), database.retrieving(context) as session:
        session.execute(select(INCIDENT))
    assert (seen(database, NOBODY), read(database, NOBODY)) == ((0, 0), 0)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert tuple(connection.execute(LEFT).one()) == (True, "")
    engine.dispose()
