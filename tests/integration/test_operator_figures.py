"""The operator, who has no agreement of their own, is shown what agreements in force permit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.db import Context, Database
from api.services import aggregates, releases, reports
from auth.caller import operator
from schemas.period import Period
from tests.databases import Databases
from tests.integration.borough import Borough
from tests.partnership import NOW, TESTED, raised

PARTNERSHIP_ID = TESTED.partnership_id
QUARTER = Period.parse("2025-26-Q4")


@pytest.fixture
def database(fresh_databases: Databases, tmp_path: Path) -> Iterator[Database]:
    raised(fresh_databases, folder=tmp_path)
    opened, borough = Database(fresh_databases.app_url, operating=True), Borough()
    with opened.writing(Context(PARTNERSHIP_ID, reach="operator")) as session:
        for month in QUARTER.months():
            rows = [borough.row("incident", month) for _ in range(250)]
            borough.send(session, "met-bromley", "incident", month, rows=rows)
    yield opened
    opened.close()


def test_the_operator_seals_and_reads_what_the_police_let_stand_alone(database: Database) -> None:
    actor, context = operator(PARTNERSHIP_ID), Context(PARTNERSHIP_ID, reach="operator")
    with database.writing(context) as session:
        view = releases.seal(
            session, actor, period=str(QUARTER), accept_missing=True, now=NOW, today=NOW.date()
        )
    assert view.blocked["IND-32"] == ["perpetrator_intervention"]
    with database.reading(context) as session:
        answer = aggregates.aggregate(
            session,
            actor,
            measure="incident",
            period=str(QUARTER),
            unit="records",
            today=NOW.date(),
        )
        written, _ = reports.board_report(session, actor, period=str(QUARTER), today=NOW.date())
    assert (answer.status, answer.agreement) == ("ok", None)
    [total] = answer.observations
    assert isinstance(total["value"], int)
    assert "No figure for outcomes of work with perpetrators" in written.markdown()
