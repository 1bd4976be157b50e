"""Cross-field rules as values.

A rule is an expression over named fields from a closed set of operators, with an id, a kind, a
severity
and a sentence. No rule holds a function: whatever can evaluate these operators can run every rule,
so
that a compiled path can be added without touching a dataset.

Logic has three values. A comparison with a blank field, or with a reason in place of a number, is
unknown, and an unknown rule holds: what is missing is reported by its own field, once. `Present`
of a
field whose column is not in the file at all is unknown too, so that a short file is not punished
for
columns that its sender does not have.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, Literal

from schemas.findings import Severity

Kind = Literal["row", "policy", "batch", "stored"]
"""`row` needs the record alone, `policy` also who sends it, `batch` the whole file, `stored` the
agency's own rows of other months."""


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
    """The field has a value."""

    field: Field


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


@dataclass(frozen=True, slots=True)
class Unique:
    """No two rows of the file agree in all the named fields (rows with a blank among them
    excepted).
    """

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ShareAtMost:
    """At most this share of the file's rows has one and the same missing reason in the field.

    Files of fewer than `base` rows are not judged.
    """

    field: Field
    share: float
    base: int


@dataclass(frozen=True, slots=True)
class PartsSum:
    """The breakdown cells of a declared figure sum to its total row, dimension by dimension."""

    figure: tuple[Field, ...]
    cell: Field
    value: Field


@dataclass(frozen=True, slots=True)
class AtMostBeside:
    """Among rows that agree in `match`, the value of the row keyed `lower` is at most that keyed
    `upper`.
    """

    key: Field
    lower: str
    upper: str
    match: tuple[Field, ...]
    value: Field


@dataclass(frozen=True, slots=True)
class SumBeside:
    """Among rows that agree in `match`, the rows keyed `parts` sum to the row keyed `whole`."""

    key: Field
    parts: tuple[str, ...]
    whole: str
    match: tuple[Field, ...]
    value: Field


@dataclass(frozen=True, slots=True)
class Steady:
    """The person's value is the one the same agency sent for the person before (reasons
    excepted).
    """

    person: Field
    field: Field


@dataclass(frozen=True, slots=True)
class SteadyAge:
    """The person's age moved from the last one sent by as many years as have passed, give or take
    one.
    """

    person: Field
    age: Field


@dataclass(frozen=True, slots=True)
class ChangeAtMost:
    """The figure moved by at most this share against the agency's figure of the month before."""

    figure: tuple[Field, ...]
    value: Field
    share: float


@dataclass(frozen=True, slots=True)
class NoRecords:
    """The agency sent no records of the dataset for the month that this row counts."""

    dataset: Field


@dataclass(frozen=True, slots=True)
class NightsWithinCapacity:
    """Nights occupied in the month are at most the days times the capacity declared for the
    month.
    """

    kind: Field
    start: Field
    end: Field
    measure: str


Expression = (
    Compare | In | Holds | Present | Within | InMonth | Member | AgeAt | Not | All | AnyOf | Implies
)
BatchTest = Unique | ShareAtMost | PartsSum | AtMostBeside | SumBeside
StoredTest = Steady | SteadyAge | ChangeAtMost | NoRecords | NightsWithinCapacity
Test = Expression | BatchTest | StoredTest


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the common schema.

    Attributes:
        id: `EVT-V01`; published, never used again for another rule.
        kind: what it needs to see.
        severity: what its breach means to the sender.
        sentence: what is wrong and what would be right, without any value.
        test: the expression that must hold.
        field: the dotted field the finding points at.
    """

    id: str
    kind: Kind
    severity: Severity
    sentence: str
    test: Test
    field: str


def named(test: object) -> frozenset[str]:
    """The dotted names of all fields in a test."""
    if isinstance(test, Field):
        return frozenset({test.name})
    parts = test if isinstance(test, tuple) else _parts(test)
    return frozenset[str]().union(*(named(part) for part in parts))


def _parts(test: Any) -> tuple[Any, ...]:
    """What an operator is made of; nothing for a plain value."""
    return tuple(getattr(test, part.name) for part in fields(test)) if is_dataclass(test) else ()


def placed(rule: Rule, *, block: str) -> Rule:
    """A rule about `person.*` as the rule about one block of a dataset (`victim.*`)."""
    return replace(rule, test=_placed(rule.test, block), field=_renamed(rule.field, block))


def _renamed(name: str, block: str) -> str:
    return f"{block}.{name.removeprefix('person.')}" if name.startswith("person.") else name


def _placed(part: Any, block: str) -> Any:
    if isinstance(part, Field):
        return Field(_renamed(part.name, block))
    if isinstance(part, tuple):
        return tuple(_placed(item, block) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part, **{f.name: _placed(getattr(part, f.name), block) for f in fields(part)}
        )
    return part


EXPRESSIONS: Final = (
    Compare,
    In,
    Holds,
    Present,
    Within,
    InMonth,
    Member,
    AgeAt,
    Not,
    All,
    AnyOf,
    Implies,
)
"""The closed set of operators over one row."""
