"""What a figure is once it is worked out: its value, its parts, its uncertainty, or its reason.

Plain values, made in `working` from released cells and in `stating` from figures that agencies
counted themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from api.disclosure.showing import Status

Form = Literal["count", "percent", "rate", "ratio", "median", "mixed", "bands", "returns"]
"""How a figure reads: a count; a whole percentage; a rate for every 10,000 people; so many for each
one; the released band that holds the median. `mixed` is an indicator whose lines differ, `bands` is
completeness and `returns` participation."""


@dataclass(frozen=True)
class Cell:
    """A released count, or why there is none."""

    value: int | None
    status: Status
    reason: str = ""


@dataclass(frozen=True)
class Interval:
    """From where to where a value may lie, both ends included, in the value's own unit."""

    low: float
    high: float


@dataclass(frozen=True)
class Declaration:
    """By whom a figure was declared, for which days, by which rule, and where it was published.

    Attributes:
        agency: who counted it.
        cell: dimensions and categories of which it is a part; empty for the whole.
        first_day, last_day: the days it covers; of a stock, its day twice.
        rule: the counting rule it was counted by.
        exact: it is shown as declared; another is protected like a cell.
        source: the publication that holds it, where there is one.
    """

    agency: str
    cell: tuple[tuple[str, str], ...]
    first_day: date
    last_day: date
    rule: str
    exact: bool
    source: str | None = None


@dataclass(frozen=True)
class Value:
    """A line's figure: a count, or a quotient with its two counts.

    Attributes:
        value: None unless the status shows one; whole, but for rates, ratios and the percentages
            of exact figures.
        status, reason: what holds of it, and why there is no value.
        numerator, denominator: the released counts it is worked out from; shown together with a
            quotient, or where its base alone is too small for one.
        margin: percentage points either way, for noise and small numbers together.
        unit: how it reads.
        band: the category that holds a median.
        noise: where the value would lie without the noise, two standard deviations either way.
        chance: where it might have lain by chance alone, 95 per cent of the time.
        declared: of a figure that an agency counted itself; of a released one None.
        base: of a rate, who declared the population, of which day, and from which source.
    """

    value: float | None
    status: Status
    reason: str = ""
    numerator: int | None = None
    denominator: int | None = None
    margin: int | None = None
    unit: Form = "count"
    band: str | None = None
    noise: Interval | None = None
    chance: Interval | None = None
    declared: Declaration | None = None
    base: Declaration | None = None


@dataclass(frozen=True)
class Mark:
    """A published figure of another area beside a line's: for days of its own, or why it is
    withheld.
    """

    line: str
    area: str
    first_day: date
    last_day: date
    source: str
    value: Value
    note: str = ""
