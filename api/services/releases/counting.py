"""Counting and protecting: every permitted answer of a release, computed once.

The one place where a count that is not protected is held: it comes from `api.queries.counts` and
goes into `api.disclosure.protect` in the same line, and only what that shows is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.disclosure import protect
from api.disclosure.cellkey import Table
from api.disclosure.lattice import Key, Shape, shapes
from api.disclosure.protect import CountedCell
from api.queries import counts, registers
from api.queries import releases as stored
from api.queries.counts import Scope
from api.services.releases import freezing
from api.services.releases.planning import Target
from schemas.breakdowns import Unit
from schemas.dataset import Dataset
from schemas.datasets import DATASETS


@dataclass(frozen=True)
class Sealer:
    """What every release of one sealing shares. The secret is never printed and never stored."""

    session: Session
    partnership_id: str
    area: str
    today: date
    secret: bytes = field(repr=False)


def released() -> tuple[type[Dataset], ...]:
    """The datasets that have something to release."""
    return tuple(dataset for dataset in DATASETS.values() if dataset.tables)


def units(dataset: type[Dataset]) -> tuple[Unit, ...]:
    """The units in which any measure of a dataset is counted."""
    return tuple(sorted({unit for measure in dataset.measures for unit in measure.units}))


def shown_cells(sealer: Sealer, target: Target) -> Iterator[Mapping[str, Any]]:
    """Every shown cell of a release, as rows of the store."""
    restricted = counts.restricted_units(
        sealer.session,
        partnership_id=sealer.partnership_id,
        datasets=released(),
        frozen=freezing.submissions(each for each in target.inputs if each.counted),
    )
    for dataset in released():
        inputs = freezing.records(target.inputs, dataset=dataset.name)
        frozen = freezing.submissions(freezing.latest(inputs) if dataset.register else inputs)
        if frozen:
            scope = Scope(sealer.partnership_id, dataset, frozen)
            for shape in shapes(dataset, period_kind=target.period.kind):
                yield from _shape(sealer, target, scope=scope, shape=shape, restricted=restricted)


def _shape(
    sealer: Sealer, target: Target, *, scope: Scope, shape: Shape, restricted: frozenset[bytes]
) -> Iterator[Mapping[str, Any]]:
    found = _counted(sealer, scope, shape=shape, restricted=restricted)
    exists = _existing(shape, target=target, area=sealer.area)
    cells = [CountedCell(*cell) for cell in found if exists(cell.key)]
    table = Table(
        sealer.secret,
        sealer.partnership_id,
        scope.dataset.name,
        shape.variables,
        str(target.period),
    )
    for unit in units(scope.dataset):
        for shown in protect.shown_cells(cells, shape=shape, table=table, unit=unit):
            yield {
                "dataset": scope.dataset.name,
                "unit": unit,
                "shape": stored.spelled(shape.names),
                "cell": stored.spelled(shown.key),
                "value": shown.value,
            }


def _counted(
    sealer: Sealer, scope: Scope, *, shape: Shape, restricted: frozenset[bytes]
) -> Iterator[counts.Counted]:
    if scope.dataset.register:
        return registers.cells(sealer.session, scope, breakdowns=shape.breakdowns)
    by_area = any(breakdown.area for breakdown in shape.breakdowns)
    without = restricted if by_area else frozenset[bytes]()
    return counts.cells(sealer.session, scope, breakdowns=shape.breakdowns, without=without)


def _existing(shape: Shape, *, target: Target, area: str) -> Callable[[Key], bool]:
    """Whether a key can be asked for: its categories exist in the period and the area."""
    start, end = target.period.start, target.period.end
    codes = [
        frozenset(each.code for each in breakdown.categories_in(start=start, end=end, area=area))
        for breakdown in shape.breakdowns
    ]
    return lambda key: all(code in known for code, known in zip(key, codes, strict=True))
