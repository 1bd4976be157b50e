"""One member of a record as lines of Python: a test of what its field certainly takes, inline.

A value that passes the test is taken as it is or by the plain conversion beside it; every other one
is put to the field itself, which may still take it. So the tests need not be complete, and the
words for what is wrong stay the field's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from marshmallow import ValidationError, missing

from schemas.checking import faults
from schemas.codes import MISSING_REASONS
from schemas.dataset import Column
from schemas.fast.learned import MOST_CELLS
from schemas.fast.wording import Lines, Names, indented, variable
from schemas.fields import (
    UNSAFE_TEXT,
    Amount,
    Code,
    Count,
    CountOrReason,
    Day,
    Domain,
    Flag,
    Instant,
    LinkedRef,
    Many,
    Month,
    Opaque,
    PersonRef,
    PersonRefs,
    Text,
)
from schemas.findings import Finding

VALUE: Final = "_value"
"""The local variable that holds the member at hand."""
_WIDEST: Final = 10**15  # more figures than an amount may have (schemas.fields.numbers)

Known = dict[str, Any]
"""Texts that a field has taken, with what it made of them."""


@dataclass(frozen=True, slots=True)
class Member:
    """One column as a record holds it.

    Attributes:
        column: the dataset's column.
        fill: what stands in where the file has no such column; None where nothing does.
        excused: whether it may be missing though it is mandatory.
        used: whether a rule asks for its value.
    """

    column: Column
    fill: Any
    excused: bool
    used: bool

    @property
    def skipped(self) -> bool:
        """Whether a record without it is right, and nothing stands in."""
        return self.fill is None and (self.excused or not self.column.field.mandatory)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a field certainly takes: the test, and what is loaded of a value that passes."""

    test: str
    loaded: str = VALUE


def lines(member: Member, *, holder: str, names: Names) -> Lines:
    """The lines that read a member of a record or block by `holder`, its `get`, into `_values`."""
    column, known = member.column, Known()
    taken = _taken(column.field, names, known)
    own = f"{variable(column.name)} = " if member.used else ""
    kept = f"_values[{column.name!r}] = {own}"
    put = names.of("put", Putting(column, known))
    yield f"# {column.name}: {type(column.field).__name__}"
    yield f"{VALUE} = {holder}({column.key!r}, MISSING)"
    yield from _missing(member, own, names)
    yield f"{'elif' if member.skipped else 'if'} {taken.test}:"
    yield f"    {kept}{taken.loaded}"
    if not column.field.mandatory:
        yield f"elif {VALUE} is None:"
        yield f"    {kept}None"
    yield "else:"
    if member.fill is None and not member.skipped:
        yield f"    _absent += {VALUE} is MISSING"
    yield f"    {own}{put}({VALUE}, _values, _findings, _broken)"


def _missing(member: Member, own: str, names: Names) -> Lines:
    """What becomes of a record without the member, where that may be."""
    if member.fill is not None:
        yield f"if {VALUE} is MISSING:"
        yield f"    _absent, {VALUE} = _absent + 1, {names.of('fill', member.fill)}"
    elif member.skipped:
        yield f"if {VALUE} is MISSING:"
        yield from indented(["_absent += 1", *([f"{own}None"] if own else [])])


class Putting:
    """Puts a value to a column's field, and keeps what it made of it or what is wrong.

    Args:
        column: the column.
        known: where texts that the field takes are remembered, so many and no more.
    """

    def __init__(self, column: Column, known: Known) -> None:
        self._column, self._known = column, known
        self._learns = type(column.field) in _LEARNING

    def __call__(
        self, value: Any, values: dict[str, Any], findings: list[Finding], broken: set[str | None]
    ) -> Any:
        """Give the loaded value, or None with the findings added."""
        name = self._column.name
        try:
            loaded = self._column.field.deserialize(value)
        except ValidationError as error:
            findings += faults(error, name=name)
            broken.add(name)
            return None
        if loaded is missing:
            return None
        if self._learns and isinstance(value, str) and len(self._known) < MOST_CELLS:
            self._known[value] = loaded
        values[name] = loaded
        return loaded


def _taken(field: Domain, names: Names, known: Known) -> Taken:
    """The test of a field's class; of a class that is not known, one that nothing passes."""
    kind = type(field)
    if kind in _LEARNING:
        return Taken(f"(_known := {names.of('known', known)}.get({VALUE})) is not None", "_known")
    maker = _TAKEN.get(kind)
    return maker(field, names) if maker else Taken("False")


def _code(field: Code, names: Names) -> Taken:
    return Taken(f"{VALUE} in {names.of('codes', field.values)}")


def _flag(_field: Flag, _names: Names) -> Taken:
    return Taken(f"{VALUE} is True or {VALUE} is False")


def _count(field: Count, _names: Names) -> Taken:
    return Taken(f"{VALUE}.__class__ is int and {field.low} <= {VALUE} <= {field.high}")


def _count_or_reason(field: CountOrReason, names: Names) -> Taken:
    reasons = names.of("reasons", MISSING_REASONS)
    return Taken(f"({_count(field, names).test}) or {VALUE} in {reasons}")


def _amount(_field: Amount, names: Names) -> Taken:
    test = f"{VALUE}.__class__ is int and {-_WIDEST} < {VALUE} < {_WIDEST}"
    return Taken(test, f"{names.of('decimal', Decimal)}({VALUE})")


def _patterned(field: Opaque | PersonRef, names: Names) -> Taken:
    return Taken(
        f"{VALUE}.__class__ is str and {names.of('matches', field.pattern.match)}({VALUE})"
    )


def _text(field: Text, names: Names) -> Taken:
    unsafe = names.of("unsafe", UNSAFE_TEXT.search)
    fits = f"{field.low} <= len({VALUE}.strip()) and len({VALUE}) <= {field.high}"
    return Taken(f"{VALUE}.__class__ is str and {fits} and not {unsafe}({VALUE})")


def _several(field: Many, names: Names) -> Taken:
    """A list of codes that differ; of anything else, none."""
    if type(field.of) is not Code:
        return Taken("False")
    codes = names.of("codes", field.of.values)
    return Taken(f"{_listed(field)} and {codes}.issuperset({VALUE})", f"tuple({VALUE})")


def _references(field: PersonRefs, names: Names) -> Taken:
    matches = names.of("matches", PersonRef.pattern.match)
    return Taken(f"{_listed(field)} and all(map({matches}, {VALUE}))", f"tuple({VALUE})")


def _linked(_field: LinkedRef, names: Names) -> Taken:
    matches = names.of("matches", PersonRef.pattern.match)
    return Taken(f"{VALUE}.__class__ is str and {matches}({VALUE})", f"({VALUE},)")


def _listed(field: Many) -> str:
    """One to so many different entries."""
    differ = f"len({{*{VALUE}}}) == len({VALUE})"
    return f"{VALUE}.__class__ is list and 0 < len({VALUE}) <= {field.longest} and {differ}"


_LEARNING: Final = frozenset({Day, Instant, Month})
"""Fields of few different texts, which are remembered."""

_TAKEN: Final[Mapping[type[Domain], Callable[[Any, Names], Taken]]] = {
    Amount: _amount,
    Code: _code,
    Count: _count,
    CountOrReason: _count_or_reason,
    Flag: _flag,
    LinkedRef: _linked,
    Many: _several,
    Opaque: _patterned,
    PersonRef: _patterned,
    PersonRefs: _references,
    Text: _text,
}
