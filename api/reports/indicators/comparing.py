"""Figures held against others: an earlier span, a target. Never joined, and a number only if fair.

Two spans are set side by side where they are counted by the same rule, on the same side of every
break, for as many months, and share no day. Whether contributors changed is decided elsewhere, from
who sent what. A movement is called one only where noise and chance do not explain it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from api.disclosure.ptable import VARIANCE
from api.disclosure.showing import Status
from api.reports.indicators.intervals import DEVIATIONS
from api.reports.indicators.model import PER, Break, Direction, Indicator, Line, Target
from api.reports.indicators.stating import months
from api.reports.indicators.value import Declaration, Value

Verdict = Literal["higher", "lower", "no_clear_change"]
Meaning = Literal["better", "worse", "may_be_better", "may_be_worse", "neither"]
Reached = Literal["met", "not_met", "too_close_to_tell"]

_FEW_DAYS: Final = 3  # by which spans of so many months differ in length (design)
_MEANS: Final[dict[Direction, tuple[Meaning, Meaning]]] = {
    "more_is_better": ("better", "worse"),
    "less_is_better": ("worse", "better"),
    "more_may_be_better": ("may_be_better", "may_be_worse"),
    "neither": ("neither", "neither"),
}
"""What a higher and a lower figure mean, by the direction of good (REQ-72)."""


@dataclass(frozen=True)
class Movement:
    """How a figure stands to the same figure of an earlier span.

    `verdict` and `meaning` are None unless the status is `ok`.
    """

    status: Status
    reason: str = ""
    verdict: Verdict | None = None
    meaning: Meaning | None = None


def moved(now: Value, *, before: Value, direction: Direction) -> Movement:
    """How a value stands to an earlier one that may be set beside it."""
    for each in (now, before):
        if each.value is None and each.band is None:
            return Movement(each.status, each.reason)
    verdict = _verdict(now, before)
    higher, lower = _MEANS[direction]
    meaning = {"higher": higher, "lower": lower, "no_clear_change": None}[verdict]
    return Movement("ok", "", verdict, meaning)


def _verdict(now: Value, before: Value) -> Verdict:
    if now.value is None or before.value is None:
        return "no_clear_change"
    difference = now.value - before.value
    if abs(difference) <= DEVIATIONS * math.sqrt(_variance(now) + _variance(before)):
        return "no_clear_change"
    return "higher" if difference > 0 else "lower"


def _variance(value: Value) -> float:
    """The variance of a value by chance and, where its counts are moved, by noise."""
    number, base = value.value or 0, value.denominator
    noise = VARIANCE if value.noise is not None else 0.0
    if base is None:
        return number + noise
    part = value.numerator or 0
    share = part / base
    if value.unit == "percent":
        capped = min(share, 1.0)
        chance = capped * (1 - capped) / base
        return 100**2 * (chance + noise * (1 + share * share) / base**2)
    if value.unit == "rate":
        return PER**2 * (part + noise) / base**2
    return noise * (1 + share * share) / base**2


def broken(
    indicator: Indicator, line: Line, *, first: date, last: date, by: str = "", area: str = ""
) -> Break | None:
    """The break between an earlier span that begins at `first` and a later one that ends at `last`.

    `by` is what figures are split by, `area` the local authority they are of.
    """
    return next(
        (
            each
            for each in indicator.breaks
            if first < each.day <= last
            and each.line in ("", line.name)
            and each.by in ("", by)
            and (not each.areas or area in each.areas)
        ),
        None,
    )


def follows(
    indicator: Indicator, line: Line, value: Value, *, among: Sequence[Value], area: str = ""
) -> tuple[Value, Movement] | None:
    """How a declared figure stands to the one before it of the same agency and cell.

    None where it is the first of them. `area` is the local authority of the partnership.
    """
    said = value.declared
    if said is None:
        return None
    earlier = [
        (each, other)
        for each in among
        if (other := each.declared) is not None
        and (other.agency, other.cell) == (said.agency, said.cell)
        and other.last_day < said.last_day
    ]
    if not earlier:
        return None
    before, other = max(earlier, key=lambda pair: pair[1].last_day)
    cut = broken(indicator, line, first=other.first_day, last=said.last_day, area=area)
    barred = _barred(said, other, cut=cut)
    direction = line.direction or indicator.direction
    return before, barred or moved(value, before=before, direction=direction)


def _barred(said: Declaration, other: Declaration, *, cut: Break | None) -> Movement | None:
    """Why two declared figures are not set side by side, the gravest reason first."""
    if said.rule != other.rule:
        return Movement("series_break", "counting_rule_changed")
    if cut is not None:
        return Movement("series_break", "definition_changed")
    if other.last_day >= said.first_day:
        return Movement("not_available", "spans_overlap")
    if not _as_long(said, other):
        return Movement("not_available", "spans_differ")
    return None


def _as_long(said: Declaration, other: Declaration) -> bool:
    spans = [months(each.first_day, each.last_day) for each in (said, other)]
    if None not in spans:
        return spans[0] == spans[1]
    days = [(each.last_day - each.first_day).days for each in (said, other)]
    return abs(days[0] - days[1]) <= _FEW_DAYS


def reached(target: Target, value: Value) -> Reached | None:
    """Whether a value reaches a target; None where there is no value.

    Too close to tell is a target that lies where noise or chance could have put the value.
    """
    if value.value is None:
        return None
    ends = [each for each in (value.noise, value.chance) if each is not None]
    if any(each.low <= target.value <= each.high for each in ends):
        return "too_close_to_tell"
    above = value.value >= target.value
    return "met" if above == (target.bound == "at_least") else "not_met"


def set_for(indicator: Indicator, line: Line, *, first: date, last: date) -> tuple[Target, ...]:
    """The targets of a line that were set for any of these days."""
    return tuple(
        each
        for each in indicator.targets
        if each.line == line.name and each.first_day <= last and first <= each.last_day
    )
