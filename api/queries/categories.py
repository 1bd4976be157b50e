"""Breakdowns as SQL: the category of each row of a dataset.

Here belongs how each kind of breakdown is told from the stored columns. What is counted by it, and
who may read the counts, is decided elsewhere.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import Case, ColumnElement, FromClause, and_, case, literal, null, or_

from api.queries import expressions
from schemas.breakdowns import MISSING, Breakdown
from schemas.dataset import Dataset, columns_by_name

When = tuple[ColumnElement[bool], str]
"""A condition on a row, and the category of those for which it is the first to hold."""


def category(breakdown: Breakdown, *, rows: FromClause, dataset: type[Dataset]) -> Case[str]:
    """A breakdown as an expression over the rows of its dataset: the category of each row.

    It gives the same category as `Breakdown.category` does of the stored values.
    """
    whens = _whens(breakdown, rows=rows, dataset=dataset)
    return case(*((when, literal(code)) for when, code in whens), else_=literal(MISSING))


def numbered(breakdown: Breakdown, *, rows: FromClause, dataset: type[Dataset]) -> Case[int]:
    """The same as a number: the category's place among the breakdown's codes."""
    place = {code: literal(number) for number, code in enumerate(breakdown.codes)}
    whens = _whens(breakdown, rows=rows, dataset=dataset)
    return case(*((when, place[code]) for when, code in whens), else_=place[MISSING])


def stored_in(name: str, dataset: type[Dataset]) -> str:
    """The column that a field's value stands in; a reason for having none stands beside it."""
    return columns_by_name(dataset)[name].stored[0][0]


def _whens(breakdown: Breakdown, *, rows: FromClause, dataset: type[Dataset]) -> list[When]:
    def stored(name: str) -> ColumnElement[Any]:
        return rows.c[stored_in(name, dataset)]

    if breakdown.kind == "case":
        return _judged(breakdown, stored)
    found = [stored(name) for name in breakdown.fields]
    return _read(breakdown, found[0], found[1] if len(found) > 1 else null())


def _read(
    breakdown: Breakdown, first: ColumnElement[Any], second: ColumnElement[Any]
) -> list[When]:
    if breakdown.kind == "band":
        return [*_banded(first, breakdown), *_coded(second, breakdown)]
    if breakdown.kind == "pair":
        return _paired(first, second, breakdown)
    return (_flagged if breakdown.kind == "flag" else _coded)(first, breakdown)


def _judged(breakdown: Breakdown, stored: expressions.Stored) -> list[When]:
    """The cases in their order; neighbours of one category are told together."""
    runs = groupby(breakdown.cases, key=lambda each: each[1])
    return [
        (or_(*(expressions.condition(test, stored=stored) for test, _ in run)), target)
        for target, run in runs
    ]


def _coded(value: ColumnElement[Any], breakdown: Breakdown) -> list[When]:
    held: dict[str, list[str]] = {}
    for code, target in breakdown.mapping.items():
        held.setdefault(target, []).append(code)
    return [(value.in_(codes), target) for target, codes in held.items()]


def _flagged(value: ColumnElement[Any], breakdown: Breakdown) -> list[When]:
    spelled = {"true": True, "false": False}
    return [(value.is_(spelled[text]), target) for text, target in breakdown.mapping.items()]


def _banded(value: ColumnElement[Any], breakdown: Breakdown) -> list[When]:
    return [
        (
            value >= band.low if band.high is None else value.between(band.low, band.high),
            band.category,
        )
        for band in breakdown.bands
    ]


def _paired(
    first: ColumnElement[Any], second: ColumnElement[Any], breakdown: Breakdown
) -> list[When]:
    held: dict[str, list[ColumnElement[bool]]] = {}
    for one, other, target in breakdown.pairs:
        held.setdefault(target, []).append(and_(first == one, second == other))
    return [(or_(*pairs), target) for target, pairs in held.items()]
