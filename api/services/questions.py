"""Questions as a caller puts them: found in the lattice they belong to, or refused.

What belongs here: from names to the one canonical question, and to where its cells stand. What does
not: its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import islice
from typing import Any, Final

from api.disclosure.lattice import NotInLattice, Question, Releasable, permitted_keys, question
from api.disclosure.nesting import Impossible
from api.queries.cells import Wanted
from api.queries.releases import spelled
from auth.refusals import Unprocessable
from schemas.breakdowns import Measure, Unit
from schemas.datasets import DATASETS
from schemas.linked import LINKED, MEASURES
from schemas.period import Period

FEW: Final = 400
"""Keys up to which cells are looked up one by one; beyond it the whole shape is read (design)."""


def asked(
    measure: str,
    *,
    period: Period,
    by: tuple[str, ...],
    filters: Mapping[str, Any] | None,
    unit: str,
    area: str,
) -> Question:
    """A question in its canonical form; raises Unprocessable with the lattice's code."""
    held = family(measure)
    if held is None or not held.tables:
        raise Unprocessable("unknown_measure", detail="There is no such measure.")
    try:
        return question(
            held, measure=measure, period=period, by=by, filters=filters, unit=unit, area=area
        )
    except NotInLattice as refused:
        raise Unprocessable(refused.code, detail=refused.detail) from refused


def family(measure: str) -> Releasable | None:
    """What a measure belongs to, by its name: a dataset, or a family of linked measures."""
    return MEASURES.get(measure) or DATASETS.get(measure.partition(".")[0])


def measure_named(held: Releasable, name: str) -> Measure:
    """A measure of a dataset or a linked family, which a question has been asked of."""
    return next(each for each in held.measures if each.name == name)


def measure_of(asked: Question) -> Measure:
    """The measure that a question is put to."""
    return measure_named(_named(asked.dataset), asked.measure)


def rests_on(asked: Question) -> tuple[str, ...]:
    """The datasets that the answer to a question rests on."""
    linked = LINKED.get(asked.dataset)
    return linked.sources(asked.shape.variables) if linked else (asked.dataset,)


def cells_of(asked: Question) -> Wanted:
    """Where the cells of a question stand: a few of a table, or, where nothing is fixed, all."""
    named = None
    if asked.filters or asked.where:
        keys = tuple(map(spelled, islice(permitted_keys(asked), FEW + 1)))
        named = keys if len(keys) <= FEW else None
    shape = spelled(asked.shape.names)
    return Wanted(asked.dataset, asked.unit, shape, named, linked=asked.dataset in LINKED)


def unit_of(dataset: str) -> Unit:
    """A unit in which what a release says of a dataset, or of a linked family, is kept."""
    linked = LINKED.get(dataset)
    return linked.measures[0].units[0] if linked else "records"


@cache
def impossible(dataset: str) -> Impossible:
    """What can hold nobody in a dataset or a linked family, by its declaration."""
    held = _named(dataset)
    return Impossible(held.breakdowns, never=held.never)


def _named(dataset: str) -> Releasable:
    """A dataset, or a linked family, by its name."""
    return LINKED.get(dataset) or DATASETS[dataset]
