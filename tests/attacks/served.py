"""Reading a sealed borough as its readers do: every answer of the lattice, from the service itself.

The borough of `population` is put into a database, sealed, and asked for through the function that
`GET /v1/aggregates` calls; the answers are laid into the same arrays that the attacks take.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any, Final

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from api.services.aggregates import aggregate
from auth.caller import Caller
from schemas.breakdowns import Unit
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.period import Period
from schemas.tables.returns import periods
from tests.attacks.population import Numbers
from tests.attacks.sealed import HIDDEN, UNITS, Grid, Sealed
from tests.integration.borough import PARTNERSHIP, deliver, expect, found
from tests.integration.callers import agreement, lead
from tests.integration.sealing import AFTER

SENDER: Final = "met-bromley"
PURPOSE: Final = "service_commissioning"
"""The purpose under which every breakdown may be asked for."""
Row = dict[str, Any]


def asked(made: Sealed, session: Session, caller: Caller) -> Sealed:
    """Every question of a dataset's lattice, answered by the service.

    The answer must have one observation for every cell of the table, shown or not.
    """
    shown = {unit: np.full(made.cells, HIDDEN, np.int64) for unit in UNITS}
    for grid in made.grids:
        for unit in units(made):
            answer = aggregate(
                session, caller, measure=made.dataset.name, period=str(grid.period),
                by=grid.shape.names, unit=unit, today=AFTER,
            )  # fmt: skip
            shown[unit][grid.places] = laid(made, grid, answer.observations)
    return replace(made, shown=shown)


def units(made: Sealed) -> tuple[Unit, ...]:
    """The units in which the whole of a dataset is counted."""
    whole = next(m for m in made.dataset.measures if m.name == made.dataset.name)
    return whole.units


def laid(made: Sealed, grid: Grid, observations: Sequence[Mapping[str, Any]]) -> Numbers:
    """Observations in the order of the grid's cells; AssertionError where one is not there."""
    levels = made.population.levels
    places = [{code: n for n, code in enumerate(levels[name])} for name in grid.shape.names]
    found = np.full(grid.cells, -2, np.int64)
    for each in observations:
        at = 0
        for name, side, known in zip(grid.shape.names, grid.sides, places, strict=True):
            at = at * side + known[each[name]]
        found[at] = HIDDEN if each["value"] is None else each["value"]
    assert (found != -2).all(), f"{grid.shape} {grid.period} lacks a key"
    return found


def put(
    session: Session, drawn: Mapping[str, Sequence[Mapping[str, Any]]], *, months: Sequence[Period]
) -> None:
    """Put drawn rows in as the returns of one agency: one a month for every dataset."""
    found(session)
    for month in months:
        session.execute(insert(periods), _opened(month))
        for name, values in drawn.items():
            rows = [_stored(name, row) for row in values if row["month"] == str(month)]
            if rows:
                expect(session, SENDER, name, month)
                deliver(session, SENDER, name, month, rows=rows)


def reader() -> Caller:
    """The DA lead's client, under an agreement by which the sender's figures stand alone."""
    return lead(held=agreement(show_alone={SENDER: sorted(DATASETS)}), purpose=PURPOSE)


def _opened(month: Period) -> Row:
    at = datetime.combine(month.end, time(9), UTC)
    return {"partnership_id": PARTNERSHIP, "month": str(month), "opened_at": at}


def _stored(name: str, row: Mapping[str, Any]) -> Row:
    """A drawn row as it is stored; nobody is restricted, so that parts add up to their totals."""
    dataset = DATASETS[name]
    stored: Row = {}
    for column in columns(dataset):
        value = False if column.key == "restricted" else row.get(column.name)
        parts = column.field.stored(value) if value is not None else [None] * len(column.stored)
        stored |= {part: each for (part, _), each in zip(column.stored, parts, strict=True)}
    if dataset.persons:
        unit = hashlib.sha256(f"{name} {row['unit']}".encode()).digest()
        stored |= {f"{block}_person_id": None for block in dataset.persons}
        stored[f"{dataset.counted_person}_person_id"] = unit if row["named"] else None
        stored |= {"unit_key": unit, "record_key": int.from_bytes(unit[-4:], "big")}
    return stored
