"""What a dataset may declare for release, checked as a whole.

Each rule here bounds how often a small group of people can be reached (design, after the published
attacks on table servers that let a question be asked in many equivalent ways). The findings are for
whoever writes a dataset; nothing is checked here when a question is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.disclosure.lattice import Releasable, tables
from api.disclosure.nesting import nested
from schemas.breakdowns import PERIOD_KINDS, Breakdown

MAX_BASES = 8
"""Base variables registered for release in one dataset (design)."""

MAX_RARE_TABLES = 4
"""Tables in which a variable with rare categories may stand, smaller tables included (design)."""

AREA_VARIABLES = {"month": 2, "quarter": 2, "year": 3}
"""Variables of the finest table by small area, the area included, by kind of period (design)."""

TAKEN = ("value", "status")
"""Names that stand beside the categories in an observation, so no breakdown may have them."""

MAX_PARTICULARS = 16
"""Particulars of one dataset (design): each is one table more, of one variable."""

PARTICULAR_PERIODS = ("quarter", "year")
"""Kinds of period for which particulars are released (design)."""


def faults(dataset: Releasable) -> tuple[str, ...]:
    """Say in sentences what is wrong with a dataset's release declarations; empty when nothing."""
    return (
        *_unknown_names(dataset),
        *_too_many(dataset),
        *_table_faults(dataset),
        *_nesting_faults(dataset),
        *_particular_faults(dataset),
        *_measure_faults(dataset),
        *_never_faults(dataset),
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
    yield from (f"{name} is a member of every observation" for name in names if name in TAKEN)
    used = {variable for table in dataset.tables for variable in table.variables}
    known = set(_bases(dataset))
    yield from (f"{name} stands in a table and has no breakdown" for name in sorted(used - known))
    yield from (f"{name} has a breakdown and stands in no table" for name in sorted(known - used))
    yield from (
        f"{table.variables} leaves out {name}, which none of its variables has"
        for table in dataset.tables
        for name in table.without
        if not any(b.name == name and b.base in table.variables for b in dataset.breakdowns)
    )


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
    sensitive = {
        base
        for base, groupings in _bases(dataset).items()
        if all(grouping.sensitive for grouping in groupings)
    }
    for table in dataset.tables:
        variables = set(table.variables)
        for kind in table.periods:
            if variables & areas and len(variables) > AREA_VARIABLES[kind]:
                yield f"{table.variables} by {kind} is finer than a table by small area may be"
        if variables & sensitive and (variables & areas or table.periods != ("year",)):
            yield f"{table.variables} is sensitive: whole area and year only"


def _nesting_faults(dataset: Releasable) -> Iterator[str]:
    """Groupings of one variable must be nested in its finest, which is declared first.

    Whatever two of them have in common is then made of the finest's cells, which are released
    themselves: subtracting one grouping from another reaches nobody new. Particulars are held
    apart by standing alone.
    """
    for finest, *wider in _bases(dataset).values():
        for grouping in wider:
            if not finest.particular and not nested(finest, wider=grouping):
                yield f"{grouping.name} is not nested in {finest.name}"


def _particular_faults(dataset: Releasable) -> Iterator[str]:
    """Particulars overlap, so they stand beside nothing, and not by month."""
    for base, groupings in _bases(dataset).items():
        held = [grouping for grouping in groupings if grouping.particular]
        if held and len(held) < len(groupings):
            yield f"{base} has particulars and other groupings"
        if len(held) > MAX_PARTICULARS:
            yield f"{len(held)} particulars, at most {MAX_PARTICULARS}"
        yield from (
            f"{table.variables} puts particulars beside another variable, or by month"
            for table in dataset.tables
            if held and base in table.variables
            if table.variables != (base,) or not set(table.periods) <= set(PARTICULAR_PERIODS)
        )


def _measure_faults(dataset: Releasable) -> Iterator[str]:
    known = {breakdown.name: breakdown.codes for breakdown in dataset.breakdowns}
    for measure in dataset.measures:
        yield from _part_faults(measure.where, known=known, name=measure.name)
        family, _, _ = dataset.name.partition(".")
        if measure.dataset != dataset.name or measure.name.partition(".")[0] != family:
            yield f"{measure.name} belongs to another dataset"


def _part_faults(
    where: Sequence[tuple[str, str]], *, known: dict[str, tuple[str, ...]], name: str
) -> Iterator[str]:
    for breakdown, category in where:
        if category not in known.get(breakdown, ()):
            yield f"{name} counts {breakdown}={category}, which does not exist"


def _never_faults(dataset: Releasable) -> Iterator[str]:
    """Categories that never meet are declared of the finest grouping of each variable."""
    finest = {groupings[0].name: groupings[0] for groupings in _bases(dataset).values()}
    for breakdown, category in (cell for pair in dataset.never for cell in pair):
        if breakdown not in finest:
            yield f"{breakdown} is not the finest grouping of a variable"
        elif category not in finest[breakdown].codes:
            yield f"{breakdown}={category} never meets another category, and does not exist"
