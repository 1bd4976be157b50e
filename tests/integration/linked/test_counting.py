"""What is counted of people across agencies and years: the SQL gives what plain Python gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from api.db import Context, Database
from api.disclosure.lattice import shapes
from api.queries.linked import Window, cells, tables
from schemas.linked import LINKED, Linked
from tests.counts import SEED, whole_or_sample
from tests.databases import Databases, Maker
from tests.integration.borough import PARTNERSHIP
from tests.integration.linked.naive import Naive
from tests.integration.linked.people import MET, RAIL, Record, alias, found, invented
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


@pytest.mark.parametrize("sent_first", [0, 1])
def test_of_two_incidents_of_one_day_the_same_is_the_first_however_they_came(
    new_database: Maker, sent_first: int
) -> None:
    day = date(2026, 3, 1)
    records = [
        Record(agency, "incident", "somebody", day, {"victim_age_years": age})
        for agency, age in ((MET, 17), (RAIL, 70))
    ]
    family = LINKED["linked.incidents_12m"]
    shape = next(
        each
        for each in shapes(family, period_kind="year")
        if each.names == ("age_band_4", "again_12m")
    )
    with new_database() as databases:
        database = Database(databases.app_url, operating=True)
        with database.writing(CONTEXT) as session:
            found(session)
            made = Held(session, records[sent_first:] + records[:sent_first])
            ((_, counted),) = tables(session, family, made.window(family), shapes=[shape])
            keys = {each.key for each in counted}
        database.close()
    assert keys == {("0-24", "first"), ("65-plus", "again")}
