"""How a dataset may be split, counted and released: breakdowns, measures and release tables.

Here belong the plain values that a dataset declares about its figures. Groupings that several
datasets share are built in `schemas.groupings`. What may be asked and how an answer is protected is
decided elsewhere; how a breakdown becomes SQL is the queries' business.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Literal

from schemas.evaluate import judge
from schemas.rules import (
    All,
    AnyOf,
    Compare,
    Expression,
    Holds,
    In,
    Not,
    Present,
    Within,
    named,
)

Kind = Literal["code", "band", "flag", "pair", "case"]
PeriodKind = Literal["month", "quarter", "year"]
Unit = Literal["persons", "records"]

MISSING = "missing"
"""The last category of every breakdown: absent, unknown, or a missing-value reason."""

PERIOD_KINDS: tuple[PeriodKind, ...] = ("month", "quarter", "year")

MAX_VARIABLES = 3
"""Variables in one question or table, area included (design: the space that was attacked)."""


COUNTED = (Compare, In, Holds, Present, Within, Not, All, AnyOf)
"""Operators that a case may be made of: those that both stores can count by."""


@dataclass(frozen=True)
class Category:
    """One value of a breakdown.

    `parent` is the wider category it lies in (the authority of a ward); the dates say when the
    category exists (both inclusive, `None` is without end).
    """

    code: str
    label: str
    parent: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def exists(self, *, start: date, end: date) -> bool:
        """Say whether the category exists on at least one day of `start`..`end`."""
        begun = self.valid_from is None or self.valid_from <= end
        return begun and (self.valid_to is None or self.valid_to >= start)


MISSING_CATEGORY = Category(MISSING, "Not known")


@dataclass(frozen=True)
class Band:
    """Whole numbers `low`..`high` (inclusive; `None` has no upper end) that share a category."""

    low: int
    high: int | None
    category: str

    def holds(self, value: int) -> bool:
        """Say whether the value lies in the band."""
        return self.low <= value and (self.high is None or value <= self.high)


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Breakdown:
    """A variable to split or filter by, in one of its registered groupings.

    Attributes:
        name: the grouping's name in questions and answers.
        base: the variable of which this is a grouping; groupings of one base are nested.
        field: the dotted field that is read.
        title: its name for people.
        categories: its values in order, `missing` last.
        kind: where a value's category is found. `code` and `flag`: in `mapping` (a flag's keys are
            `true` and `false`). `band`: in `bands` by a whole number; where there is no number, in
            `mapping` by the code of `second_field`, if there is one. `pair`: in `pairs`, as
            (value of `field`, value of `second_field`, category). `case`: in `cases`, as the
            category of the first expression that holds. What none names is `missing`.
        mapping, bands, pairs, cases: see `kind`.
        second_field: the other dotted field of a pair, or the coded band beside a number.
        rare: has rare categories, so it stands in few tables (design: at most four).
        sensitive: released for the whole area and a financial year only, threshold 10 (design).
        area: it is the geography.
        particular: its base is a list of particulars, of which this is one; see
            `api.disclosure.declarations`.
    """

    name: str
    base: str
    field: str
    title: str
    categories: tuple[Category, ...]
    kind: Kind = "code"
    mapping: Mapping[str, str] = dataclasses.field(default_factory=_nothing, hash=False)
    bands: tuple[Band, ...] = ()
    pairs: tuple[tuple[str, str, str], ...] = ()
    cases: tuple[tuple[Expression, str], ...] = ()
    second_field: str | None = None
    rare: bool = False
    sensitive: bool = False
    area: bool = False
    particular: bool = False

    def __post_init__(self) -> None:
        """Refuse a declaration that could give an undeclared category."""
        known = self.codes
        if not known or known[-1] != MISSING or len(set(known)) != len(known):
            raise ValueError(f"{self.name}: categories must be distinct and end with missing")
        if not set(self._targets()) <= set(known):
            raise ValueError(f"{self.name}: a value leads to an undeclared category")
        if self.second_field is None and self.kind == "pair":
            raise ValueError(f"{self.name}: a pair needs its second field")
        if not all(isinstance(part, COUNTED) for test, _ in self.cases for part in operators(test)):
            raise ValueError(f"{self.name}: a case has an operator that is not counted by")

    @property
    def codes(self) -> tuple[str, ...]:
        """The category codes in their declared order, `missing` last."""
        return tuple(category.code for category in self.categories)

    @property
    def fields(self) -> tuple[str, ...]:
        """The dotted fields that are read, in the order in which `category` takes their values."""
        if self.kind == "case":
            return _fields(self.cases)
        return (self.field,) if self.second_field is None else (self.field, self.second_field)

    def category(self, *values: object) -> str:
        """Give the category code of the fields' values, as loaded or as stored; never raises.

        Values that are left out count as blank.
        """
        if self.kind == "case":
            return self._case(values)
        value, second = (*values, None, None)[:2]
        if self.kind == "band":
            return self._band(value) or self._code(second)
        if self.kind == "pair":
            return next((c for a, b, c in self.pairs if (a, b) == (value, second)), MISSING)
        if isinstance(value, bool):
            return self._code("true" if value else "false")
        return self._code(value)

    def categories_in(
        self, *, start: date, end: date, area: str | None = None
    ) -> tuple[Category, ...]:
        """Give the categories that exist in `start`..`end` and, of the geography, lie in `area`."""
        areas = {area, None} if self.area and area is not None else None
        return tuple(
            category
            for category in self.categories
            if category.exists(start=start, end=end) and (areas is None or category.parent in areas)
        )

    def _code(self, value: object) -> str:
        return self.mapping.get(value, MISSING) if isinstance(value, str) else MISSING

    def _band(self, value: object) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return next((band.category for band in self.bands if band.holds(value)), None)

    def _case(self, values: tuple[object, ...]) -> str:
        row = dict(zip(self.fields, values, strict=False))
        for name in _lists(self.cases):
            held = row.get(name)
            row[name] = tuple(held.split(";")) if isinstance(held, str) else held
        return next((code for test, code in self.cases if judge(test)(row)), MISSING)

    def _targets(self) -> Iterator[str]:
        yield from self.mapping.values()
        yield from (band.category for band in self.bands)
        yield from (target for _, _, target in self.pairs)
        yield from (target for _, target in self.cases)


def words(name: str) -> str:
    """A name as words: `children_told` is "Children told"."""
    return name.replace("_", " ").capitalize()


Cases = tuple[tuple[Expression, str], ...]


@cache
def _fields(cases: Cases) -> tuple[str, ...]:
    """The fields that the expressions read, in the order of their first mention."""
    return tuple(dict.fromkeys(name for test, _ in cases for name in sorted(named(test))))


@cache
def _lists(cases: Cases) -> frozenset[str]:
    """Those of the fields that hold lists, which are stored as text (`schemas.fields.Many`)."""
    every = (part for test, _ in cases for part in operators(test))
    return frozenset(part.field.name for part in every if isinstance(part, Holds))


def operators(test: Expression) -> Iterator[Expression]:
    """Give an expression and all that it is made of."""
    yield test
    inner = test.parts if isinstance(test, All | AnyOf) else ()
    for part in (test.part,) if isinstance(test, Not) else inner:
        yield from operators(part)


Never = tuple[tuple[tuple[str, str], tuple[str, str]], ...]
"""Pairs of (breakdown, category) that no row can have together, whatever is sent."""


@dataclass(frozen=True)
class Measure:
    """A count in a dataset: the dataset's own name, or a registered part of it.

    `where` holds (breakdown, category) pairs: the part is that cell of the dataset's own tables,
    never a count of its own. `units` lists what may be counted.
    """

    name: str
    dataset: str
    title: str
    where: tuple[tuple[str, str], ...] = ()
    units: tuple[Unit, ...] = ("persons", "records")


@dataclass(frozen=True)
class ReleaseTable:
    """Base variables that may stand in one table, and the kinds of period it is sealed for.

    `variables` are one to three sorted names. Every smaller table made of some of them is
    permitted for the same periods. `without` are groupings too fine for it: their variables stand
    in it in the wider ones alone. Raises ValueError for anything else.
    """

    variables: tuple[str, ...]
    periods: tuple[PeriodKind, ...] = PERIOD_KINDS
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse unsorted, repeated or too many variables, and unknown kinds of period."""
        distinct = tuple(sorted(set(self.variables)))
        if self.variables != distinct or not 1 <= len(distinct) <= MAX_VARIABLES:
            raise ValueError(f"variables must be one to three sorted names: {self.variables}")
        if not self.periods or not set(self.periods) <= set(PERIOD_KINDS):
            raise ValueError(f"{self.variables}: unknown kind of period")

    def holds(self, breakdowns: Iterable[Breakdown]) -> bool:
        """Say whether these groupings may stand together in it."""
        return all(b.base in self.variables and b.name not in self.without for b in breakdowns)
