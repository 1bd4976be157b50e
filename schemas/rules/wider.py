"""Tests that need more than a row: the whole file, the agency's own rows of other months, or every
agency's rows at a freeze. Which of them a test looks at is said by the kind of its rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.rules.expressions import Expression, Field


@dataclass(frozen=True, slots=True)
class Unique:
    """No two rows agree in all the named fields (rows with a blank among them excepted)."""

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
    """Among rows that agree in `match`, the value of the row keyed `lower`, so many `times`, is at
    most that of the row keyed `upper`.
    """

    key: Field
    lower: str
    upper: str
    match: tuple[Field, ...]
    value: Field
    times: int = 1


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
    """The person's value is the one the agency sent for them before (reasons excepted)."""

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
    """The figure moved by at most this share against the agency's figure of the month before.

    Figures that differ in `like` (how they were counted) are not held against each other.
    """

    figure: tuple[Field, ...]
    value: Field
    share: float
    like: Field


@dataclass(frozen=True, slots=True)
class SameAsBefore:
    """The field of a figure is what it was in the agency's figure of the month before."""

    figure: tuple[Field, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class NoRecords:
    """The agency sent no records of the dataset for the month that this row counts."""

    dataset: Field


@dataclass(frozen=True, slots=True)
class NightsWithinCapacity:
    """Nights occupied in the month are at most its days times the capacity declared."""

    kind: Field
    start: Field
    end: Field
    measure: str


@dataclass(frozen=True, slots=True)
class Companion:
    """A row for which `where` holds has a companion: another row of `dataset` that agrees with it.

    Attributes:
        where: over the row's own fields; which rows are asked.
        match: (own field, field of the other row) pairs that must agree; of a list, any item. A
            row with a blank or a missing reason among them is not asked.
        dataset: the dataset of the other row, which may be the row's own.
        day, other_day: own day, and the other row's day that lies `low` to `high` days after it;
            a moment counts by its date in London, a month by its first day.
        meets: over the other row's fields; what it must be.
        wanted: False where there must be no such row.
        due: a day by which a companion can be asked for: rows are judged only where it lies more
            than `high` days after `day`.
    """

    where: Expression
    match: tuple[tuple[Field, Field], ...]
    dataset: str
    day: Field
    other_day: Field
    low: int
    high: int
    meets: Expression | None = None
    wanted: bool = True
    due: Field | None = None


@dataclass(frozen=True, slots=True)
class Apart:
    """The spans of rows that agree in `match` do not overlap; a blank end is an open one.

    A span that begins on the day another ends does not overlap it.
    """

    match: tuple[Field, ...]
    start: Field
    end: Field


@dataclass(frozen=True, slots=True)
class Forward:
    """Among rows that agree in `match`, a later day never has a stage earlier in `order`."""

    match: tuple[Field, ...]
    stage: Field
    order: tuple[str, ...]
    day: Field


Beside = Companion | Apart | Forward | Unique
"""Tests that hold rows against each other, in the file alone or beside the agency's own past."""

BatchTest = Beside | ShareAtMost | PartsSum | AtMostBeside | SumBeside
StoredTest = (
    Beside | Steady | SteadyAge | ChangeAtMost | SameAsBefore | NoRecords | NightsWithinCapacity
)
