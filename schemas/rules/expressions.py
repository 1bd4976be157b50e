"""The closed set of operators over one row, and the fields and constants they work on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal


@dataclass(frozen=True, slots=True)
class Field:
    """The value of a field, by its dotted name, or of the context (`envelope.month`,
    `agency.sector`).
    """

    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A constant."""

    value: Any


Operand = Field | Value


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`; unknown when either side is blank or of another type."""

    op: Literal["<", "<=", "==", "!=", ">=", ">"]
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class In:
    """The field's value is one of the values."""

    field: Field
    values: frozenset[Any]


@dataclass(frozen=True, slots=True)
class Holds:
    """The list-valued field holds the value."""

    field: Field
    value: Operand


@dataclass(frozen=True, slots=True)
class Present:
    """The field has a value.

    Of a column that the file does not have nothing is said, unless `needed`: then it has none.
    """

    field: Field
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """`later` lies `low` to `high` days after `earlier`; a moment counts by its date in London."""

    later: Operand
    earlier: Operand
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class InMonth:
    """The date or month lies in the given month."""

    day: Field
    month: Field


@dataclass(frozen=True, slots=True)
class Member:
    """The code belongs to the parent code and is in use on the date, by a code list."""

    code: Field
    parent: Field
    on: Field
    codes: str


@dataclass(frozen=True, slots=True)
class AgeAt:
    """The person's age in years lies from `low` to `high`, both included."""

    age: Field
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ShareAtLeast:
    """`part` is at least `percent` hundredths of `whole`; unknown when either is blank."""

    part: Field
    whole: Field
    percent: int


@dataclass(frozen=True, slots=True)
class Not:
    """The expression does not hold."""

    part: Expression


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Implies:
    """Where the first holds, so does the second."""

    given: Expression
    then: Expression


Expression = (
    Compare
    | In
    | Holds
    | Present
    | Within
    | InMonth
    | Member
    | AgeAt
    | ShareAtLeast
    | Not
    | All
    | AnyOf
    | Implies
)

EXPRESSIONS: Final = (
    Compare,
    In,
    Holds,
    Present,
    Within,
    InMonth,
    Member,
    AgeAt,
    ShareAtLeast,
    Not,
    All,
    AnyOf,
    Implies,
)
"""The closed set of operators over one row."""
