"""What is counted of people across agencies and years: the SQL gives what plain Python gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy.orm import Session

from api.db import Context, Database
from api.disclosure.lattice import shapes
from api.queries.linked import Window, cells
from schemas.linked import LINKED, Linked, Side
from schemas.period import Period
from tests.counts import SEED, whole_or_sample
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP
from tests.integration.linked.naive import Naive
from tests.integration.linked.people import Record, alias, found, invented, send

YEARS = [Period.parse(f"{start}-{start - 1999}") for start in (2023, 2024, 2025)]
YEAR = YEARS[-1]
CONTEXT = Context(PARTNERSHIP, reach="operator")
EVERY = pytest.mark.parametrize("family", LINKED.values(), ids=LINKED)
LATER = {
    f"person {SEED}.0": f"person {SEED}.1",
    f"person {SEED}.2": f"person {SEED}.0",
    f"person {SEED}.3": "somebody before",
}
"""Names under a later key: one of them of a key that is later still, and one never met before."""


class Held:
    """What was sent, and the windows that end with the last year."""

    def __init__(self, session: Session, records: Sequence[Record]) -> None:
        self.session, self.records = session, records
        self.sent = send(session, records)

    def among(self, side: Side) -> dict[str, list[str]]:
        """The submissions of a side by dataset."""
        years = YEARS[-side.months // 12 :]
        return {
            name: [
                submission
                for submission, records in self.sent.items()
                if records[0].dataset == name
                and any(year.covers(records[0].month) for year in years)
            ]
            for name in side.datasets
        }

    def window(self, family: Linked) -> Window:
        """The window of a family."""
        whole, part = (
            {name: tuple(ids) for side in sides for name, ids in self.among(side).items()}
            for sides in (family.whole, family.part)
        )
        return Window(PARTNERSHIP, whole, part)

    def of(self, submissions: Sequence[str]) -> list[Record]:
        """The records of submissions."""
        return [record for each in submissions for record in self.sent[each]]


@pytest.fixture(scope="module")
def held(databases: Databases) -> Iterator[Held]:
    database = Database(databases.app_url, operating=True)
    with database.writing(CONTEXT) as session:
        found(session)
        alias(session, list(LATER.items()))
        size = {"people": whole_or_sample(400, sample=60), "each": 14}
        made = Held(session, list(invented(SEED, years=YEARS, **size)))
    with database.reading(CONTEXT) as session:
        made.session = session
        yield made
    database.close()


@EVERY
def test_every_cell_of_every_table_is_counted_as_plain_python_counts_it(
    held: Held, family: Linked
) -> None:
    window = held.window(family)
    naive = Naive(held.records, aliases=LATER)
    whole, part = (
        held.of([each for ids in side.values() for each in ids])
        for side in (window.whole, window.part)
    )
    for shape in shapes(family, period_kind="year"):
        counted = cells(held.session, family, window, breakdowns=shape.breakdowns)
        expected = naive.cells(family, shape=shape, whole=whole, part=part)
        assert {each.key: each for each in counted} == expected, str(shape)
        assert len(expected) > (1 if shape.breakdowns else 0)


@EVERY
def test_nothing_is_counted_of_an_empty_window(held: Held, family: Linked) -> None:
    assert list(cells(held.session, family, Window(PARTNERSHIP, {}, {}), breakdowns=())) == []
