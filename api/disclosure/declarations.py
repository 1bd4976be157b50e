"""What a dataset may declare for release, checked as a whole.

Each rule here bounds how often a small group of people can be reached (design, after the published
attacks on table servers that let a question be asked in many equivalent ways). The findings are for
whoever writes a dataset; nothing is checked here when a question is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from api.disclosure.lattice import Releasable, tables
from schemas.breakdowns import PERIOD_KINDS, Breakdown

MAX_BASES = 8
"""Base variables registered for release in one dataset (design)."""

MAX_RARE_TABLES = 4
"""Tables in which a variable with rare categories may stand, smaller tables included (design)."""

AREA_VARIABLES = {"month": 2, "quarter": 2, "year": 3}
"""Variables of the finest table by small area, the area included, by kind of period (design)."""

_OLDEST = 150


def faults(dataset: Releasable) -> tuple[str, ...]:
    """Say in sentences what is wrong with a dataset's release declarations; empty when nothing."""
    return (
        *_unknown_names(dataset),
        *_too_many(dataset),
        *_table_faults(dataset),
        *_nesting_faults(dataset),
        *_measure_faults(dataset),
    )


def _bases(dataset: Releasable) -> dict[str, list[Breakdown]]:
    found: dict[str, list[Breakdown]] = {}
    for breakdown in dataset.breakdowns:
        found.setdefault(breakdown.base, []).append(breakdown)
    return found


def _unknown_names(dataset: Releasable) -> Iterator[str]:
    names = [breakdown.name for breakdown in dataset.breakdowns]
    yield from (
        f"{name} is declared twice" for name in sorted({n for n in names if names.count(n) > 1})
    )
    used = {variable for table in dataset.tables for variable in table.variables}
    known = set(_bases(dataset))
    yield from (f"{name} stands in a table and has no breakdown" for name in sorted(used - known))
    yield from (f"{name} has a breakdown and stands in no table" for name in sorted(known - used))


def _too_many(dataset: Releasable) -> Iterator[str]:
    bases = _bases(dataset)
    if len(bases) > MAX_BASES:
        yield f"{len(bases)} base variables, at most {MAX_BASES}"
    every = {t for kind in PERIOD_KINDS for t in tables(dataset, period_kind=kind)}
    for base, groupings in bases.items():
        count = sum(base in table for table in every)
        if any(grouping.rare for grouping in groupings) and count > MAX_RARE_TABLES:
            yield f"{base} is rare and stands in {count} tables, at most {MAX_RARE_TABLES}"


def _table_faults(dataset: Releasable) -> Iterator[str]:
    areas = {breakdown.base for breakdown in dataset.breakdowns if breakdown.area}
    sensitive = {breakdown.base for breakdown in dataset.breakdowns if breakdown.sensitive}
    for table in dataset.tables:
        variables = set(table.variables)
        for kind in table.periods:
            if variables & areas and len(variables) > AREA_VARIABLES[kind]:
                yield f"{table.variables} by {kind} is finer than a table by small area may be"
        if variables & sensitive and (variables & areas or table.periods != ("year",)):
            yield f"{table.variables} is sensitive: whole area and year only"


def _nesting_faults(dataset: Releasable) -> Iterator[str]:
    """Groupings of one variable must be nested, and declared from fine to wide."""
    for groupings in _bases(dataset).values():
        for finer, wider in pairwise(groupings):
            if finer.fields != wider.fields or not _nested(finer, wider=wider):
                yield f"{wider.name} is not nested in {finer.name}"


def _nested(finer: Breakdown, *, wider: Breakdown) -> bool:
    """Whether each category of the finer grouping falls in one category of the wider."""
    values = [*_values(finer), *_values(wider)]
    joined = {(finer.category(*value), wider.category(*value)) for value in values}
    return len({fine for fine, _ in joined}) == len(joined)


def _values(breakdown: Breakdown) -> Iterator[tuple[object, object]]:
    """Values enough to tell two groupings of the same fields apart."""
    yield (None, None)
    yield from ((value, None) for value in breakdown.mapping)
    yield from ((None, value) for value in breakdown.mapping)
    yield from ((first, second) for first, second, _ in breakdown.pairs)
    if breakdown.bands:
        yield from ((years, None) for years in range(_OLDEST))


def _measure_faults(dataset: Releasable) -> Iterator[str]:
    known = {breakdown.name: breakdown.codes for breakdown in dataset.breakdowns}
    for measure in dataset.measures:
        yield from _part_faults(measure.where, known=known, name=measure.name)
        if measure.dataset != dataset.name or measure.name.split(".")[0] != dataset.name:
            yield f"{measure.name} belongs to another dataset"


def _part_faults(
    where: Sequence[tuple[str, str]], *, known: dict[str, tuple[str, ...]], name: str
) -> Iterator[str]:
    for breakdown, category in where:
        if category not in known.get(breakdown, ()):
            yield f"{name} counts {breakdown}={category}, which does not exist"
