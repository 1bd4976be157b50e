"""What is asked of the files: numbers of rows, sums, and persons; answered in one pass over each.

A question is a value; two that are alike are asked once. Rows are read so many at a time, and what
is kept is a number for each question, and eight bytes for each person of a question about persons.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from synth.scoring.conditions import Where, columns, holds
from synth.scoring.reading import File, frames, people


@dataclass(frozen=True)
class Question:
    """A number to be found in the rows of one dataset that meet conditions.

    Attributes:
        months: those of the returns that are read.
        said: the conditions, as JSON so that questions can be held against each other.
        summed: the column whose numbers are summed; rows are counted without one.
        span: two columns of days and a number of days; rows count that have both, no further apart.
        agency: whose returns are read; all without one.
    """

    dataset: str
    months: frozenset[str]
    said: str
    summed: str = ""
    span: tuple[str, str, int] | None = None
    agency: str = ""

    @cached_property
    def where(self) -> Where:
        """The conditions."""
        found: Where = json.loads(self.said)
        return found

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it needs."""
        return columns(self.where) | {"record_id", *(self.span or ())[:2], self.summed} - {""}

    def about(self, file: File) -> bool:
        """Whether a file has rows for it."""
        return file.month in self.months and self.agency in ("", file.agency)

    def expression(self) -> pl.Expr:
        """The number in a table."""
        found = holds(self.where)
        if self.span:
            since, until, most = self.span
            apart = (_day(until) - _day(since)).dt.total_days()
            found = found & apart.is_between(0, most).fill_null(value=False)
        if self.summed:
            return pl.col(self.summed).cast(pl.Float64, strict=False).filter(found).sum()
        return found.sum()


@dataclass(frozen=True)
class Persons:
    """Whom the rows that meet conditions are about, each as often as there are rows.

    Attributes:
        block: the block of the person.
        day: the column of the day that is kept of each; none without one.
    """

    rows: Question
    block: str
    day: str = ""


@dataclass(frozen=True)
class Answers:
    """What was found."""

    numbers: Mapping[Question, float]
    persons: Mapping[Persons, pl.DataFrame]


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.slice(0, 10).str.to_date(strict=False)


def asked(
    dataset: str, where: Where, months: Collection[str], *, agency: str = "", **rest: Any
) -> Question:
    """A question with its conditions as they are written."""
    said = json.dumps(where, sort_keys=True)
    return Question(dataset, frozenset(months), said, agency=agency, **rest)


def answered(files: Iterable[File], wanted: Collection[Question | Persons]) -> Answers:
    """The answers to all questions."""
    counts = {each for each in wanted if isinstance(each, Question)}
    persons = {each for each in wanted if isinstance(each, Persons)}
    numbers: defaultdict[Question, float] = defaultdict(float)
    found: dict[Persons, list[pl.DataFrame]] = {each: [] for each in persons}
    for file in files:
        if file.level != "record":
            continue
        mine = [q for q in counts if q.dataset == file.dataset and q.about(file)]
        theirs = [p for p in persons if p.rows.dataset == file.dataset and p.rows.about(file)]
        _count(file, mine, numbers)
        for each in theirs:
            found[each].append(_persons(file, each))
    empty = {"person": pl.UInt64, "day": pl.Date}
    return Answers(
        {each: numbers[each] for each in counts},
        {each: pl.concat(held) if held else pl.DataFrame(schema=empty)
         for each, held in found.items()},
    )  # fmt: skip


def _count(file: File, mine: list[Question], numbers: defaultdict[Question, float]) -> None:
    needed = sorted(frozenset[str]().union(*(each.columns for each in mine)))
    if not mine:
        return
    asking = [each.expression().alias(str(place)) for place, each in enumerate(mine)]
    for some in frames(file, needed):
        for each, number in zip(mine, some.select(asking).row(0), strict=True):
            numbers[each] += number or 0


def _persons(file: File, wanted: Persons) -> pl.DataFrame:
    needed = sorted(wanted.rows.columns | {wanted.day} - {""})
    day = _day(wanted.day) if wanted.day else pl.lit(None, pl.Date)
    rows = [
        some.filter(holds(wanted.rows.where)).select("record_id", day.alias("day"))
        for some in frames(file, needed)
    ]
    if not rows:
        return pl.DataFrame(schema={"person": pl.UInt64, "day": pl.Date})
    return pl.concat(rows).join(people(file, wanted.block), on="record_id").select("person", "day")
