"""One sealed year for every test of a report; they read and change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.databases import Maker
from tests.integration.borough import MONTHS, expect
from tests.integration.reports.sealed import MARCH, YEAR
from tests.integration.sealing import Place, borough_in


@pytest.fixture(scope="package")
def place(new_database: Maker) -> Iterator[Place]:
    with new_database() as databases, borough_in(databases, months=MONTHS) as made:
        with made.writing() as session:
            expect(session, "kings-pruh", "incident", MARCH, level="aggregate")
            expect(session, "bcwa", "incident", MARCH, level="statement")
            expect(session, "clarion", "aggregate_return", MARCH, level="aggregate")
            figure = {
                "record_id": "1",
                "measure": "incident",
                "value": Decimal(61),
                "unit": "count",
                "counting_rule": "as-declared",
                "status": "final",
                "covers_from": MARCH.start,
                "covers_to": MARCH.end,
            }
            made.borough.send(
                session, "kings-pruh", "incident", MARCH, rows=[figure], level="aggregate"
            )
            words = figure | {"measure": "statement", "unit": "text", "value": None}
            made.borough.send(session, "bcwa", "incident", MARCH, rows=[words], level="statement")
        for quarter in YEAR.quarters():
            made.seal(str(quarter), accept_missing=True)
        yield made
