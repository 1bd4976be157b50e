"""PostgreSQL keeps partnerships and agencies apart, even where a query forgets to.

Every table with a partnership's rows is tried with rows of two agencies and two partnerships, and
every right of the two roles is counted, so that no table of tomorrow can slip through.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import cast

import pytest
from psycopg.errors import InsufficientPrivilege, NotNullViolation
from sqlalchemy import (
    Connection,
    CursorResult,
    Engine,
    Table,
    create_engine,
    delete,
    exc,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from api.db import NOBODY, Context, Database, bind, loading
from schemas.tables.audit import audit_events
from schemas.tables.base import metadata
from schemas.tables.records import RECORDS
from schemas.tables.returns import submissions
from tests.databases import Databases, PostgresTemplates
from tests.integration.stored_rows import NOW, PARTNERSHIP_TABLES, stored_row

pytestmark = pytest.mark.postgresql

MET, TRUST = Context("bromley", "met"), Context("bromley", "trust")
BROMLEY, HAVERING = Context("bromley", "", "partnership"), Context("havering", "met")
OPERATOR = Context("bromley", "", "operator")

RAW = {table.name for table in RECORDS.values()}
READ_TO_FIND_OUT_WHO_ASKS = {"partnerships", "agencies", "clients", "revoked_tokens"}
AN_AGENCYS_OWN = {
    "submissions", "findings", "envelopes", "term_maps", "audit_events", "reconciliations",
    "disclosures", "person_requests", "erasures", "cases", "case_members", "case_conflicts",
    "break_glass", "break_glass_notices", "release_statements", "statement_decisions",
    "release_jobs",
} | RAW  # fmt: skip

FOR_WHOM_AN_AGREEMENT_LETS = {
    "cells", "declared_figures", "linked_cells", "release_commitments"
}  # fmt: skip
"""Tables that nobody reads without a grant, save an operator."""

WRITTEN_UNDER_AN_AGREEMENT = {
    "submissions", "releases", "release_inputs", "release_measures", "release_completeness",
    "cells", "declared_figures", "linked_cells", "reconciliations", "release_commitments",
    "release_statements",
}  # fmt: skip

TOLD_BY_OTHERS = {"audit_events", "disclosures", "break_glass_notices"}
"""Tables whose rows about an agency others may add."""

Filled = dict[str, list[Context]]
"""The owners that have a row, by table."""


@pytest.fixture(scope="module")
def store(postgres_templates: PostgresTemplates) -> Iterator[Databases]:
    with postgres_templates.database() as made:
        yield made


@pytest.fixture(scope="module")
def database(store: Databases) -> Iterator[Database]:
    with closing(Database(store.app_url, today=NOW.date, operating=True)) as made:
        yield made


@pytest.fixture(scope="module")
def filled(database: Database) -> Filled:
    """Every table holds a row of each owner, or of the first where a partnership has but one."""
    made: Filled = {table.name: [] for table in PARTNERSHIP_TABLES}
    for owner in (MET, TRUST, HAVERING):
        with database.writing(replace(owner, reach="operator")) as session:
            for table in PARTNERSHIP_TABLES:
                made[table.name] += [owner] if put(session, table, owner) else []
    return made


@pytest.fixture
def login(store: Databases) -> Iterator[Connection]:
    """The role the service logs in as, before it has become the service."""
    yield from connected(store.app_url)


@pytest.fixture
def owner(store: Databases) -> Iterator[Connection]:
    yield from connected(store.owner_url)


def connected(url: str) -> Iterator[Connection]:
    engine: Engine = create_engine(url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def put(session: Session, table: Table, owner: Context) -> bool:
    row = stored_row(table, partnership_id=owner.partnership_id, agency_id=owner.agency_id)
    if table.name in {"reconciliations", "release_statements"}:
        # a release is the partnership's: the first agency's row stands for it
        row["release_id"] = f"{owner.partnership_id}-{MET.agency_id}"
    try:
        with session.begin_nested():
            session.execute(insert(table), row)
    except exc.IntegrityError:
        return False
    return True


def visible(session: Session | Connection) -> dict[str, int]:
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in PARTNERSHIP_TABLES
    }


def may_see(context: Context, *, table: str, owner: Context) -> bool:
    if table in READ_TO_FIND_OUT_WHO_ASKS:
        return True
    if context.partnership_id != owner.partnership_id:
        return False
    if context.reach == "operator":
        return True
    if table in FOR_WHOM_AN_AGREEMENT_LETS:
        return False
    wide = context.reach == "partnership" and table not in RAW
    return table not in AN_AGENCYS_OWN or wide or context.agency_id == owner.agency_id


@pytest.mark.parametrize(
    "context",
    [NOBODY, MET, TRUST, BROMLEY, OPERATOR, HAVERING, Context("elsewhere"), Context("", "met")],
    ids=str,
)
def test_a_context_sees_its_own_rows_and_no_others(
    database: Database, filled: Filled, context: Context
) -> None:
    with database.reading(context) as session:
        assert visible(session) == {
            table: sum(may_see(context, table=table, owner=owner) for owner in owners)
            for table, owners in filled.items()
        }


def test_every_table_was_filled_by_two_partnerships_or_the_test_would_prove_nothing(
    filled: Filled,
) -> None:
    assert {table for table, owners in filled.items() if not {MET, HAVERING} <= {*owners}} == set()
    alone = {table for table, owners in filled.items() if TRUST not in owners}
    assert alone & AN_AGENCYS_OWN == set()


def test_a_transaction_without_a_context_sees_nothing(login: Connection, filled: Filled) -> None:
    login.execute(text("SET ROLE safershare_service"))
    seen = {table for table, count in visible(login).items() if count}
    assert seen == READ_TO_FIND_OUT_WHO_ASKS


def test_a_context_ends_with_its_transaction_however_that_ends(
    database: Database, filled: Filled
) -> None:
    with database.reading(MET) as session:
        assert visible(session)["submissions"] == 1
        session.rollback()
        bind(session, "elsewhere", "nobody")
        assert visible(session)["submissions"] == 0
    with pytest.raises(LookupError), database.writing(MET):
        raise LookupError
    with database.reading(NOBODY) as session:
        assert visible(session)["submissions"] == 0


def test_a_pooled_connection_keeps_nothing_of_its_last_user(
    store: Databases, filled: Filled
) -> None:
    words = (
        "current_user = session_user, coalesce(current_setting('safershare.agency_id', true),'')"
    )
    with closing(Database(store.app_url)) as database:
        with pytest.raises(exc.DBAPIError), database.reading(MET) as session:
            session.execute(text("SELECT 1/0"))
        engine = database._engines[1]
        with engine.connect() as connection:
            assert connection.execute(text(f"SELECT {words}")).one() == (True, "")


def test_binding_moves_a_session_to_another_partnership(database: Database, filled: Filled) -> None:
    with database.reading(NOBODY) as session:
        assert visible(session)["agreements"] == 0
        bind(session, "havering", "met")
        assert visible(session)["agreements"] == 1
        bind(session, "bromley", "", reach="partnership")
        assert visible(session)["submissions"] == 2


@pytest.mark.parametrize("table", PARTNERSHIP_TABLES, ids=lambda table: table.name)
def test_nothing_is_written_for_another_partnership(
    database: Database, filled: Filled, table: Table
) -> None:
    row = stored_row(table, partnership_id="havering", agency_id="met")
    with pytest.raises(exc.ProgrammingError, match="row-level security"):
        add(database, table, row, context=MET)


@pytest.mark.parametrize("name", sorted(AN_AGENCYS_OWN - TOLD_BY_OTHERS))
def test_an_agencys_own_rows_are_not_written_for_another_agency(
    database: Database, filled: Filled, name: str
) -> None:
    table = metadata.tables[name]
    row = stored_row(table, partnership_id="bromley", agency_id="trust")
    with pytest.raises(exc.ProgrammingError, match="row-level security"):
        add(database, table, row, context=MET)


def add(database: Database, table: Table, row: dict[str, object], *, context: Context) -> None:
    with database.writing(context) as session:
        session.execute(insert(table), row)


def test_a_refused_stranger_leaves_an_event_of_no_partnership(
    database: Database, filled: Filled
) -> None:
    row = stored_row(audit_events, partnership_id="", agency_id="") | {
        "partnership_id": "", "agency_id": "", "client_id": "",
    }  # fmt: skip
    add(database, audit_events, row, context=NOBODY)
    with database.reading(NOBODY) as session:
        assert visible(session)["audit_events"] == 0


@pytest.mark.parametrize(
    "statement", [update(audit_events).values(tag="a:b"), delete(audit_events)]
)
def test_events_are_never_changed_or_removed(
    database: Database, filled: Filled, statement: object
) -> None:
    with pytest.raises(exc.ProgrammingError, match="permission denied"):
        run(database, statement)


def test_a_body_is_erased_whole_and_never_rewritten(database: Database, filled: Filled) -> None:
    for values in ({"body": b"{}", "salt": b""}, {"body": b""}):
        with pytest.raises(exc.ProgrammingError, match="row-level security"):
            run(database, update(audit_events).values(**values))
    with database.writing(BROMLEY) as session:
        erased = session.execute(update(audit_events).values(body=b"", salt=b""))
        assert cast("CursorResult[object]", erased).rowcount == 2
        session.rollback()


def test_an_agency_erases_no_body(database: Database, filled: Filled) -> None:
    with database.writing(MET) as session:
        erased = session.execute(update(audit_events).values(body=b"", salt=b""))
        assert cast("CursorResult[object]", erased).rowcount == 0


def run(database: Database, statement: object) -> None:
    with database.writing(BROMLEY) as session:
        session.execute(statement)  # type: ignore[call-overload]


def test_the_login_role_by_itself_may_do_nothing(login: Connection, filled: Filled) -> None:
    with pytest.raises(exc.ProgrammingError, match="permission denied"):
        visible(login)


def test_the_owner_sees_no_rows_either(owner: Connection, filled: Filled) -> None:
    assert set(visible(owner).values()) == {0}


def test_the_loader_adds_rows_for_the_context_alone(database: Database, filled: Filled) -> None:
    with database.writing(MET) as session:
        copy(session, "INSERT INTO", values="VALUES (70, '2026-03', '\\x00', 1)")
        with loading(session, submission_id="loaded") as connection:
            rows = "COPY incident_records (row_no, month, unit_key, record_key) FROM STDIN"
            with connection.cursor().copy(rows) as stream:
                stream.write_row((71, "2026-03", b"\x00", 1))
        incident = RECORDS["incident"]
        added = select(incident.c.partnership_id, incident.c.agency_id).where(
            incident.c.submission_id == "loaded"
        )
        assert session.execute(added).all() == [("bromley", "met")] * 2
        session.rollback()


def copy(session: Session, verb: str, *, values: str) -> None:
    with loading(session, submission_id="loaded") as connection:
        connection.execute(
            f"{verb} incident_records (row_no, month, unit_key, record_key) {values}"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO incident_records (agency_id, row_no) VALUES ('trust', 1)",
        "INSERT INTO audit_events (partnership_id) VALUES ('bromley')",
        "INSERT INTO submissions (partnership_id) VALUES ('bromley')",
        "SELECT row_no FROM incident_records",
        "UPDATE incident_records SET month = '2026-04'",
        "DELETE FROM incident_records",
        "TRUNCATE incident_records",
    ],
)
def test_the_loader_may_do_nothing_else(database: Database, filled: Filled, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        load(database, statement, context=MET)


@pytest.mark.parametrize(
    ("context", "submission_id"),
    [(NOBODY, "loaded"), (Context("bromley"), "loaded"), (Context("", "met"), "s"), (MET, "")],
    ids=str,
)
def test_nothing_is_loaded_for_nobody(
    database: Database, filled: Filled, context: Context, submission_id: str
) -> None:
    words = "INSERT INTO incident_records (row_no, month, unit_key, record_key)"
    with pytest.raises(NotNullViolation):
        load(
            database,
            f"{words} VALUES (1, '2026-03', '\\x00', 1)",
            context=context,
            submission_id=submission_id,
        )


def load(
    database: Database, statement: str, *, context: Context, submission_id: str = "loaded"
) -> None:
    with (
        database.writing(context) as session,
        loading(session, submission_id=submission_id) as connection,
    ):
        connection.execute(statement)


def test_after_loading_the_session_is_the_service_again(database: Database, filled: Filled) -> None:
    with database.writing(MET) as session:
        with loading(session, submission_id="loaded"):
            pass
        assert session.scalar(select(func.count()).select_from(submissions)) == 1
