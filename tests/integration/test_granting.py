"""Grants are there for whatever is on file, also where an older version filed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.db import Context, Database
from api.services import agreements, granting
from auth import signing_keys
from schemas.purposes import PURPOSES
from schemas.tables.grants import agreement_grants
from schemas.tables.signing import agency_keys
from tests.databases import Databases
from tests.partnership import NOW, TESTED, raised

HERE = Context(TESTED.partnership_id, reach="operator")
POLICE = "met-bromley"
TODAY = NOW.date()

Granted = Mapping[tuple[Any, ...], tuple[Any, ...]]


@pytest.fixture(scope="module")
def database(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The module's store; each test leaves it as it was."""
    raised(databases, folder=tmp_path_factory.mktemp("service"))
    with closing(Database(databases.app_url, operating=True)) as opened:
        yield opened


def granted(session: Session) -> Granted:
    key = len(agreement_grants.primary_key)
    rows = session.execute(select(agreement_grants)).all()
    return {tuple(row[:key]): tuple(map(str, row[key:])) for row in rows}


def test_a_start_gives_an_older_installation_its_grants(database: Database) -> None:
    with database.writing(HERE) as session:
        before = granted(session)
        session.execute(delete(agreement_grants))
    assert granting.derive(database) == len(TESTED.agreements)
    with database.reading(HERE) as session:
        assert granted(session) == before


def test_agreements_grant_each_party_what_its_roles_let_it_do(database: Database) -> None:
    with database.reading(HERE) as session:
        found = granted(session)
    names = [column.name for column in agreement_grants.primary_key]
    rows = [dict(zip(names, key, strict=True)) for key in found]
    assert {row["action"] for row in rows} == {"submit", "retrieve", "aggregate", "seal"}
    for row in rows:
        assert (row["provider"] == "") == (row["action"] in ("aggregate", "seal"))
        assert (row["recipient"] == "") == (row["action"] == "submit")
        if row["action"] == "retrieve":
            assert row["provider"] != row["recipient"]
            assert PURPOSES[row["purpose"]].rows == "others"


@pytest.mark.parametrize(
    ("change", "left"), [("suspend", False), ("end", False), ("withdraw", True)]
)
def test_a_change_of_standing_takes_grants_away_with_it(
    database: Database, change: str, *, left: bool
) -> None:
    number = TESTED.agreements[0]["agreement"]
    with database.writing(HERE) as session:
        agreements.change(
            session,
            partnership_id=TESTED.partnership_id,
            agreement_id=number,
            agency_id=POLICE,
            what=change,
            now=NOW,
            today=TODAY,
        )
        rows = [key for key in granted(session) if number in key]
        session.rollback()
    assert bool(rows) == left
    assert not any(POLICE in key for key in rows)


def test_a_revoked_signing_key_takes_every_grant_that_it_signed_away(database: Database) -> None:
    with database.writing(HERE) as session:
        kid = session.scalars(
            select(agency_keys.c.kid).where(agency_keys.c.agency_id == POLICE)
        ).one()
        fell = signing_keys.revoke(
            session,
            partnership_id=TESTED.partnership_id,
            agency_id=POLICE,
            kid=kid,
            by="operator-1",
            now=NOW,
            today=TODAY,
        )
        left = {key[1] for key in granted(session)}
        session.rollback()
    assert fell
    assert not left & set(fell)
