"""Who reports again: counted from the truth of three invented years, and as the service counts it.

The stored counts are those that a sealing starts from, before any of them is protected.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.cli.seeding.sending import Sender, Wish
from api.db import Context, Database
from api.disclosure.coding import coding
from api.disclosure.lattice import Releasable, Shape, shapes
from api.disclosure.protect import CountedCell
from api.disclosure.tallies import Rows
from api.queries import coded
from api.queries.counts import Scope
from api.queries.linked import Window, tables
from api.reports.indicators.catalogue import INDICATORS
from api.reports.indicators.model import Count as Counted
from schemas.datasets import DATASETS
from schemas.linked import LINKED
from schemas.linked import YEAR as LINKED_YEAR
from schemas.period import Period
from schemas.tables.returns import submissions
from synth import faults
from synth.figures.profiles import PROFILES, USUAL
from synth.placing import plan_of
from synth.returns import joined, returns
from synth.writing import files
from tests.counts import PROVE
from tests.journeys.grounds import Ground

TODAY = date(2026, 4, 20)
YEARS = [Period.parse(name) for name in ("2023-24", "2024-25", "2025-26")]
MONTHS = [month for year in YEARS for quarter in year.quarters() for month in quarter.months()]
QUARTER = 3  # months of it
SEED, SCALE = 42, 1.0 if PROVE else 0.05
PLAN = plan_of(PROFILES[USUAL])

Numbers = dict[str, int]
"""A measure by its name, and how many there are."""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A store to which the police have sent their three years."""
    ground = Ground.at(tmp_path_factory.mktemp("ground"))
    reports = tuple(e for e in PLAN.expectations if (e.dataset, e.level) == ("incident", "record"))
    plan = replace(PLAN, expectations=reports)
    rates = PROFILES[USUAL].scaled(SCALE)
    with ground.sending(Wish(plan, SEED, rates, 0), months=MONTHS) as partners:
        sender = Sender(partners)
        drawn = list(returns(plan, MONTHS, seed=SEED, profile=rates, today=TODAY))
        for first in range(0, len(drawn), QUARTER):
            sender.send(joined(drawn[first : first + QUARTER]))
    database = Database(ground.settings.database_url, operating=True)
    with database.reading(Context(PLAN.partnership_id, reach="operator")) as session:
        yield session
    database.close()


Truth = Mapping[str, Sequence[tuple[str, bool]]]
"""Of the reports of each month: the person, "" where the report does not say, and whether it is of
a crime."""


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """What the truth beside the files says of the police's reports."""
    folder = tmp_path_factory.mktemp("files")
    files.write(folder, months=MONTHS, seed=SEED, scale=SCALE, today=TODAY, wrong=faults.HABITS)
    return {str(month): list(_reports(folder, month)) for month in MONTHS}


def _reports(folder: Path, month: Period) -> Iterator[tuple[str, bool]]:
    stem = f"synthetic-{month}-met-bromley-incident-record"
    rows = (folder / "returns" / f"{stem}.ndjson").read_text().splitlines()
    names, *about = (
        line.split(",") for line in (folder / "truth" / f"{stem}.csv").read_text().splitlines()
    )
    for line, row in zip(about, map(json.loads, rows), strict=True):
        said = dict(zip(names, line, strict=True))
        if row["da_flag"]:
            yield said["victim"] if said["victim.sent"] == "true" else "", row["is_crime"]


def _true(truth: Truth, year: Period) -> Numbers:
    """The measures of a year and of the three that end with it, counted from the truth."""
    last = YEARS[: YEARS.index(year) + 1]
    one, three = (_reported(truth, some) for some in ([year], last))
    crimes = sum(crime for month in _months([year]) for _, crime in truth[month])
    return {
        "incident.crimes": crimes,
        "linked.incidents_12m": one.total(),
        "linked.repeat_incidents_12m": one.total() - len(one),
        "linked.victims_12m": len(one),
        "linked.repeat_victims_12m": sum(many > 1 for many in one.values()),
        "linked.victims_36m": len(three),
        "linked.repeat_victims_36m": sum(many > 1 for many in three.values()),
        "linked.incidents_of_repeat_victims_36m": sum(n for n in three.values() if n > 1),
    }


def _months(years: Iterable[Period]) -> list[str]:
    return [str(m) for year in years for quarter in year.quarters() for m in quarter.months()]


def _reported(truth: Truth, years: Iterable[Period]) -> Counter[str]:
    return Counter(who for month in _months(years) for who, _ in truth[month] if who)


def _stored(session: Session, year: Period) -> Numbers:
    """The same as the service counts them."""
    last = YEARS[: YEARS.index(year) + 1]
    found: Numbers = {}
    for name in ("linked.victims_12m", "linked.incidents_12m", "linked.victims_36m"):
        family = LINKED[name]
        frozen = _frozen(session, last if family.months > LINKED_YEAR else [year])
        window = Window(PLAN.partnership_id, {"incident": frozen}, {})
        every = tables(session, family, window, shapes=shapes(family, period_kind="year"))
        found |= _numbers(family, dict(every))
    incident = DATASETS["incident"]
    code = coding(incident.breakdowns)
    rows = Rows(code)
    scope = Scope(PLAN.partnership_id, incident, _frozen(session, [year]))
    for batch in coded.batches(session, scope, coding=code):
        rows.add(batch)
    tally = rows.tally(restricted=frozenset())
    own = {shape: tally.cells(shape) for shape in shapes(incident, period_kind="year")}
    return found | _numbers(incident, own)


def _frozen(session: Session, years: Iterable[Period]) -> tuple[str, ...]:
    """The returns of some years, as a sealing freezes them."""
    held = submissions.c
    query = select(held.submission_id).where(
        held.partnership_id == PLAN.partnership_id,
        held.dataset == "incident",
        held.month.in_(_months(years)),
    )
    return tuple(session.scalars(query))


def _numbers(held: Releasable, every: Mapping[Shape, Iterable[CountedCell]]) -> Numbers:
    """Every measure of a dataset or of a family, from the cells of the table that tells it."""
    told = {tuple(each.name for each in shape.breakdowns): every[shape] for shape in every}
    found = {}
    for measure in held.measures:
        cells = told.get(tuple(name for name, _ in measure.where), ())
        unit = "persons" if measure.units == ("persons",) else "records"
        key = tuple(code for _, code in measure.where)
        found[measure.name] = sum(getattr(cell, unit) for cell in cells if cell.key == key)
    return found


@pytest.mark.prove
def test_repeat_rates_from_the_truth_are_those_of_what_is_stored(
    sent: Session, truth: Truth
) -> None:
    """Every version of people who report again (a to d), and the incidents of each of them."""
    for year in YEARS:
        true, stored = _true(truth, year), _stored(sent, year)
        assert {name: stored[name] for name in true} == true
    used = {
        counted.measure
        for name in ("IND-08", "IND-09")
        for line in INDICATORS[name].lines
        for counted in (line.numerator, line.denominator)
        if isinstance(counted, Counted)
    }
    assert used == set(true)
    assert true["linked.repeat_victims_36m"] > true["linked.repeat_victims_12m"] > 3
