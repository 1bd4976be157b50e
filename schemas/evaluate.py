"""The one evaluator of row expressions: a test becomes a function of a row, once.

Rows are flat mappings of loaded values by dotted name, with the context's names among them. The
answer is True, False or None (unknown). Batch and stored tests need more than a row and are run by
whoever holds the file or the store.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from schemas import rules
from schemas.codes import MISSING_REASONS, code_list

Row = Mapping[str, Any]
Verdict = bool | None
Judge = Callable[[Row], Verdict]

LONDON: Final = ZoneInfo("Europe/London")
ABSENT: Final = "absent columns"
"""The row's key for the set of dotted names whose columns are not in the file."""
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


@cache
def judge(test: rules.Expression) -> Judge:
    """The function that evaluates an expression on a row.

    Raises:
        TypeError: the test is not one of the operators over one row.
    """
    maker = _MAKERS.get(type(test))
    if maker is None:
        raise TypeError(f"{type(test).__name__} is not an operator over one row")
    return maker(test)


def _reader(operand: rules.Operand) -> Callable[[Row], Any]:
    if isinstance(operand, rules.Value):
        constant = operand.value
        return lambda row: constant
    name = operand.name
    return lambda row: row.get(name)


def _alike(left: Any, right: Any) -> tuple[Any, Any] | None:
    """Both sides in one type, a moment meeting a date by its London day; None when they do not
    compare.
    """
    if left is None or right is None:
        return None
    if isinstance(left, datetime) != isinstance(right, datetime):
        left, right = _day(left), _day(right)
    if isinstance(left, str) != isinstance(right, str) or isinstance(left, date) != isinstance(
        right, date
    ):
        return None
    return left, right


def _day(value: Any) -> Any:
    return value.astimezone(LONDON).date() if isinstance(value, datetime) else value


def _compare(test: rules.Compare) -> Judge:
    left, right, operate = _reader(test.left), _reader(test.right), _OPERATORS[test.op]

    def compare(row: Row) -> Verdict:
        sides = _alike(left(row), right(row))
        return None if sides is None else operate(*sides)

    return compare


def _in(test: rules.In) -> Judge:
    read, values = _reader(test.field), test.values

    def among(row: Row) -> Verdict:
        value = read(row)
        return None if value is None else value in values

    return among


def _holds(test: rules.Holds) -> Judge:
    read, wanted = _reader(test.field), _reader(test.value)

    def holds(row: Row) -> Verdict:
        value, item = read(row), wanted(row)
        return None if value is None or item is None else bool(item in value)

    return holds


def _present(test: rules.Present) -> Judge:
    name, needed = test.field.name, test.needed

    def present(row: Row) -> Verdict:
        if row.get(name) is not None:
            return True
        return None if not needed and name in row.get(ABSENT, ()) else False

    return present


def _within(test: rules.Within) -> Judge:
    later, earlier, low, high = _reader(test.later), _reader(test.earlier), test.low, test.high

    def within(row: Row) -> Verdict:
        end, start = _day(later(row)), _day(earlier(row))
        return None if end is None or start is None else low <= (end - start).days <= high

    return within


def _in_month(test: rules.InMonth) -> Judge:
    day, month = _reader(test.day), _reader(test.month)

    def in_month(row: Row) -> Verdict:
        value, wanted = _day(day(row)), month(row)
        if value is None or wanted is None:
            return None
        return bool((value if isinstance(value, str) else f"{value:%Y-%m}") == wanted)

    return in_month


def _member(test: rules.Member) -> Judge:
    code, parent, on, codes = (
        _reader(test.code),
        _reader(test.parent),
        _reader(test.on),
        code_list(test.codes),
    )

    def member(row: Row) -> Verdict:
        value, above, when = code(row), parent(row), _day(on(row))
        entry = None if value is None or value in MISSING_REASONS else codes.get(value)
        if entry is None or above is None or when is None:
            return None
        begun = entry.valid_from is None or entry.valid_from <= when
        ended = entry.valid_to is not None and entry.valid_to < when
        return entry.parent == above and begun and not ended

    return member


def _age(test: rules.AgeAt) -> Judge:
    read, low, high = _reader(test.age), test.low, test.high

    def aged(row: Row) -> Verdict:
        value = read(row)
        return low <= value <= high if isinstance(value, int) else None

    return aged


def _share(test: rules.ShareAtLeast) -> Judge:
    part, whole, percent = _reader(test.part), _reader(test.whole), test.percent

    def share(row: Row) -> Verdict:
        some, of = part(row), whole(row)
        known = isinstance(some, int | Decimal) and isinstance(of, int | Decimal)
        return some * 100 >= of * percent if known else None

    return share


def _not(test: rules.Not) -> Judge:
    inner = judge(test.part)

    def negated(row: Row) -> Verdict:
        verdict = inner(row)
        return None if verdict is None else not verdict

    return negated


def _all(test: rules.All) -> Judge:
    parts = tuple(judge(part) for part in test.parts)

    def every(row: Row) -> Verdict:
        verdict: Verdict = True
        for part in parts:
            found = part(row)
            if found is False:
                return False
            verdict = None if found is None else verdict
        return verdict

    return every


def _any(test: rules.AnyOf) -> Judge:
    parts = tuple(judge(part) for part in test.parts)

    def some(row: Row) -> Verdict:
        verdict: Verdict = False
        for part in parts:
            found = part(row)
            if found is True:
                return True
            verdict = None if found is None else verdict
        return verdict

    return some


def _implies(test: rules.Implies) -> Judge:
    given, then = judge(test.given), judge(test.then)

    def implied(row: Row) -> Verdict:
        return then(row) if given(row) is True else True

    return implied


_MAKERS: Final[Mapping[type, Callable[[Any], Judge]]] = {
    rules.Compare: _compare,
    rules.In: _in,
    rules.Holds: _holds,
    rules.Present: _present,
    rules.Within: _within,
    rules.InMonth: _in_month,
    rules.Member: _member,
    rules.AgeAt: _age,
    rules.ShareAtLeast: _share,
    rules.Not: _not,
    rules.All: _all,
    rules.AnyOf: _any,
    rules.Implies: _implies,
}
