"""Sessions: what a transaction does on each engine, and what happens when it cannot."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import exc, func, insert, select, text
from sqlalchemy.orm import Session

from api.db import NOBODY, Context, Database, bind, loading
from api.postgresql import POOL_OVERFLOW, POOL_SIZE
from auth.refusals import Unavailable
from schemas.tables.limits import rate_counts
from schemas.tables.returns import periods
from tests.databases import Databases, PostgresTemplates, SqliteTemplates

NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
BROMLEY = Context("bromley", "met-bromley")
SHORT = 0.2


@pytest.fixture
def database(fresh_databases: Databases) -> Iterator[Database]:
    made = Database(fresh_databases.app_url, wait_seconds=SHORT)
    yield made
    made.close()


def open_month(session: Session, month: str, *, partnership_id: str = "bromley") -> None:
    row = {"partnership_id": partnership_id, "month": month, "opened_at": NOW}
    session.execute(insert(periods), row)


def months(session: Session) -> list[str]:
    return list(session.scalars(select(periods.c.month).order_by(periods.c.month)))


def read_months(database: Database, context: Context = BROMLEY) -> list[str]:
    with database.reading(context) as session:
        return months(session)


def test_a_writing_session_commits_when_its_block_ends(database: Database) -> None:
    with database.writing(BROMLEY) as session:
        open_month(session, "2026-03")
    assert read_months(database) == ["2026-03"]


def test_a_writing_session_leaves_nothing_when_its_block_raises(database: Database) -> None:
    def fail() -> None:
        with database.writing(BROMLEY) as session:
            open_month(session, "2026-03")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert read_months(database) == []


def test_a_reading_session_cannot_write(database: Database) -> None:
    with pytest.raises(exc.DBAPIError), database.reading(BROMLEY) as session:
        open_month(session, "2026-03")
    assert read_months(database) == []


def test_a_reading_session_sees_one_snapshot_to_its_end(database: Database) -> None:
    with database.reading(BROMLEY) as reader:
        assert months(reader) == []
        with database.writing(BROMLEY) as writer:
            open_month(writer, "2026-03")
        assert months(reader) == []
    assert read_months(database) == ["2026-03"]


def test_a_session_goes_on_in_its_context_after_a_commit_and_a_rollback(database: Database) -> None:
    with database.writing(BROMLEY) as session:
        open_month(session, "2026-01")
        session.commit()
        open_month(session, "2026-02")
        session.rollback()
        open_month(session, "2026-03")
        with session.begin_nested() as savepoint:
            open_month(session, "2026-04")
            savepoint.rollback()
    assert read_months(database) == ["2026-01", "2026-03"]


def test_a_bound_session_writes_for_whom_it_was_bound_to(database: Database) -> None:
    with database.writing(NOBODY) as session:
        bind(session, "bromley", "met-bromley")
        open_month(session, "2026-03")
        session.commit()
        open_month(session, "2026-04")
    assert read_months(database) == ["2026-03", "2026-04"]


def test_counts_stay_when_the_session_around_them_fails(database: Database) -> None:
    key = {"key": "a" * 64, "hits": 1, "expires_at": NOW}
    with suppress(LookupError), database.writing(BROMLEY) as session:
        open_month(session, "2026-03")
        with database.counting() as counting:
            counting.execute(insert(rate_counts), key)
        raise LookupError
    with database.counting() as counting:
        assert counting.scalar(select(func.count()).select_from(rate_counts)) == 1
    assert read_months(database) == []


def test_who_meets_a_lock_for_too_long_is_told_to_come_again(database: Database) -> None:
    with database.writing(BROMLEY) as first:
        lock(first)
        with pytest.raises(Unavailable) as refused, database.writing(BROMLEY) as second:
            lock(second)
    assert refused.value.code == "store_busy"
    assert refused.value.headers["Retry-After"] == "5"


def lock(session: Session) -> None:
    """Take a lock that another session cannot share."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(1)"))
    else:
        months(session)


def test_who_finds_no_free_connection_is_told_to_come_again(database: Database) -> None:
    with ExitStack() as held:
        for _ in range(POOL_SIZE + POOL_OVERFLOW):
            months(held.enter_context(database.reading(BROMLEY)))
        with pytest.raises(Unavailable):
            read_months(database)
    assert read_months(database) == []


def test_a_wrong_statement_is_not_taken_for_a_busy_store(database: Database) -> None:
    with pytest.raises(exc.DBAPIError), database.reading(BROMLEY) as session:
        session.execute(text("SELECT no_such_column FROM periods"))


def test_on_sqlite_loading_hands_out_the_connection_and_fills_nothing_in(
    sqlite_templates: SqliteTemplates,
) -> None:
    with sqlite_templates.database() as made, closing(Database(made.app_url)) as database:
        assert database.engine_name == "sqlite"
        with (
            database.writing(BROMLEY) as session,
            loading(session, submission_id="s") as connection,
        ):
            connection.execute(
                "INSERT INTO periods VALUES (?, ?, ?)", ("bromley", "2026-03", NOW.isoformat(" "))
            )
        assert read_months(database) == ["2026-03"]


def test_a_server_that_cannot_be_reached_is_answered_as_unavailable() -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(Unavailable), database.reading(BROMLEY) as session:
        months(session)


@pytest.mark.postgresql
def test_a_connection_that_breaks_is_told_to_come_again_and_mended(
    postgres_templates: PostgresTemplates,
) -> None:
    with postgres_templates.database() as made, closing(Database(made.app_url)) as database:
        with pytest.raises(Unavailable), database.reading(BROMLEY) as session:
            break_off(session)
        assert read_months(database) == []


def break_off(session: Session) -> None:
    """End the session's connection at the server's end, as the role that may."""
    session.execute(text("RESET ROLE"))
    session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
