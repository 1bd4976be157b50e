"""The lattice: which questions exist, and the keys of each answer.

A question is a measure, a unit, one period, and at most three variables, each either split by or
fixed to one category. What is not in the lattice cannot be asked; what is in it is sealed with
every release and tried by the attack suite. How a cell is protected is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Protocol

from schemas.breakdowns import (
    MAX_VARIABLES,
    PERIOD_KINDS,
    Breakdown,
    Measure,
    Never,
    PeriodKind,
    ReleaseTable,
    Unit,
)
from schemas.period import Period, PeriodError

Key = tuple[str, ...]


class Releasable(Protocol):
    """What the lattice reads of a dataset."""

    @property
    def name(self) -> str: ...
    @property
    def measures(self) -> tuple[Measure, ...]: ...
    @property
    def breakdowns(self) -> tuple[Breakdown, ...]: ...
    @property
    def tables(self) -> tuple[ReleaseTable, ...]: ...
    @property
    def never(self) -> Never: ...


class NotInLattice(Exception):  # noqa: N818 - a refusal reads as what it says
    """The question does not exist.

    `code` is stable; `detail` names what exists, never what was sent.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Shape:
    """One table in one choice of groupings: `breakdowns` by name, ordered by their base variables.

    Keys of its cells hold one category per breakdown, in that order; the total has no variables.
    """

    breakdowns: tuple[Breakdown, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The groupings, in the order of the keys."""
        return tuple(breakdown.name for breakdown in self.breakdowns)

    @property
    def variables(self) -> tuple[str, ...]:
        """The base variables, sorted."""
        return tuple(breakdown.base for breakdown in self.breakdowns)

    @property
    def sensitive(self) -> bool:
        """Whether the higher threshold holds for its cells."""
        return any(breakdown.sensitive for breakdown in self.breakdowns)

    def may_stand(self, period_kind: PeriodKind) -> bool:
        """Whether its groupings may stand together for a kind of period (design)."""
        by_area = any(breakdown.area for breakdown in self.breakdowns)
        return not self.sensitive or (period_kind == "year" and not by_area)

    def __str__(self) -> str:
        return "*".join(self.names) or "total"


@dataclass(frozen=True)
class Question:
    """A question in its one canonical form.

    Attributes:
        dataset, measure, unit, period: what is counted, and when.
        shape: the sealed table that answers it, the measure's own part included.
        by: the groupings split by, in the shape's order.
        filters: (grouping, category) asked for, sorted; `where` those of the measure itself.
        choices: for each grouping of the shape, the categories its keys may hold.
    """

    dataset: str
    measure: str
    unit: Unit
    period: Period
    shape: Shape
    by: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    where: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, ...], ...]

    def __str__(self) -> str:
        """One line that is the same for every spelling of the question."""
        filters = ",".join(f"{name}={category}" for name, category in self.filters)
        return f"{self.measure}|{self.unit}|{self.period}|{','.join(self.by)}|{filters}"


def tables(dataset: Releasable, *, period_kind: PeriodKind) -> tuple[tuple[str, ...], ...]:
    """Give the sets of base variables that are released for a kind of period, the total first.

    Every subset of a declared table is one; nothing is released for a kind that no table names.
    """
    found = {
        subset
        for table in dataset.tables
        if period_kind in table.periods
        for size in range(len(table.variables) + 1)
        for subset in combinations(table.variables, size)
    }
    return tuple(sorted(found, key=lambda variables: (len(variables), variables)))


def shapes(dataset: Releasable, *, period_kind: PeriodKind) -> tuple[Shape, ...]:
    """Give every table in every choice of groupings that it is released in, in a stable order.

    A sensitive grouping stands for a year and the whole area alone, whatever else its variable is
    released by.
    """
    groupings: dict[str, list[Breakdown]] = {}
    for breakdown in dataset.breakdowns:
        groupings.setdefault(breakdown.base, []).append(breakdown)
    every = (
        Shape(chosen)
        for variables in tables(dataset, period_kind=period_kind)
        for chosen in product(*(groupings[variable] for variable in variables))
    )
    return tuple(shape for shape in every if _stands(dataset, shape, kind=period_kind))


def shape_keys(shape: Shape, *, period: Period, area: str | None = None) -> Iterator[Key]:
    """Give every key a shape may have in a period, the empty ones too."""
    yield from product(*_choices(shape.breakdowns, fixed={}, period=period, area=area))


def question(
    dataset: Releasable,
    *,
    measure: str,
    period: Period | str,
    by: Sequence[str] = (),
    filters: Mapping[str, str | Sequence[str]] | None = None,
    unit: str = "persons",
    area: str | None = None,
) -> Question:
    """Put a question in its canonical form.

    `area` limits the geography to the areas inside it. Raises NotInLattice with one of the codes
    unknown_measure, unit_not_available, unknown_breakdown, repeated_breakdown, list_not_allowed,
    unknown_category, too_many_variables, window_not_allowed, combination_not_released.
    """
    asked = _measure(dataset, measure)
    known = {breakdown.name: breakdown for breakdown in dataset.breakdowns}
    wanted = _filters(filters or {}, known=known)
    named = [*by, *wanted, *(name for name, _ in asked.where)]
    shape = _shape(named, known=known)
    when = _period(period)
    _check_released(dataset, shape=shape, kind=when.kind)
    fixed = {**dict(asked.where), **wanted}
    choices = _choices(shape.breakdowns, fixed=fixed, period=when, area=area)
    if not all(choices):
        raise NotInLattice("unknown_category", "The category does not exist in this period.")
    return Question(
        dataset=dataset.name,
        measure=asked.name,
        unit=_unit(asked, unit),
        period=when,
        shape=shape,
        by=tuple(name for name in shape.names if name in by),
        filters=tuple(sorted(wanted.items())),
        where=asked.where,
        choices=choices,
    )


def permitted_keys(asked: Question) -> Iterator[Key]:
    """Give every key of the answer in the shape's order, the empty ones too.

    Which keys an answer has must not tell a zero from a small count.
    """
    yield from product(*asked.choices)


def _measure(dataset: Releasable, name: str) -> Measure:
    for measure in dataset.measures:
        if measure.name == name:
            return measure
    raise NotInLattice("unknown_measure", _one_of("Measures", (m.name for m in dataset.measures)))


def _unit(measure: Measure, unit: str) -> Unit:
    for available in measure.units:
        if available == unit:
            return available
    raise NotInLattice("unit_not_available", _one_of("Units of this measure", measure.units))


def _period(period: Period | str) -> Period:
    if isinstance(period, Period):
        return period
    try:
        return Period.parse(period)
    except PeriodError:
        detail = "A question has one period: a month, a financial quarter or a financial year."
        raise NotInLattice("window_not_allowed", detail) from None


def _filters(
    filters: Mapping[str, str | Sequence[str]], *, known: Mapping[str, Breakdown]
) -> dict[str, str]:
    """Each filter's single category; a list in any spelling is refused."""
    found = {}
    for name, sent in filters.items():
        breakdown = _breakdown(name, known=known)
        values = [sent] if isinstance(sent, str) else list(sent)
        if len(values) != 1 or "," in values[0]:
            raise NotInLattice("list_not_allowed", "A filter is one category, or absent.")
        if values[0] not in breakdown.codes:
            raise NotInLattice(
                "unknown_category", _one_of(f"Categories of {name}", breakdown.codes)
            )
        found[name] = values[0]
    return found


def _breakdown(name: str, *, known: Mapping[str, Breakdown]) -> Breakdown:
    if name not in known:
        raise NotInLattice("unknown_breakdown", _one_of("Breakdowns", known))
    return known[name]


def _shape(named: Sequence[str], *, known: Mapping[str, Breakdown]) -> Shape:
    """The table of the breakdowns named by splits, filters and the measure together."""
    chosen = [_breakdown(name, known=known) for name in named]
    bases = [breakdown.base for breakdown in chosen]
    if len(set(bases)) != len(bases):
        detail = (
            "A variable is split by or filtered on once, in one grouping, a measure's own included."
        )
        raise NotInLattice("repeated_breakdown", detail)
    if len(bases) > MAX_VARIABLES:
        detail = f"At most {MAX_VARIABLES} variables, filters and a measure's own part included."
        raise NotInLattice("too_many_variables", detail)
    return Shape(tuple(sorted(chosen, key=lambda breakdown: breakdown.base)))


def _check_released(dataset: Releasable, *, shape: Shape, kind: PeriodKind) -> None:
    if _stands(dataset, shape, kind=kind):
        return
    kinds = [each for each in PERIOD_KINDS if _stands(dataset, shape, kind=each)]
    detail = f"For these variables together ask for a {' or a '.join(kinds)}."
    none = "These variables are not released together."
    raise NotInLattice("combination_not_released", detail if kinds else none)


def _stands(dataset: Releasable, shape: Shape, *, kind: PeriodKind) -> bool:
    """Whether a shape is released for a kind of period."""
    held = (table for table in dataset.tables if kind in table.periods)
    return shape.may_stand(kind) and any(table.holds(shape.breakdowns) for table in held)


def _choices(
    breakdowns: Iterable[Breakdown], *, fixed: Mapping[str, str], period: Period, area: str | None
) -> tuple[tuple[str, ...], ...]:
    """For each breakdown the categories of the period and area, or the one it is fixed to."""
    every = (
        (breakdown.name, breakdown.categories_in(start=period.start, end=period.end, area=area))
        for breakdown in breakdowns
    )
    return tuple(
        tuple(c.code for c in categories if fixed.get(name, c.code) == c.code)
        for name, categories in every
    )


def _one_of(what: str, names: Iterable[str]) -> str:
    return f"{what}: {', '.join(names)}."
