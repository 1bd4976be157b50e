"""What an indicator is: its figures, what each counts and divides, and what may not be missing.

Here belong the shapes of a declaration and of a value, with no figure of their own. The forty
declarations stand in the modules of their families; how a value is worked out in `working`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from api.reports.indicators.value import Cell, Form
from schemas.breakdowns import MISSING, PERIOD_KINDS, PeriodKind, Unit

Filters = tuple[tuple[str, str], ...]
Direction = Literal["more_may_be_better", "more_is_better", "less_is_better", "neither"]

LEAST_KNOWN: Final = 80
"""Per cent of records that must know a value for a share of it to be shown (design)."""

PER: Final = 10_000
"""People for which a rate is said (SafeLives says conferences' cases for every 10,000 women)."""


@dataclass(frozen=True)
class Count:
    """A question to a release: a measure and a unit, with filters of one category each."""

    measure: str
    filters: Filters = ()
    unit: Unit = "records"

    @property
    def dataset(self) -> str:
        """The dataset that the measure is of."""
        return self.measure.partition(".")[0]


@dataclass(frozen=True)
class Stated:
    """A figure that agencies count themselves, each for a span of its own.

    Attributes:
        measure: its name in the register of declared measures.
        cell: dimensions and categories that its cell must have; other dimensions are its parts.
        role: which of its numbers is read.
        months: the months that its span must cover, 0 for any span.
    """

    measure: str
    cell: Filters = ()
    role: Literal["value", "numerator", "denominator"] = "value"
    months: int = 0


@dataclass(frozen=True)
class Unavailable:
    """A figure that no released cell and no declared figure can give.

    `reason` is a code; `words` say in one sentence why it cannot be had.
    """

    reason: str
    words: str


Source = Count | Stated | Unavailable


@dataclass(frozen=True)
class Line:
    """One figure of an indicator.

    Attributes:
        name: its letter where an indicator has several (`a`), else empty.
        title: what it says, in words that fit into a sentence.
        numerator, denominator: what is counted; a plain count has no denominator.
        known: breakdowns whose `missing` category must be small enough, or there is no value.
        periods: the kinds of period for which the questions exist.
        form: how it reads; from its parts where it is not said.
        mix: a breakdown over which the whole is shared out, a value for each of its categories, or
            of those in `mixed` where it names some.
        median: a breakdown in ordered bands, of which the one that holds the median is told.
        stated, stated_of: the same figure where agencies declare it, and what it is divided by.
        valid_from, valid_to: the days from and to which this definition holds.
        direction: what more of it means, where that is not what it means of the indicator.
    """

    name: str
    title: str
    numerator: Source
    denominator: Count | Stated | None = None
    known: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...] = PERIOD_KINDS
    form: Form | None = None
    mix: str = ""
    mixed: tuple[str, ...] = ()
    median: str = ""
    stated: Stated | None = None
    stated_of: Stated | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    direction: Direction | None = None

    @property
    def reads(self) -> Form:
        """How the line's figure reads."""
        if self.form is not None:
            return self.form
        if self.median:
            return "median"
        divided = self.denominator is not None or self.stated_of is not None or self.mix
        return "percent" if divided else "count"

    @property
    def counts(self) -> tuple[Count, ...]:
        """The questions that it puts to a release."""
        return tuple(s for s in (self.numerator, self.denominator) if isinstance(s, Count))

    @property
    def checks(self) -> tuple[tuple[Count, Count], ...]:
        """What tells whether enough records know what it turns on: all, and those that do not."""
        if not self.known or not self.counts:
            return ()
        of, unit = self.counts[-1].dataset, self.counts[-1].unit
        whole = Count(of, unit=unit)
        return tuple((whole, Count(of, ((name, MISSING),), unit)) for name in self.known)

    @property
    def declared(self) -> tuple[Stated, Stated | None] | None:
        """What it reads of declared figures: the figure and what it is divided by."""
        if isinstance(self.numerator, Stated):
            base = self.denominator if isinstance(self.denominator, Stated) else None
            return self.numerator, base
        return (self.stated, self.stated_of) if self.stated is not None else None

    def covers(self, first_day: date, last_day: date) -> bool:
        """Say whether the definition holds on every day from the first to the last."""
        begun = self.valid_from is None or self.valid_from <= first_day
        return begun and (self.valid_to is None or last_day <= self.valid_to)


@dataclass(frozen=True)
class Break:
    """A day from which figures are no longer like those of before.

    Attributes:
        day: the first day of the new way.
        words: what changed, in one sentence.
        line: the line that it is about; "" for all.
        by: only where figures are split by this breakdown.
        areas: local authorities that it is about; empty for all.
        source: where it was published.
    """

    day: date
    words: str
    source: str
    line: str = ""
    by: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """What somebody set out to reach, and where that was published.

    Attributes:
        line: the line it is set for.
        value: in the line's own unit.
        bound: the side of it that was wanted.
        first_day, last_day: the days for which it was set.
        area: for whom, in words.
        source: the publication.
    """

    line: str
    value: float
    bound: Literal["at_least", "at_most"]
    first_day: date
    last_day: date
    area: str
    source: str


@dataclass(frozen=True)
class Benchmark:
    """A published figure of another area, which stands beside a value and is never joined to it.

    Attributes:
        line: the line it is like.
        value: in the line's own unit.
        numerator, denominator: its parts, without which no percentage is declared here.
        first_day, last_day: the days it covers.
        area, source: of whom, and where it was published; `note` what differs.
    """

    line: str
    value: float
    first_day: date
    last_day: date
    area: str
    source: str
    note: str = ""
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class Indicator:
    """An indicator in one version.

    Attributes:
        id: `IND-04`; `name` is its name in code, `title` for people.
        version: of the definition; another numerator or denominator makes another version.
        form: whether it counts, divides, bands completeness or looks at returns.
        datasets: what it is worked out from; empty where it looks at returns alone.
        lines: its figures.
        paired: indicators without which it may not appear.
        breakdowns: by what it may be split.
        direction: what more of it means.
        caution: how not to read it.
        versions: the lines are rival definitions of one figure: never joined, and a comparison
            names the one it is about.
        least_known: per cent of records that must know what a line turns on.
        targets, benchmarks: published figures to hold it against.
        breaks: days across which it is not compared.
    """

    id: str
    name: str
    title: str
    form: Form
    datasets: tuple[str, ...]
    lines: tuple[Line, ...]
    direction: Direction
    caution: str
    version: str = "1"
    paired: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    versions: bool = False
    least_known: int = LEAST_KNOWN
    targets: tuple[Target, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    breaks: tuple[Break, ...] = ()

    def line(self, name: str) -> Line | None:
        """The line of that name."""
        return next((line for line in self.lines if line.name == name), None)


Read = Callable[[Count | Stated], Cell]
"""Reads one released cell, or the one declared figure of the area's population."""
