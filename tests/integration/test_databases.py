"""The harness itself: each engine is real, built by the migrations, and given out afresh."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from tests.databases import Databases, Maker, PostgresTemplates


@pytest.fixture
def service(databases: Databases) -> Iterator[Engine]:
    engine = create_engine(databases.app_url)
    yield engine
    engine.dispose()


def test_the_service_reaches_a_database_that_the_migrations_built(service: Engine) -> None:
    assert "agencies" in inspect(service).get_table_names()


def test_two_databases_of_one_run_share_nothing(new_database: Maker) -> None:
    with new_database() as one, new_database() as two:
        owners = [create_engine(made.owner_url) for made in (one, two)]
        with owners[0].begin() as connection:
            connection.execute(text("CREATE TABLE only_here (id INTEGER)"))
        assert ["only_here" in inspect(owner).get_table_names() for owner in owners] == [
            True,
            False,
        ]
        for owner in owners:
            owner.dispose()


@pytest.mark.postgresql
def test_on_postgresql_the_service_owns_nothing_and_is_no_superuser(
    postgres_templates: PostgresTemplates,
) -> None:
    owned = "SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole"
    powers = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    with postgres_templates.database() as databases:
        service = create_engine(databases.app_url)
        with service.connect() as connection:
            assert connection.execute(text(owned)).scalar_one() == 0
            assert connection.execute(text(powers)).scalar_one() is False
        service.dispose()
