"""Sealing a large quarter, and asking what was sealed of a larger store, beside live queries.

What belongs here: the command that seals, timed as an operator meets it, beside the GROUP BYs of
the same tables; answers inside the service beside the same questions put to the rows, with an index
made for them. How the rows come to be is told in `volume`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Engine,
    Index,
    Select,
    create_engine,
    distinct,
    func,
    select,
    text,
)

from api.db import Context
from api.disclosure.lattice import Shape, shapes
from api.queries.categories import category
from api.services import aggregates, indicators
from api.v1.doors import on_behalf
from auth import agreement_store, agreements
from auth.caller import Caller, operator
from bench import clock, volume
from bench.figures import Figure, slower
from bench.stage import QUARTER, Stage
from schemas.breakdowns import Breakdown
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.partnership import LEAD

PARTNERSHIP: Final = "bromley"
DATASET: Final = DATASETS["incident"]
ROWS: Final = volume.INCIDENTS
PLAIN: Final = 5
"""Tables of each kind of period that are counted the plain way; the rest are taken to cost as much
(all of them would take longer than everything else here)."""
LIVE: Final = 3
TIMES: Final = 300
SPLITS: Final = ((), ("ward",), ("is_crime", "ward"))
INDICATOR: Final = "IND-02"
OF_MANY: Final = "IND-04"
"""With those it may not appear without it reads more tables than any other."""
SEALING_AIM, ASKING_AIM, LIVE_AIM = "at most 1.6", "p95 under 5 ms", "at least 200"

ROLL: Final = func.count()
PEOPLE: Final = func.count(distinct(ROWS.c.unit_key))


def figures(stage: Stage, *, sealed: int, stored: int) -> Iterator[Figure]:
    """Seconds of a sealing, megabytes, and seconds of answers from it once more rows are stored."""
    volume.fill(stage)
    rows = volume.grow(stage, records=sealed)
    engine = create_engine(stage.owner_url)
    yield from _sealing(stage, engine, rows=rows)
    rows = volume.grow(stage, records=stored)
    yield from _asking(stage, engine, rows=rows)
    engine.dispose()


def _sealing(stage: Stage, engine: Engine, *, rows: int) -> Iterator[Figure]:
    seconds, megabytes = _seal(stage)
    what = f"sealing a quarter of {rows:,} records with its months, {stage.engine}"
    everybody, counted = _plain(engine, PEOPLE), _plain(engine)
    peer = "GROUP BY of each table, records and persons"
    yield slower(what, seconds, peer=peer, beside=everybody, aim=SEALING_AIM)
    yield slower(what, seconds, peer="the same, records alone", beside=counted)
    yield Figure(f"memory of it, {stage.engine}", megabytes, "MB")


def _seal(stage: Stage) -> tuple[float, float]:
    """Seconds of the command, and the most memory that it held."""
    command = ["release", "seal", "--partnership", PARTNERSHIP, "--period", str(QUARTER)]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *command, "--accept-missing"],
        env={**os.environ, **stage.variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("the period was not sealed")
    return time.perf_counter() - begun, used.ru_maxrss / 1e3


def _plain(engine: Engine, *more: ColumnElement[Any]) -> float:
    """Seconds of a GROUP BY for each table of the quarter and its months."""
    total = 0.0
    for period in (*QUARTER.months(), QUARTER):
        every = shapes(DATASET, period_kind=period.kind)
        taken = every[:: max(1, len(every) // PLAIN)]
        times = _live(engine, [_grouped(period, shape, *more) for shape in taken])
        total += statistics.mean(times) * len(every)
    return total


def _grouped(period: Period, shape: Shape, *more: ColumnElement[Any]) -> Select[Any]:
    return _counted(period, shape.breakdowns, ROLL, *more)


def _counted(
    period: Period, breakdowns: Sequence[Breakdown], *numbers: ColumnElement[Any]
) -> Select[Any]:
    """How many there are in each cell of a table, straight from the rows."""
    keys: list[ColumnElement[Any]] = [
        category(each, rows=ROWS, dataset=DATASET) for each in breakdowns
    ]
    population = ROWS.c.partnership_id == PARTNERSHIP, ROWS.c.da_flag.is_(True)
    months = ROWS.c.month.in_([str(month) for month in period.months()])
    counted: Select[Any] = select(*keys, *numbers)
    return counted.where(*population, months).group_by(*keys)


def _live(engine: Engine, queries: Sequence[Select[Any]]) -> list[float]:
    """Seconds of each query, its answer read to the end."""
    with engine.connect() as connection:

        def ask(query: Select[Any]) -> None:
            connection.execute(query).all()

        return clock.each([partial(ask, each) for each in queries])


def _asking(stage: Stage, engine: Engine, *, rows: int) -> Iterator[Figure]:
    """Answers of the service beside the fastest of the same questions to the rows."""
    _index(engine)
    of = f"with {rows:,} records stored, {stage.engine}"
    caller = _caller(stage)
    asked = [partial(_aggregate, stage, caller, each) for each in islice(cycle(SPLITS), TIMES)]
    times, nothing = clock.abreast(asked, [partial(_nothing, stage, caller)] * TIMES)
    yield from _inside(f"aggregate inside the service {of}", times, nothing)
    for numbers, who in (((PEOPLE,), "persons"), ((ROLL,), "records")):
        live = [_fastest(engine, each, *numbers) for each in SPLITS]
        yield _times(f"aggregate of {who} {of}", statistics.median(times), min(live))
    times, many, nothing = clock.abreast(
        [partial(_indicator, stage, caller, INDICATOR, by="ward")] * TIMES,
        [partial(_indicator, stage, caller, OF_MANY)] * TIMES,
        [partial(_nothing, stage, caller)] * TIMES,
    )
    yield from _inside(f"indicator by ward inside the service {of}", times, nothing)
    yield from _inside(f"indicator of many lines inside the service {of}", many, nothing)
    crimes = func.sum(func.coalesce(ROWS.c.is_crime, False).cast(ROWS.c.row_no.type))
    live_share = _fastest(engine, ("ward",), ROLL, crimes)
    yield _times(f"indicator by ward {of}", statistics.median(times), live_share)


def _inside(what: str, times: Sequence[float], nothing: Sequence[float]) -> Iterator[Figure]:
    """The middle and the tail, each beside that of a session which asks for nothing.

    What the machine does besides falls on both alike.
    """
    peer = "SELECT 1 in a session of its own"
    for words, part, aim in (("p50", 0.5, ""), ("p95", 0.95, ASKING_AIM)):
        ours, beside = (clock.percentile(each, part) for each in (times, nothing))
        yield slower(f"{words}, {what}", ours, peer=peer, beside=beside, aim=aim)


def _times(what: str, ours: float, live: float) -> Figure:
    """How many times as fast as the same question put to the rows."""
    peer, says = "best live query", "times as fast"
    return Figure(what, ours * 1e3, "ms", peer, live * 1e3, live / ours, says, LIVE_AIM)


def _fastest(engine: Engine, splits: Sequence[str], *numbers: ColumnElement[Any]) -> float:
    named = {each.name: each for each in DATASET.breakdowns}
    query = _counted(QUARTER, [named[name] for name in splits], *numbers)
    return min(_live(engine, [query] * LIVE))


def _index(engine: Engine) -> None:
    """The index that a service would have that answered these questions from the rows."""
    c = ROWS.c
    columns = (c.partnership_id, c.month, c.ward_code, c.victim_age_years, c.victim_age_band)
    more = (c.is_crime, c.da_flag, c.unit_key)
    index = Index("bench_live", *columns, *more)
    index.create(engine)
    ROWS.indexes.discard(index)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if engine.name == "sqlite" else "VACUUM ANALYZE"))


def _aggregate(stage: Stage, caller: Caller, splits: tuple[str, ...]) -> None:
    with stage.running.reading(on_behalf(caller)) as session:
        aggregates.aggregate(
            session,
            caller,
            measure=DATASET.name,
            period=str(QUARTER),
            by=splits,
            today=stage.running.today(),
        )


def _nothing(stage: Stage, caller: Caller) -> None:
    with stage.running.reading(on_behalf(caller)) as session:
        session.execute(text("SELECT 1")).all()


def _indicator(stage: Stage, caller: Caller, indicator_id: str, *, by: str = "") -> None:
    with stage.running.reading(on_behalf(caller)) as session:
        indicators.values(
            session,
            caller,
            indicator_id=indicator_id,
            period=str(QUARTER),
            by=by,
            today=stage.running.today(),
        )


def _caller(stage: Stage) -> Caller:
    """The lead as the guard would make it of a token."""
    purpose = stage.held[f"{LEAD}-returns"].agreements[0].purpose
    named = stage.held[f"{LEAD}-returns"].agreements[0].agreement
    with stage.running.reading(Context(PARTNERSHIP, LEAD)) as session:
        (filed,) = agreement_store.filed_of(
            session, partnership_id=PARTNERSHIP, agency_id=LEAD, agreement_id=named
        )
    agreement = agreements.for_party(filed, agency_id=LEAD, today=stage.running.today())
    return replace(
        operator(PARTNERSHIP, agency_id=LEAD),
        agreement=agreement,
        purpose=purpose,
        datatypes=agreement.terms.datasets,
    )
