"""A borough's March: one return late, one withdrawn, one never sent, and the month sealed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, update

from schemas.period import Period
from schemas.tables.returns import findings, returns
from schemas.tables.term_maps import term_maps
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP, expect
from tests.integration.sealing import Place, borough_in

MARCH = Period.parse("2026-03")


@pytest.fixture(scope="module")
def place(databases: Databases) -> Iterator[Place]:
    with borough_in(databases, months=[MARCH]) as made:
        with made.writing() as session:
            rows = [made.borough.row("health_contact", MARCH) for _ in range(80)]
            for row in rows:
                row["subject_ethnicity_self"] = "not_held"
            late = {"revision": 2, "on": date(2026, 4, 28)}
            sent = made.borough.send(session, "oxleas", "health_contact", MARCH, rows=rows, **late)
            expect(session, "oxleas", "housing_support", MARCH)
            expect(session, "oxleas", "marac_case", MARCH)
            expect(session, "clarion", "aggregate_return", MARCH, level="statement", expected=False)
            session.execute(
                update(returns)
                .where(returns.c.agency_id == "clarion", returns.c.dataset == "housing_support")
                .values(status="withdrawn", submission_id=None, etag=None)
            )
            session.execute(insert(findings), _absent(sent))
            session.execute(insert(term_maps), _map())
        made.seal(str(MARCH), accept_missing=True)
        yield made


def _absent(submission: str) -> dict[str, object]:
    return {
        "partnership_id": PARTNERSHIP,
        "submission_id": submission,
        "finding_no": 1,
        "agency_id": "oxleas",
        "code": "absent_column",
        "severity": "note",
        "field": "subject.religion",
        "message": "The file has no column subject.religion.",
    }


def _map() -> dict[str, object]:
    terms = {"columns": {}, "codes": {}, "not_held": ["subject.sexual_orientation"]}
    return {
        "partnership_id": PARTNERSHIP,
        "agency_id": "oxleas",
        "dataset": "health_contact",
        "revision": 1,
        "said": terms,
        "terms": terms,
        "etag": "e",
        "set_at": datetime(2026, 4, 1, tzinfo=UTC),
        "client_id": "oxleas-returns",
    }
