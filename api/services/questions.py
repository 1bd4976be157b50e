"""Questions as a caller puts them: found in the lattice of their dataset, or refused.

What belongs here: from names to the one canonical question. What does not: its answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from api.disclosure.lattice import NotInLattice, Question, question
from api.disclosure.nesting import Impossible
from auth.refusals import Unprocessable
from schemas.breakdowns import Measure
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.period import Period


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
    dataset = DATASETS.get(measure.partition(".")[0])
    if dataset is None or not dataset.tables:
        raise Unprocessable("unknown_measure", detail="There is no such measure.")
    try:
        return question(
            dataset, measure=measure, period=period, by=by, filters=filters, unit=unit, area=area
        )
    except NotInLattice as refused:
        raise Unprocessable(refused.code, detail=refused.detail) from refused


def measure_named(dataset: type[Dataset], name: str) -> Measure:
    """A measure of a dataset, which a question has been asked of."""
    return next(each for each in dataset.measures if each.name == name)


@cache
def impossible(dataset: str) -> Impossible:
    """What can hold nobody in a dataset, by its declaration."""
    held = DATASETS[dataset]
    return Impossible(held.breakdowns, never=held.never)
