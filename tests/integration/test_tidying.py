"""Expired replay keys and tokens are cleared, for every partnership, and nothing else is."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select

from api.db import NOBODY, Context, Database
from api.services.tidying import clear
from schemas.tables.partnerships import partnerships
from schemas.tables.tokens import issued_tokens, replay_keys
from tests.databases import Databases
from tests.integration.stored_rows import stored_row

NOW = datetime(2026, 4, 20, 9, tzinfo=UTC)
PARTNERSHIPS = ("bromley", "sutton")


def test_what_has_expired_is_cleared_and_what_has_not_stays(fresh_databases: Databases) -> None:
    database = Database(fresh_databases.app_url)
    _fill(database)
    assert clear(database, now=NOW) == 1
    with database.writing(NOBODY) as session:
        assert session.scalar(select(func.count()).select_from(replay_keys)) == 1
    for name in PARTNERSHIPS:
        with database.reading(Context(name)) as session:
            own = select(func.count()).where(issued_tokens.c.partnership_id == name)
            assert session.scalar(own) == 1
    database.close()


def _fill(database: Database) -> None:
    for name in PARTNERSHIPS:
        with database.writing(Context(name)) as session:
            row = stored_row(partnerships, partnership_id=name, agency_id="a")
            session.execute(insert(partnerships), row)
            for number, expires in enumerate((NOW - timedelta(1), NOW + timedelta(1))):
                token = stored_row(issued_tokens, partnership_id=name, agency_id="a")
                session.execute(
                    insert(issued_tokens),
                    token | {"jti": f"{name}-{number}", "expires_at": expires},
                )
    with database.writing(NOBODY) as session:
        for number, expires in enumerate((NOW - timedelta(1), NOW + timedelta(1))):
            row = {"key": str(number) * 64, "expires_at": expires}
            session.execute(insert(replay_keys), row)
    with database.reading(NOBODY) as session:
        assert session.scalar(select(func.count()).select_from(partnerships)) == len(PARTNERSHIPS)
