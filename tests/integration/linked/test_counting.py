"""What is counted of people across agencies and years: the SQL gives what plain Python gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.db import Context, Database
from api.disclosure.lattice import shapes
from api.queries.linked import Window, cells, tables
from schemas.linked import LINKED, Linked
from tests.counts import SEED, whole_or_sample
from tests.databases import Databases
from tests.integration.borough import PARTNERSHIP
from tests.integration.linked.naive import Naive
from tests.integration.linked.people import alias, found, invented
from tests.integration.linked.windows import YEARS, Held

MONTHS = [month for year in YEARS for month in (year.months()[0], year.months()[-1])]
CONTEXT = Context(PARTNERSHIP, reach="operator")
EVERY = pytest.mark.parametrize("family", LINKED.values(), ids=LINKED)
LATER = {
    f"person {SEED}.0": f"person {SEED}.1",
    f"person {SEED}.2": f"person {SEED}.0",
    f"person {SEED}.3": "somebody before",
}
"""Names under a later key: one of them of a key that is later still, and one never met before."""


@pytest.fixture(scope="module")
def held(databases: Databases) -> Iterator[Held]:
    database = Database(databases.app_url, operating=True)
    with database.writing(CONTEXT) as session:
        found(session)
        alias(session, list(LATER.items()))
        size = {"people": whole_or_sample(400, sample=60), "each": 14}
        made = Held(session, list(invented(SEED, months=MONTHS, **size)))
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
    every = shapes(family, period_kind="year")
    for shape, counted in tables(held.session, family, window, shapes=every):
        expected = naive.cells(family, shape=shape, whole=whole, part=part)
        assert {each.key: each for each in counted} == expected, str(shape)
        assert len(expected) > (1 if shape.breakdowns else 0)


@EVERY
def test_nothing_is_counted_of_an_empty_window(held: Held, family: Linked) -> None:
    assert list(cells(held.session, family, Window(PARTNERSHIP, {}, {}), breakdowns=())) == []
