"""What is counted: the SQL gives what plain Python gives, on both engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from random import Random

import pytest
from sqlalchemy.orm import Session

from api.db import Context, Database
from api.disclosure.coding import coding
from api.disclosure.lattice import Shape, shapes
from api.disclosure.protect import CountedCell
from api.disclosure.tallies import Rows, Tally
from api.policies.people import Digester
from api.queries import coded, counts
from api.queries.making import RowMaker
from schemas.checking import Plan, check
from schemas.dataset import Dataset, columns_by_name
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.reference import synthetic_reference
from synth.providers.base import generator
from synth.providers.record import RecordProvider
from tests.databases import Databases
from tests.integration import plain_counts
from tests.integration.borough import MONTHS, PARTNERSHIP, SENDERS, Borough, Row, expect
from tests.rows import every_column

COUNTED = [dataset for dataset in DATASETS.values() if dataset.tables and dataset.persons]
ELSEWHERE = [dataset for dataset in COUNTED if dataset.name not in SENDERS]
SENDER = "bcwa"
ROWS = 60
AGAIN = [synthetic_reference(name.encode()) for name in "abcdefgh"]


@pytest.fixture(scope="module")
def borough(databases: Databases) -> Iterator[tuple[Borough, Session]]:
    database, made = Database(databases.app_url, operating=True), Borough()
    context = Context(PARTNERSHIP, reach="operator")
    with database.writing(context) as session:
        made.build(session, months=MONTHS[:2])
        for dataset in ELSEWHERE:
            expect(session, SENDER, dataset.name, MONTHS[0])
            made.send(session, SENDER, dataset.name, MONTHS[0], rows=_invented(dataset))
    with database.reading(context) as session:
        yield made, session
    database.close()


def _invented(dataset: type[Dataset]) -> list[Row]:
    """Rows as they would be stored, some of them about the same person."""
    provider = RecordProvider(generator(Random(dataset.name)))
    maker = RowMaker(dataset, Digester(b"k" * 32, PARTNERSHIP))
    rows: list[Row] = []
    for number in range(ROWS):
        record = provider.record(dataset.name, str(MONTHS[0])) | {"record_id": f"r{number}"}
        if number % 5 and "person_ref" in record[dataset.counted_person]:
            record[dataset.counted_person]["person_ref"] = AGAIN[number % len(AGAIN)]
        checked = check(record, plan=Plan(dataset, every_column(dataset.name)))
        rows.append(dict(zip(maker.names, maker.row(checked.values), strict=True)))
    return rows


def _oracle(
    rows: Sequence[Row], *, shape: Shape, dataset: type[Dataset]
) -> dict[tuple[str, ...], CountedCell]:
    named = {name for breakdown in shape.breakdowns for name in breakdown.fields}
    places = {name: columns_by_name(dataset)[name].stored[0][0] for name in named}
    cells: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        if all(row[name] == value for name, value in dataset.population):
            stored = {name: row.get(place) for name, place in places.items()}
            key = tuple(b.category(*(stored[name] for name in b.fields)) for b in shape.breakdowns)
            cells.setdefault(key, []).append(row)
    return {
        key: _count(key, held, f"{dataset.counted_person}_person_id") for key, held in cells.items()
    }


def _count(key: tuple[str, ...], held: Sequence[Row], person: str) -> CountedCell:
    sizes = Counter(row["unit_key"] for row in held).most_common()
    units = {row["unit_key"]: row for row in held}.values()
    named = [row for row in units if row[person] is not None]
    return CountedCell(
        key,
        len(held),
        len(named),
        len(units),
        sum(row["record_key"] for row in held),
        sum(row["record_key"] for row in units),
        sum(row["record_key"] for row in named),
        sizes[0][1],
        sum(size for _, size in sizes[:2]),
    )


@pytest.mark.parametrize("dataset", COUNTED, ids=lambda dataset: dataset.name)
def test_every_cell_of_every_shape_is_counted_as_plain_python_counts_it(
    borough: tuple[Borough, Session], dataset: type[Dataset]
) -> None:
    made, session = borough
    submissions = tuple(_of(made, dataset))
    rows = [row for name in submissions for row in made.rows[name]]
    scope = counts.Scope(PARTNERSHIP, dataset, submissions)
    tally = tallied(session, scope)
    for shape in shapes(dataset, period_kind="year"):
        found = {c.key: c for c in tally.cells(shape)}
        assert found == _oracle(rows, shape=shape, dataset=dataset), str(shape)


@pytest.mark.parametrize("dataset", COUNTED, ids=lambda dataset: dataset.name)
def test_one_pass_counts_what_a_group_by_of_each_table_counts(
    borough: tuple[Borough, Session], dataset: type[Dataset]
) -> None:
    made, session = borough
    submissions = tuple(_of(made, dataset))
    rows = [row for name in submissions for row in made.rows[name]]
    restricted = frozenset(row["unit_key"] for row in rows[:9])
    scope = counts.Scope(PARTNERSHIP, dataset, submissions)
    tally = tallied(session, scope, restricted=restricted)
    for shape in shapes(dataset, period_kind="month"):
        without = restricted if any(each.area for each in shape.breakdowns) else frozenset[bytes]()
        plain = plain_counts.cells(session, scope, breakdowns=shape.breakdowns, without=without)
        assert {c.key: c for c in tally.cells(shape)} == {c.key: c for c in plain}, str(shape)


def tallied(
    session: Session, scope: counts.Scope, *, restricted: frozenset[bytes] = frozenset()
) -> Tally:
    """The rows of a dataset as a sealing reads them."""
    code = coding(scope.dataset.breakdowns)
    rows = Rows(code)
    for batch in coded.batches(session, scope, coding=code):
        rows.add(batch)
    return rows.tally(restricted=restricted)


def _of(made: Borough, dataset: type[Dataset]) -> list[str]:
    return [name for name, (_, held, _) in made.sent.items() if held == dataset.name]


def test_restricted_people_are_in_no_cell_by_area(borough: tuple[Borough, Session]) -> None:
    made, session = borough
    dataset = DATASETS["incident"]
    submissions = tuple(_of(made, dataset))
    rows = [row for name in submissions for row in made.rows[name]]
    without = {row["unit_key"] for row in rows[:40]}
    scope = counts.Scope(PARTNERSHIP, dataset, submissions)
    tally = tallied(session, scope, restricted=frozenset(without))
    kept = [row for row in rows if row["unit_key"] not in without and row["da_flag"]]
    by_area = tally.cells(Shape(tuple(each for each in dataset.breakdowns if each.area)))
    assert sum(cell.records for cell in by_area) == len(kept)
    [total] = tally.cells(Shape(()))
    assert total == _count((), [row for row in rows if row["da_flag"]], "victim_person_id")


def test_nothing_is_counted_where_nothing_was_sent(borough: tuple[Borough, Session]) -> None:
    _, session = borough
    scope = counts.Scope(PARTNERSHIP, DATASETS["incident"], ("no such submission",))
    assert list(tallied(session, scope).cells(Shape(()))) == []


def test_whoever_is_restricted_in_any_dataset_or_month_is_found(
    borough: tuple[Borough, Session],
) -> None:
    made, session = borough
    found = counts.restricted_units(
        session, partnership_id=PARTNERSHIP, datasets=COUNTED, frozen=()
    )
    marked = {
        row["unit_key"] if block == DATASETS[name].counted_person else row[f"{block}_person_id"]
        for submission, (_, name, _) in made.sent.items()
        for row in made.rows[submission]
        for block in DATASETS[name].persons
        if row.get(f"{block}_restricted")
    } - {None}
    assert found == marked
    assert found


def test_another_partnership_sees_nobody_restricted(borough: tuple[Borough, Session]) -> None:
    _, session = borough
    found = counts.restricted_units(session, partnership_id="croydon", datasets=COUNTED, frozen=())
    assert found == frozenset()


def test_a_person_changes_when_a_released_value_does(databases: Databases) -> None:
    database = Database(databases.app_url, operating=True)
    month = Period.parse("2026-02")
    made = Borough(seed=9)
    rows = [made.row("incident", month) for _ in range(30)]
    later = [dict(row) for row in rows]
    later[3] |= {"is_crime": not rows[3]["is_crime"]}
    later[4] |= {"reported_on": month.start}
    later[5] |= {"victim_restricted": not rows[5]["victim_restricted"]}
    gone = later.pop(6)
    with database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        first, second = (
            made.send(session, "met-bromley", "incident", month, rows=each, revision=90 + place)
            for place, each in enumerate((rows, later))
        )
        scopes = [
            counts.Scope(PARTNERSHIP, DATASETS["incident"], (each,)) for each in (first, second)
        ]
        changed = counts.changed_units(session, before=scopes[0], after=scopes[1])
        same = counts.changed_units(session, before=scopes[1], after=scopes[1])
    database.close()
    assert changed == {
        row["victim_person_id"] or row["record_id"] for row in (rows[3], rows[5], gone)
    }
    assert same == frozenset()


MIDNIGHTS = (
    # UTC, and the day that it is in London: summer time from 29 March to 25 October 2026.
    ("2026-03-28T23:30", 28), ("2026-03-29T00:59", 29), ("2026-03-29T22:59", 29),
    ("2026-03-29T23:00", 30), ("2026-07-04T22:59", 4), ("2026-07-04T23:00", 5),
    ("2026-10-24T23:00", 25), ("2026-10-25T00:59", 25), ("2026-10-25T23:59", 25),
    ("2026-12-31T23:59", 31),
)  # fmt: skip


def test_spans_and_lists_are_told_alike_by_either_store(databases: Databases) -> None:
    """At the edges that invented rows seldom meet: midnight in London, and codes within codes."""
    database, made = Database(databases.app_url, operating=True), Borough(seed=10)
    month = Period.parse("2026-02")
    rows = [row for edge in MIDNIGHTS for row in _arrested_at(made, month, *edge)]
    for row, flags in zip(rows, cycle(("hba", "stalking;hba", "not_hba", "hbax;xhba", None))):
        row["specialist_flags"] = flags
    dataset = DATASETS["incident"]
    with database.writing(Context(PARTNERSHIP, reach="operator")) as session:
        sent = made.send(session, "met-bromley", "incident", month, rows=rows, revision=95)
        scope = counts.Scope(PARTNERSHIP, dataset, (sent,))
        for name in ("arrest_when", "honour_based"):
            shape = Shape(tuple(b for b in dataset.breakdowns if b.name == name))
            found = {c.key: c for c in tallied(session, scope).cells(shape)}
            assert found == _oracle(rows, shape=shape, dataset=dataset)
            assert len(found) == 2 + (name == "honour_based")
    database.close()


def _arrested_at(made: Borough, month: Period, moment: str, day: int) -> Iterator[Row]:
    """Incidents reported so that the arrest falls on the next day in London, and the one after."""
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    arrested = date(at.year, at.month, day)
    for before in (1, 2):
        yield made.row("incident", month) | {
            "da_flag": True,
            "arrest_made": "one_party",
            "reported_on": arrested - timedelta(days=before),
            "first_arrest_at": at,
        }
