"""What reports are written from: values that were released, and how returns stood.

Plain values and nothing else. Whoever fills them in has read them from a sealed release; every
number in a report is one of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from api.disclosure.showing import Status
from api.reports.indicators import Cell, Indicator, Value
from api.reports.words import plain
from schemas.period import Period


@dataclass(frozen=True)
class Figure:
    """One value of an indicator: which line, for which category where it is split."""

    line: str
    title: str
    value: Value
    category: str | None = None


@dataclass(frozen=True)
class Band:
    """How complete one field is: of one agency, or of all where it names none."""

    dataset: str
    agency: str | None
    field: str
    band: str
    main_reason: str | None


@dataclass(frozen=True)
class Standing:
    """How one agency's return of one dataset and month stood; `days` run from the month's end."""

    agency: str
    dataset: str
    month: str
    status: str
    late: bool
    days: int | None


@dataclass(frozen=True)
class Participation:
    """Returns counted as returns: those owed, those that came in time, those that came at all."""

    expected: int
    on_time: int
    received: int
    statements: int
    share: Value
    median_days: int | None
    standings: tuple[Standing, ...]

    @property
    def heard(self) -> list[str]:
        """The agencies that sent something."""
        return sorted({each.agency for each in self.standings if each.days is not None})


@dataclass(frozen=True)
class Figures:
    """An indicator with its figures."""

    indicator: Indicator
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Part:
    """One category and its released count."""

    code: str
    label: str
    cell: Cell


@dataclass(frozen=True)
class Split:
    """A measure in one period, split by one breakdown."""

    measure: str
    title: str
    breakdown: str
    by: str
    period: Period
    parts: tuple[Part, ...]

    @property
    def shown(self) -> list[Part]:
        """The categories that have a value."""
        return [part for part in self.parts if part.cell.value is not None]


@dataclass(frozen=True)
class Point:
    """A period of a trend, and how it follows the one before.

    Attributes:
        follows: `ok` where the two may be set side by side, else the status that says why not.
        agencies: those that joined or left between the two.
        why: of a break that is declared, its sentence.
    """

    period: Period
    value: Value
    follows: Status = "ok"
    agencies: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Trend:
    """One figure over the months or quarters of a year; `name` is its indicator or measure."""

    name: str
    line: str
    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Total:
    """A measure of the whole area, with its title and what is counted in words."""

    measure: str
    title: str
    cell: Cell


@dataclass(frozen=True)
class Declared:
    """A figure that an agency counted itself, for the span it covers.

    Attributes:
        cell: the categories of a part; empty for the whole. `by` are their dimensions, `labels`
            what they are called, in the same order.
        rule: how it was counted, a code of that list.
        unit: pounds, days, or a number of things.
    """

    agency: str
    measure: str
    title: str
    value: int | float | None
    numerator: int | None
    denominator: int | None
    first_day: date
    last_day: date
    exact: bool
    source: str | None
    cell: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    rule: str = ""
    unit: str = "count"
    provisional: bool = False


@dataclass(frozen=True)
class Change:
    """An earlier period's count beside this one, or why there is none."""

    period: Period
    value: int | None
    status: str
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Update:
    """What was said of a commitment in one quarter; `standing` is a code of that list, or empty
    where no register came for it.
    """

    quarter: Period
    standing: str
    text: str = ""


@dataclass(frozen=True)
class Commitment:
    """One commitment as the register has it; codes are those of the register's lists.

    Attributes:
        number: its place among the report's objectives, as `3.2`.
        updates: the quarters of the financial year up to the report's own, in order.
        bears_on: indicators and measures that it names.
    """

    number: str
    wording: str
    lifecycle: str | None
    rag: str | None
    owner: str | None
    due_on: date | None
    completed_on: date | None
    reason: str | None
    updates: tuple[Update, ...]
    bears_on: tuple[str, ...]


@dataclass(frozen=True)
class Objective:
    """An objective of a strategy, or a recommendation of a review, with what follows from it."""

    number: int
    kind: str
    wording: str
    commitments: tuple[Commitment, ...]


@dataclass(frozen=True)
class Register:
    """The register of reviews, as far as it may be known."""

    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A statement that its agency and the lead have both released.

    `question` is the one of a scrutiny board that it answers, if it answers one.
    """

    statement_id: str
    agency: str
    month: str
    measure: str
    text: str
    question: str | None = None


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What every report rests on: a release, whose it is, and who is in it.

    Attributes:
        names: what the agencies are called; `datasets` what the datasets are.
        coverage: who is in each dataset and who is not.
        feedback: themes of what survivors said, already released for the report.
        statements: those that both sides have released, and how many are still held back.
    """

    partnership: str
    period: Period
    release_id: str
    epoch: int
    sealed_at: datetime
    policy_version: str
    purpose: str | None
    agreement: str | None
    names: Mapping[str, str]
    datasets: Mapping[str, str]
    participation: Participation
    declared: tuple[Declared, ...]
    equality: tuple[Split, ...]
    bands: tuple[Band, ...]
    coverage: tuple[Mapping[str, Any], ...] = ()
    feedback: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    held_back: int = 0

    def called(self, agency: str) -> str:
        """What an agency is called in prose."""
        return plain(self.names.get(agency, agency))


@dataclass(frozen=True, kw_only=True)
class Facts(Basis):
    """Everything a board report says.

    Attributes:
        areas: a split by area of the finest kind that can be shown, one for each of its periods.
        blocked: indicators that cannot be worked out, with the datasets nobody has sent.
        register: objectives and commitments; None where no register is in the release.
        bearing: what commitments name as bearing on them, by its name.
        trends: figures over the periods before this one, by the section they belong to.
    """

    indicators: Mapping[str, Figures]
    change: Change | None
    totals: tuple[Total, ...]
    areas: tuple[Split, ...]
    blocked: Mapping[str, tuple[str, ...]]
    register: Register | None = None
    bearing: Mapping[str, Figures | Total] = field(default_factory=dict)
    trends: Mapping[str, tuple[Trend, ...]] = field(default_factory=dict)
