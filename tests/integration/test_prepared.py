"""Statements are planned once where the connection is the server's own, and nowhere else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from api.db import NOBODY, Database
from schemas.tables.partnerships import partnerships
from tests.databases import Databases, PostgresTemplates
from tests.pooler import pooled

pytestmark = pytest.mark.postgresql

PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like")
OFTEN = 12


@pytest.fixture(scope="module")
def store(postgres_templates: PostgresTemplates) -> Iterator[Databases]:
    with postgres_templates.database() as made:
        yield made


def prepared(url: str) -> int:
    """How many plans the server keeps of a statement that was asked often."""
    database = Database(url)
    try:
        for _ in range(OFTEN):
            with database.reading(NOBODY) as session:
                session.execute(select(partnerships.c.name)).all()
        with database.reading(NOBODY) as session:
            like = {"like": "SELECT partnerships.name%"}
            return int(session.execute(PREPARED, like).scalar_one())
    finally:
        database.close()


def test_what_comes_again_is_planned_once(store: Databases) -> None:
    assert prepared(store.app_url) == 1


def test_nothing_is_prepared_behind_a_pooler(store: Databases) -> None:
    with pooled(store.app_url) as url:
        assert prepared(url) == 0
