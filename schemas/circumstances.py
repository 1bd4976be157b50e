"""Breakdowns told by conditions: spans of days, lists that hold a code, bands of numbers.

Functions here only make `Breakdown` values from the operators that rules are made of, for what no
single code says. Plain groupings of codes are built in `schemas.groupings`; what a dataset releases
is declared in its own module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemas.breakdowns import MISSING, MISSING_CATEGORY, Breakdown, Category, words
from schemas.codes import code_list
from schemas.conditions import equals, given
from schemas.rules import (
    All,
    AnyOf,
    Compare,
    Expression,
    Field,
    Holds,
    Not,
    Value,
    Within,
    named,
)

PARTICULARS: Final = "particulars"
"""The base of a dataset's particulars, each of which stands in a table of its own."""

LONGEST: Final = 36_500  # days, a century: a span without an end
YES, NO = "yes", "no"


def told(
    name: str,
    cases: Mapping[str, Expression],
    *,
    base: str | None = None,
    title: str | None = None,
    labels: Mapping[str, str] | None = None,
    rare: bool = False,
) -> Breakdown:
    """Make a breakdown whose categories are the first of the `cases` that holds.

    `base` is `name` by default. Where none holds, or it cannot be known, the row is `missing`.
    """
    pairs = tuple((test, code) for code, test in cases.items())
    said = labels or {}
    return Breakdown(
        name=name,
        base=base or name,
        field=min(name for test, _ in pairs for name in named(test)),
        title=title or words(name),
        categories=(*(Category(c, said.get(c, words(c))) for c in cases), MISSING_CATEGORY),
        kind="case",
        cases=pairs,
        rare=rare,
    )


def coded_among(
    name: str, field: str, *, codes: str, among: Expression, title: str | None = None
) -> Breakdown:
    """Make a breakdown over a field with the code list named `codes`, of rows for which `among`
    holds; all others are `missing`.

    Raises UnknownCodeList for an unknown list.
    """
    listed = code_list(codes)
    cases = {code.code: All((among, equals(field, code.code))) for code in listed}
    return told(name, cases, title=title, labels={code.code: code.label for code in listed})


def within(
    name: str,
    *,
    start: str,
    end: str,
    days: int,
    among: Expression | None = None,
    base: str | None = None,
    title: str | None = None,
) -> Breakdown:
    """Make a breakdown of whether `end` came at most `days` days after `start`: `yes` or `no`.

    A moment counts by its day in London. What has not come counts as `no`; where `start` is blank,
    or `among` does not hold, the row is `missing`.
    """
    due = _of(given(start), among)
    met = All((due, Within(Field(end), Field(start), 0, days)))
    return told(name, {YES: met, NO: due}, base=base, title=title)


def spans(
    name: str,
    *,
    start: str,
    end: str,
    bands: Mapping[str, tuple[int, int | None]],
    never: str | None = None,
    among: Expression | None = None,
    base: str | None = None,
    title: str | None = None,
) -> Breakdown:
    """Make bands of the days from `start` to `end`: category -> first and last day, both included.

    A band without a last day has no end. `never` names the category of rows that have a start and
    no end; without it they are `missing`.
    """
    due = _of(given(start), among)
    cases: dict[str, Expression] = {
        code: All((due, Within(Field(end), Field(start), low, LONGEST if high is None else high)))
        for code, (low, high) in bands.items()
    }
    if never is not None:
        cases[never] = All((due, Not(given(end))))
    return told(name, cases, base=base, title=title)


def any_of(
    name: str,
    field: str,
    codes: Sequence[str],
    *,
    among: Expression | None = None,
    base: str | None = None,
    title: str | None = None,
) -> Breakdown:
    """Make a breakdown of whether a list-valued field holds one of the codes: `yes` or `no`.

    Where the list is blank, or `among` does not hold, the row is `missing`.
    """
    known = _of(given(field), among)
    held = AnyOf(tuple(Holds(Field(field), Value(code)) for code in codes))
    return told(name, {YES: All((known, held)), NO: known}, base=base, title=title)


def numbers(
    name: str,
    field: str,
    bands: Mapping[str, tuple[int, int | None]],
    *,
    among: Expression | None = None,
    base: str | None = None,
    title: str | None = None,
) -> Breakdown:
    """Make bands of a whole number: category -> lowest and highest, both included."""
    cases = {
        code: _of(Compare(">=", Field(field), Value(low)), _at_most(field, high), among)
        for code, (low, high) in bands.items()
    }
    return told(name, cases, base=base, title=title)


def grouped(
    finer: Breakdown,
    name: str,
    groups: Mapping[str, Sequence[str]],
    *,
    title: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Breakdown:
    """Make a wider grouping of a breakdown told by cases: category -> the finer ones it holds.

    What stands in no group is `missing`. Raises ValueError where a group names a category that the
    finer one lacks.
    """
    held = {code: group for group, codes in groups.items() for code in codes}
    if not set(held) <= set(finer.codes):
        raise ValueError(f"{name}: a group holds a category that {finer.name} lacks")
    said = {category.code: category.label for category in finer.categories} | dict(labels or {})
    return replace(
        finer,
        name=name,
        title=title or words(name),
        categories=(
            *(Category(group, said.get(group, words(group))) for group in groups),
            MISSING_CATEGORY,
        ),
        cases=tuple((test, held.get(code, MISSING)) for test, code in finer.cases),
    )


def particulars(*each: Breakdown, sensitive: Sequence[str] = ()) -> tuple[Breakdown, ...]:
    """Put breakdowns together as the particulars of a dataset; those named are sensitive."""
    return tuple(
        replace(b, base=PARTICULARS, particular=True, sensitive=b.sensitive or b.name in sensitive)
        for b in each
    )


def _of(*tests: Expression | None) -> All:
    return All(tuple(test for test in tests if test is not None))


def _at_most(field: str, high: int | None) -> Expression | None:
    return None if high is None else Compare("<=", Field(field), Value(high))
