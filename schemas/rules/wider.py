"""Tests that need more than a row: the whole file, or the agency's own rows of other months."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.rules.expressions import Field


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
    """Nights occupied in the month are at most its days times the capacity declared."""

    kind: Field
    start: Field
    end: Field
    measure: str


BatchTest = Unique | ShareAtMost | PartsSum | AtMostBeside | SumBeside
StoredTest = Steady | SteadyAge | ChangeAtMost | NoRecords | NightsWithinCapacity
