"""Migrating and checking: all steps or none, for one environment, and never back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, Engine, create_engine, exc, inspect, make_url, text

from api.db import NOBODY, Database
from migrations import roles
from migrations.roles import RolesMissingError
from migrations.run import FOLDER, WrongDatabaseError, check, login_role, upgrade
from tests.databases import Databases, PostgresTemplates
from tests.postgres import GIVEN_SERVER
from tests.postgres import postgres_server as started_server

STEPS = sorted(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py"))


@pytest.fixture
def owner(empty_databases: Databases) -> Iterator[Engine]:
    engine = create_engine(empty_databases.owner_url)
    yield engine
    engine.dispose()


def tables(engine: Engine) -> list[str]:
    return inspect(engine).get_table_names()


def test_an_empty_database_takes_every_step_and_a_finished_one_none(
    empty_databases: Databases,
) -> None:
    done: list[str] = []
    for _ in range(2):
        upgrade(empty_databases.owner_url, environment="sandbox", progress=done.append)
    assert done == STEPS
    check(empty_databases.app_url, environment="sandbox")
    check(empty_databases.owner_url, environment="sandbox")


def test_a_step_that_fails_leaves_nothing_of_those_before_it(
    empty_databases: Databases, owner: Engine
) -> None:
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE cells (id INTEGER)"))
    with pytest.raises(exc.DBAPIError):
        upgrade(empty_databases.owner_url, environment="sandbox")
    assert tables(owner) == ["cells"]


def test_two_processes_migrate_at_once_and_one_finds_the_work_done(
    empty_databases: Databases,
) -> None:
    done: list[str] = []

    def migrate() -> None:
        upgrade(empty_databases.owner_url, environment="sandbox", progress=done.append)

    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(migrate), pool.submit(migrate)]:
            each.result(timeout=60)
    assert done == STEPS


@pytest.mark.parametrize("tried", [upgrade, check])
def test_a_database_belongs_to_the_environment_it_was_made_for(
    fresh_databases: Databases, tried: type
) -> None:
    with pytest.raises(WrongDatabaseError, match="SAFERSHARE_ENVIRONMENT"):
        tried(fresh_databases.owner_url, environment="live")
    check(fresh_databases.app_url, environment="sandbox")


def test_a_database_without_tables_is_told_apart_from_an_older_one(
    empty_databases: Databases, owner: Engine
) -> None:
    with pytest.raises(WrongDatabaseError, match="is empty"):
        check(empty_databases.owner_url, environment="sandbox")
    upgrade(empty_databases.owner_url, environment="sandbox")
    set_version(owner, STEPS[0])
    with pytest.raises(WrongDatabaseError, match="do not fit"):
        check(empty_databases.app_url, environment="sandbox")


def test_a_database_of_a_newer_version_is_left_alone(
    empty_databases: Databases, owner: Engine
) -> None:
    upgrade(empty_databases.owner_url, environment="sandbox")
    set_version(owner, "9999_of_tomorrow")
    with pytest.raises(WrongDatabaseError, match="newer version"):
        upgrade(empty_databases.owner_url, environment="sandbox")


def set_version(owner: Engine, name: str) -> None:
    with owner.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :name"), {"name": name})


def test_checking_a_file_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    with pytest.raises(WrongDatabaseError, match="is empty"):
        check(f"sqlite:///{tmp_path}/none.db", environment="sandbox")
    assert list(tmp_path.iterdir()) == []


def test_upgrading_makes_the_folder_and_both_files(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/data/safershare.db", environment="live")
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == [
        "safershare-counts.db",
        "safershare.db",
    ]


@pytest.mark.postgresql
def test_live_is_not_served_by_a_role_that_row_security_cannot_hold(
    postgres_templates: PostgresTemplates, postgres_server: URL
) -> None:
    with postgres_templates.empty() as made:
        upgrade(made.owner_url, environment="live")
        check(made.app_url, environment="live")
        administrator = postgres_server.set(database=make_url(made.owner_url).database)
        for url in (made.owner_url, administrator.render_as_string(hide_password=False)):
            with pytest.raises(WrongDatabaseError, match="a login role of its own"):
                check(url, environment="live")


@pytest.mark.postgresql
def test_a_role_that_may_not_act_as_the_service_is_told_what_it_lacks(
    postgres_templates: PostgresTemplates, postgres_server: URL
) -> None:
    with postgres_templates.database() as made:
        name = f"stranger_{make_url(made.app_url).database}"
        administer(
            postgres_server,
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), "made-up"),
        )
        stranger = make_url(made.app_url).set(username=name, password="made-up")
        with pytest.raises(WrongDatabaseError, match="may not act as the service"):
            check(stranger.render_as_string(hide_password=False), environment="sandbox")
        administer(postgres_server, sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def bare_server(request: pytest.FixtureRequest) -> Iterator[URL]:
    """A server of its own, on which nobody has made the service's roles."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(GIVEN_SERVER, raising=False)
        with started_server() as url:
            yield url


@pytest.mark.postgresql
def test_whoever_may_make_roles_makes_them_and_others_are_told_what_to_ask_for(
    bare_server: URL,
) -> None:
    weak = database_of(bare_server, "weak", powers="CREATEROLE")
    with pytest.raises(RolesMissingError) as refused:
        upgrade(weak, environment="sandbox")
    assert refused.value.statements == tuple(roles.CREATE.values())
    assert all(f"{statement};" in str(refused.value) for statement in refused.value.statements)

    strong = database_of(bare_server, "strong", powers="CREATEROLE BYPASSRLS")
    upgrade(strong, environment="sandbox")
    upgrade(weak, environment="sandbox")
    administer(bare_server, sql.SQL("ALTER ROLE safershare_loader NOBYPASSRLS"))
    plain = database_of(bare_server, "plain", powers="CREATEROLE BYPASSRLS")
    with pytest.raises(RolesMissingError, match="ALTER ROLE safershare_loader BYPASSRLS"):
        upgrade(plain, environment="sandbox")

    login_role(strong, name="app", password="it's-secret")
    app = make_url(strong).set(username="app", password="it's-secret")
    address = app.render_as_string(hide_password=False)
    check(address, environment="sandbox")
    with closing(Database(address)) as database, database.reading(NOBODY) as session:
        assert session.scalar(text("SELECT current_user")) == roles.SERVICE


def database_of(server: URL, name: str, *, powers: str) -> str:
    """The address of a new database and its owner, both of this name."""
    words = sql.SQL("CREATE ROLE {} LOGIN " + powers)
    administer(server, words.format(sql.Identifier(name)))
    administer(server, sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(name)))
    return server.set(username=name, database=name).render_as_string()


def administer(server: URL, statement: sql.SQL | sql.Composed) -> None:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(address, autocommit=True)) as connection:
        connection.execute(statement)
