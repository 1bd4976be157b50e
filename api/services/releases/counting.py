"""Counting and protecting: every permitted answer of a release, computed once.

The one place where a count that is not protected is held: rows are read once for a dataset and a
period, every table is counted from them, and goes into `api.disclosure.protect` in the same line.
Only what that shows is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from api.disclosure import protect
from api.disclosure.cellkey import Table
from api.disclosure.coding import coding
from api.disclosure.lattice import Key, Releasable, Shape, shapes
from api.disclosure.protect import CountedCell
from api.disclosure.tallies import Rows, Tally
from api.queries import coded, counts, registers
from api.queries import releases as stored
from api.queries.counts import Scope
from api.services.releases import freezing
from api.services.releases.planning import Target
from api.services.releases.progress import Step, Watch, unwatched
from schemas.breakdowns import Unit
from schemas.dataset import Dataset
from schemas.datasets import DATASETS


@dataclass(frozen=True)
class Sealer:
    """What every release of one sealing shares. The secret is never printed and never stored.

    `watch` is told of each table that has been counted.
    """

    session: Session
    partnership_id: str
    area: str
    today: date
    secret: bytes = field(repr=False)
    watch: Watch = unwatched


def released() -> tuple[type[Dataset], ...]:
    """The datasets that have something to release."""
    return tuple(dataset for dataset in DATASETS.values() if dataset.tables)


def units(held: Releasable) -> tuple[Unit, ...]:
    """The units in which any measure of a dataset, or of a linked family, is counted."""
    return tuple(sorted({unit for measure in held.measures for unit in measure.units}))


def shown_cells(sealer: Sealer, target: Target) -> Iterator[Mapping[str, Any]]:
    """Every shown cell of a release, as rows of the store."""
    restricted = counts.restricted_units(
        sealer.session,
        partnership_id=sealer.partnership_id,
        datasets=released(),
        frozen=freezing.submissions(each for each in target.inputs if each.counted),
    )
    for dataset in released():
        frozen = counted(target, dataset=dataset)
        if frozen:
            scope = Scope(sealer.partnership_id, dataset, frozen)
            yield from _dataset(sealer, target, scope=scope, restricted=restricted)


def counted(target: Target, *, dataset: type[Dataset]) -> tuple[str, ...]:
    """The submissions whose rows of a dataset are counted: of a register the latest alone."""
    inputs = freezing.records(target.inputs, dataset=dataset.name)
    return freezing.submissions(freezing.latest(inputs) if dataset.register else inputs)


Counts = Callable[[Shape], Iterable[CountedCell]]
"""Counts the cells of any table of one dataset."""


def _dataset(
    sealer: Sealer, target: Target, *, scope: Scope, restricted: frozenset[bytes]
) -> Iterator[Mapping[str, Any]]:
    """The shown cells of every table of one dataset."""
    dataset, period, records = scope.dataset.name, str(target.period), 0
    count: Counts
    if scope.dataset.register:
        count = partial(_entries, sealer.session, scope)
    else:
        tally = _tally(sealer, scope, period=period, restricted=restricted)
        count, records = tally.cells, tally.records
    for shape in shapes(scope.dataset, period_kind=target.period.kind):
        yield from _shown(sealer, target, dataset=scope.dataset, shape=shape, found=count(shape))
        sealer.watch(Step(period, dataset, records, str(shape)))


def _tally(sealer: Sealer, scope: Scope, *, period: str, restricted: frozenset[bytes]) -> Tally:
    """The rows of a dataset, read once for all its tables."""
    code = coding(scope.dataset.breakdowns)
    rows = Rows(code)
    for batch in coded.batches(sealer.session, scope, coding=code):
        rows.add(batch)
        sealer.watch(Step(period, scope.dataset.name, len(batch[0])))
    return rows.tally(restricted=restricted)


def _entries(session: Session, scope: Scope, shape: Shape) -> Iterator[CountedCell]:
    """The cells of a register, which is small and read entry by entry."""
    return registers.cells(session, scope, breakdowns=shape.breakdowns)


def _shown(
    sealer: Sealer,
    target: Target,
    *,
    dataset: type[Dataset],
    shape: Shape,
    found: Iterable[CountedCell],
) -> Iterator[Mapping[str, Any]]:
    exists = _existing(shape, target=target, area=sealer.area)
    cells = [cell for cell in found if exists(cell.key)]
    period = str(target.period)
    table = Table(sealer.secret, sealer.partnership_id, dataset.name, shape.variables, period)
    for row in protected(cells, shape=shape, table=table, counted_in=units(dataset)):
        yield {"dataset": dataset.name, **row}


def protected(
    cells: Sequence[CountedCell], *, shape: Shape, table: Table, counted_in: Sequence[Unit]
) -> Iterator[Mapping[str, Any]]:
    """What of a table's counts is shown, in each unit, as rows of the store that name no table."""
    for unit in counted_in:
        for shown in protect.shown_cells(cells, shape=shape, table=table, unit=unit):
            yield {
                "unit": unit,
                "shape": stored.spelled(shape.names),
                "cell": stored.spelled(shown.key),
                "value": shown.value,
            }


def _existing(shape: Shape, *, target: Target, area: str) -> Callable[[Key], bool]:
    """Whether a key can be asked for: its categories exist in the period and the area."""
    start, end = target.period.start, target.period.end
    codes = [
        frozenset(each.code for each in breakdown.categories_in(start=start, end=end, area=area))
        for breakdown in shape.breakdowns
    ]
    return lambda key: all(code in known for code, known in zip(key, codes, strict=True))
