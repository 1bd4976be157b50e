"""Row expressions as SQL, so that a row is judged alike by either store and by plain Python.

Here belongs the translation of the operators that breakdowns may be made of. What does not: the
operators themselves (`schemas.rules`), and which breakdown has which (`schemas.datasets`).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Integer, and_, literal, not_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from schemas import rules
from schemas.evaluate import LONDON
from schemas.tables.base import UtcDateTime

Stored = Callable[[str], ColumnElement[Any]]
"""Gives the stored column of a field by its dotted name."""

_OPERATORS: Final[Mapping[str, Callable[[Any, Any], ColumnElement[bool]]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


class LondonDay(FunctionElement[Any]):
    """The day in London of a moment."""

    type = Date()
    inherit_cache = True


class DaysBetween(FunctionElement[int]):
    """Whole days from the second day to the first."""

    type = Integer()
    inherit_cache = True


class PlaceIn(FunctionElement[int]):
    """Where the second text begins in the first, from 1; 0 where it is not in it."""

    type = Integer()
    inherit_cache = True


def condition(test: rules.Expression, *, stored: Stored) -> ColumnElement[bool]:
    """An expression over a row as a condition on its stored columns.

    True exactly where `schemas.evaluate` says so of the row; unknown is NULL.

    Raises:
        TypeError: the operator is not one that both stores can count by.
    """
    if isinstance(test, rules.All):
        return _joined(and_, test.parts, stored)
    if isinstance(test, rules.AnyOf):
        return _joined(or_, test.parts, stored)
    if isinstance(test, rules.Not):
        return not_(condition(test.part, stored=stored))
    maker = _MAKERS.get(type(test))
    if maker is None:
        raise TypeError(f"{type(test).__name__} is not counted by")
    return maker(test, stored)


def _joined(
    how: Callable[..., ColumnElement[bool]], parts: tuple[rules.Expression, ...], stored: Stored
) -> ColumnElement[bool]:
    made = [condition(part, stored=stored) for part in parts]
    return reduce(how, made)


def _operand(operand: rules.Operand, stored: Stored) -> Any:
    return operand.value if isinstance(operand, rules.Value) else stored(operand.name)


def _compare(test: rules.Compare, stored: Stored) -> ColumnElement[bool]:
    left, right = _operand(test.left, stored), _operand(test.right, stored)
    return _OPERATORS[test.op](left, right)


def _in(test: rules.In, stored: Stored) -> ColumnElement[bool]:
    return stored(test.field.name).in_(sorted(test.values))


def _holds(test: rules.Holds, stored: Stored) -> ColumnElement[bool]:
    item = literal(";").concat(_operand(test.value, stored)).concat(";")
    held = literal(";").concat(stored(test.field.name)).concat(";")
    return PlaceIn(held, item) > 0


def _present(test: rules.Present, stored: Stored) -> ColumnElement[bool]:
    return stored(test.field.name).is_not(None)


def _within(test: rules.Within, stored: Stored) -> ColumnElement[bool]:
    days = DaysBetween(_day(test.later, stored), _day(test.earlier, stored))
    return days.between(test.low, test.high)


def _day(operand: rules.Operand, stored: Stored) -> ColumnElement[Any]:
    found = _operand(operand, stored)
    if isinstance(found, ColumnElement):
        return LondonDay(found) if isinstance(found.type, UtcDateTime) else found
    return literal(found.astimezone(LONDON).date() if isinstance(found, datetime) else found)


_MAKERS: Final[Mapping[type, Callable[[Any, Stored], ColumnElement[bool]]]] = {
    rules.Compare: _compare,
    rules.In: _in,
    rules.Holds: _holds,
    rules.Present: _present,
    rules.Within: _within,
}


@compiles(LondonDay, "postgresql")
def _london_day(element: LondonDay, compiler: SQLCompiler, **kwargs: Any) -> str:
    moment = compiler.process(element.clauses, **kwargs)
    return f"CAST(timezone('Europe/London', {moment}) AS DATE)"


@compiles(LondonDay, "sqlite")
def _london_day_sqlite(element: LondonDay, compiler: SQLCompiler, **kwargs: Any) -> str:
    """SQLite knows no zones: summer time runs from the last Sunday of March to that of October, at
    one o'clock UTC (Summer Time Order 2002; alike since 1996).
    """
    moment = compiler.process(element.clauses, **kwargs)
    begins, ends = (
        f"datetime(strftime('%Y', {moment}) || '-{month}-25', 'weekday 0', '+1 hour')"
        for month in ("03", "10")
    )
    summer = f"datetime({moment}) >= {begins} AND datetime({moment}) < {ends}"
    return f"date({moment}, CASE WHEN {summer} THEN '+1 hour' ELSE '+0 hours' END)"


@compiles(DaysBetween, "postgresql")
def _days_between(element: DaysBetween, compiler: SQLCompiler, **kwargs: Any) -> str:
    later, earlier = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"({later} - {earlier})"


@compiles(DaysBetween, "sqlite")
def _days_between_sqlite(element: DaysBetween, compiler: SQLCompiler, **kwargs: Any) -> str:
    later, earlier = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(PlaceIn, "postgresql")
def _place_in(element: PlaceIn, compiler: SQLCompiler, **kwargs: Any) -> str:
    whole, part = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"strpos({whole}, {part})"


@compiles(PlaceIn, "sqlite")
def _place_in_sqlite(element: PlaceIn, compiler: SQLCompiler, **kwargs: Any) -> str:
    whole, part = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"instr({whole}, {part})"
