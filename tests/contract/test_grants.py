"""What the service's roles may do on PostgreSQL, right by right, as the steps have granted it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, create_engine, text

from api.policies.erasing import emptied as emptied_columns
from api.queries.rights.places import links
from migrations import roles
from migrations.access import FROM_CONTEXT
from schemas.datasets import RECORD_DATASETS
from schemas.tables.base import metadata
from schemas.tables.records import RECORDS
from schemas.tables.views import SHARED, shared
from tests.databases import PostgresTemplates
from tests.integration.stored_rows import PARTNERSHIP_TABLES

pytestmark = pytest.mark.postgresql

READ_ONLY = {"alembic_version"}
CHANGED = {"returns", "expectations", "envelopes", "series_breaks", "rate_counts"}
"""Tables whose rows the service writes again; every other is written once, or in named columns."""

CHANGED_IN_PART = {
    "agencies": {"name", "sector", "status"},
    "break_glass": {"expires_at"},
    "cases": {"restricted", "status", "ends_on", "changed_at"},
    "clients": {"jwks", "scopes", "dpop_required", "status", "tokens_valid_after"},
    "agreements": {"tokens_valid_after"},
    "agency_keys": {"state", "confirmed_at", "closed_at", "confirmed_by", "closed_by"},
    "audit_events": {"body", "salt"},
    "erasures": {"through_month", "erased_at"},
    "person_requests": {
        "status", "person_id", "checked_at", "checked_by", "left_out", "reason", "closed_at",
        "closed_by",
    },
    "release_jobs": {
        "status", "attempts", "worker", "beat_at", "progress", "ended_at", "outcome", "under_way",
    },
    "restrictions": {"lifted_at"},
    "seal_keys": {"retired_at"},
    "server_keys": {"active_from", "active_until", "gone_at"},
}  # fmt: skip
REMOVED = {
    "break_glass", "break_glass_notices", "disclosures", "findings", "person_aliases",
    "person_requests", "restrictions", "submissions",
}  # fmt: skip
EXPIRING = {
    "agreement_grants", "case_conflicts", "case_members", "cases", "issued_tokens",
    "revoked_tokens", "replay_keys", "rate_counts", "release_jobs",
}  # fmt: skip

TABLE_GRANTS = text(
    "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
    " WHERE grantee = :role"
)
COLUMN_GRANTS = text(
    "SELECT table_name, column_name FROM information_schema.column_privileges"
    " WHERE grantee = :role AND privilege_type = :verb"
)
SECURITY = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
)
POLICY_ROLES = text("SELECT DISTINCT unnest(roles) FROM pg_policies")
THE_OWNERS = text("SELECT tablename, cmd FROM pg_policies WHERE current_user::name = ANY(roles)")
VIEW_COLUMNS = text(
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_name LIKE 'shared\\_%' ORDER BY ordinal_position"
)
VIEWS = text(
    "SELECT relname FROM pg_class WHERE relkind = 'v' AND relname ~ '^(shared|case|standing)_'"
)
BEHIND_THE_VIEWS = {
    "agreement_grants", "returns", "submissions", "restrictions", "cases", "case_members",
    "break_glass",
}  # fmt: skip
JUDGED_WITH = {"returns", "restrictions"}
"""Tables of which the reader sees some columns, for the service's own checks."""
POWERS = text(
    "SELECT rolname, rolbypassrls, rolsuper OR rolcanlogin OR rolcreaterole OR rolcreatedb"
    " FROM pg_roles WHERE rolname = ANY(:names)"
)


@pytest.fixture(scope="module")
def owner(postgres_templates: PostgresTemplates) -> Iterator[Connection]:
    with postgres_templates.database() as made:
        engine = create_engine(made.owner_url)
        with engine.connect() as connection:
            yield connection
        engine.dispose()


def test_every_table_with_a_partnerships_rows_keeps_them_apart(owner: Connection) -> None:
    secured = set(owner.scalars(SECURITY))
    assert secured == {table.name for table in PARTNERSHIP_TABLES}
    owners_name = owner.scalar(text("SELECT current_user"))
    assert set(owner.scalars(POLICY_ROLES)) == {*roles.BYPASSES, owners_name} - {roles.LOADER}


def test_the_owner_reads_what_the_shared_views_stand_on_and_no_more(owner: Connection) -> None:
    behind = BEHIND_THE_VIEWS | {RECORDS[dataset].name for dataset in SHARED}
    assert {tuple(row) for row in owner.execute(THE_OWNERS)} == {
        (name, "SELECT") for name in behind
    }


def test_the_reader_reads_the_shared_views_and_nothing_else(owner: Connection) -> None:
    views = set(owner.scalars(VIEWS))
    assert {f"shared_{dataset}" for dataset in SHARED} <= views
    granted = {tuple(row) for row in owner.execute(TABLE_GRANTS, {"role": roles.READER})}
    assert granted == {(view, "SELECT") for view in views}
    columns = owner.execute(COLUMN_GRANTS, {"role": roles.READER, "verb": "SELECT"})
    assert {table for table, _ in columns} - views == JUDGED_WITH


def test_the_shared_views_have_the_columns_that_may_leave(owner: Connection) -> None:
    found: dict[str, list[str]] = {}
    for view, column in owner.execute(VIEW_COLUMNS):
        found.setdefault(view, []).append(column)
    assert {view: set(columns) for view, columns in found.items()} == {
        f"shared_{name}": set(shared(name, engine_name="postgresql").c.keys()) for name in SHARED
    }


def test_the_service_may_do_no_more_with_a_table_than_it_needs(owner: Connection) -> None:
    tables = set(metadata.tables) | READ_ONLY
    assert {tuple(row) for row in owner.execute(TABLE_GRANTS, {"role": roles.SERVICE})} == {
        *((table, "SELECT") for table in tables),
        *((table, "INSERT") for table in tables - READ_ONLY),
        *((table, "UPDATE") for table in CHANGED),
        *((table, "DELETE") for table in EXPIRING),
    }


def test_the_service_may_change_named_columns_alone(owner: Connection) -> None:
    granted = owner.execute(COLUMN_GRANTS, {"role": roles.SERVICE, "verb": "UPDATE"})
    assert {(table, column) for table, column in granted if table not in CHANGED} == {
        (table, column) for table, columns in CHANGED_IN_PART.items() for column in columns
    }


def test_the_loader_may_insert_data_into_records_and_nothing_else(owner: Connection) -> None:
    assert owner.execute(TABLE_GRANTS, {"role": roles.LOADER}).all() == []
    granted = {
        verb: {
            tuple(row) for row in owner.execute(COLUMN_GRANTS, {"role": roles.LOADER, "verb": verb})
        }
        for verb in ("SELECT", "INSERT", "UPDATE", "REFERENCES")
    }
    assert granted == {
        "SELECT": set(),
        "INSERT": {
            (table.name, column.name)
            for table in RECORDS.values()
            for column in table.columns
            if column.name not in FROM_CONTEXT
        },
        "UPDATE": set(),
        "REFERENCES": set(),
    }


def test_the_keeper_removes_and_empties_and_does_nothing_else(owner: Connection) -> None:
    removed = {*REMOVED, *(table.name for table in RECORDS.values())}
    assert {tuple(row) for row in owner.execute(TABLE_GRANTS, {"role": roles.KEEPER})} == {
        (table, verb) for table in removed for verb in ("SELECT", "DELETE")
    }
    emptied = {
        (RECORDS[dataset.name].name, column)
        for dataset in RECORD_DATASETS
        for block in dataset.persons
        if block != dataset.counted_person
        for column in emptied_columns(dataset, block)
    } | {(RECORDS[d.name].name, name) for d in RECORD_DATASETS for name in links(d)}
    corrected = {
        ("submissions", name) for name in ("rows_stored", "rows_refused", "finding_counts")
    }
    granted = owner.execute(COLUMN_GRANTS, {"role": roles.KEEPER, "verb": "UPDATE"})
    assert {tuple(row) for row in granted} == emptied | corrected


def test_no_role_logs_in_and_only_the_loader_passes_the_policies(owner: Connection) -> None:
    found = owner.execute(POWERS, {"names": [*roles.BYPASSES]})
    assert {tuple(row) for row in found} == {
        (roles.SERVICE, False, False),
        (roles.LOADER, True, False),
        (roles.READER, False, False),
        (roles.KEEPER, False, False),
    }
