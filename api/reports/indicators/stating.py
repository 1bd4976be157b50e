"""Figures that agencies counted themselves: each for its own span, by its own rule, and unadded.

Here a figure and its base are found for each other: they are of one agency, one span, one cell and
one rule, or there is no quotient. What may be shown of a declared figure was settled when its
release was sealed; a rate whose base or part is hidden is not made here either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from api.disclosure.showing import Status
from api.reports.indicators import intervals
from api.reports.indicators.model import Filters, Line, Stated
from api.reports.indicators.value import Cell, Declaration, Form, Value
from api.reports.indicators.working import counted, quotient

LEAST_EXACT_BASE: Final = 20
"""Smallest base of a quotient of figures that are already published (design)."""

_DECIMALS: Final = 1

Role = Literal["value", "numerator", "denominator"]


@dataclass(frozen=True)
class Own:
    """A declared figure as a release shows it.

    Attributes:
        agency, measure: who declared what.
        cell: its dimensions and categories, sorted; empty for the whole.
        first_day, last_day: the days it covers; of a stock, its day twice.
        value, numerator, denominator: its numbers.
        rule, exact, provisional, source: how it was counted, and how final and how public it is.
    """

    agency: str
    measure: str
    cell: Filters
    first_day: date
    last_day: date
    value: float | None
    numerator: int | None
    denominator: int | None
    rule: str
    exact: bool
    provisional: bool = False
    source: str | None = None

    def number(self, role: Role) -> float | None:
        """One of its numbers."""
        found: float | None = getattr(self, role)
        return found

    def said(self, rest: Filters = ()) -> Declaration:
        """By whom it was declared and for which days; `rest` is the part of its cell to name."""
        days = (self.first_day, self.last_day)
        return Declaration(self.agency, rest, *days, self.rule, self.exact, self.source)

    def rest(self, stated: Stated) -> Filters | None:
        """Its cell beyond the one asked for; None where it is another figure, or of another span.

        A span is so many whole months long, or any length.
        """
        wanted = set(stated.cell)
        if self.measure != stated.measure or not wanted <= set(self.cell):
            return None
        if stated.months and months(self.first_day, self.last_day) != stated.months:
            return None
        return tuple(pair for pair in self.cell if pair not in wanted)


def months(first_day: date, last_day: date) -> int | None:
    """The whole months from the first to the last day; None where they are not whole."""
    after = last_day + timedelta(days=1)
    if (first_day.day, after.day) != (1, 1):
        return None
    return 12 * (after.year - first_day.year) + after.month - first_day.month


def stated(line: Line, *, own: Sequence[Own]) -> Iterator[tuple[str | None, Value]]:
    """The line's figures as agencies declared them, each with the category of its cell.

    In the order of agency, cell and span. A quotient without its base is left out.
    """
    if line.declared is None:
        return
    part, base = line.declared
    held = [(each, rest) for each in own if (rest := each.rest(part)) is not None]
    for each, rest in sorted(held, key=lambda pair: (pair[0].agency, pair[1], pair[0].last_day)):
        whole = _base(each, rest, base=base, own=own) if base is not None else None
        if base is None or whole is not None:
            yield _category(rest), _value(line, each, rest, part=part, base=base, whole=whole)


def _base(each: Own, rest: Filters, *, base: Stated, own: Sequence[Own]) -> Own | None:
    """The figure of the same agency, span, cell and rule that it is divided by."""
    same = (each.agency, each.first_day, each.last_day, each.rule)
    return next(
        (
            other
            for other in own
            if (other.agency, other.first_day, other.last_day, other.rule) == same
            and other.rest(base) == rest
        ),
        None,
    )


def _value(
    line: Line, each: Own, rest: Filters, *, part: Stated, base: Stated | None, whole: Own | None
) -> Value:
    exact = each.exact and (whole is None or whole.exact)
    source = each.source or (whole.source if whole else None)
    said = replace(each.said(rest), exact=exact, source=source)
    if not line.covers(each.first_day, each.last_day):
        return Value(None, "not_available", "not_in_force", unit=line.reads, declared=said)
    provisional = each.provisional or (whole is not None and whole.provisional)
    status: Status = "provisional" if provisional else "declared"
    number = each.number(part.role)
    if whole is None or base is None:
        return replace(_alone(number, exact=exact, status=status), declared=said)
    under = whole.number(base.role)
    made = _divided(line.reads, number, under=under, exact=exact, status=status)
    return replace(made, declared=said)


def _divided(
    form: Form, number: float | None, *, under: float | None, exact: bool, status: Status
) -> Value:
    if number is None or under is None:
        return Value(None, "suppressed", "part_hidden", unit=form)
    if exact:
        return _exact(form, number, under=under, status=status)
    return quotient(form, Cell(round(number), status), base=Cell(round(under), status))


def _alone(number: float | None, *, exact: bool, status: Status) -> Value:
    if number is None:
        return Value(None, "suppressed", "part_hidden")
    if exact or number != int(number):
        return Value(int(number) if number == int(number) else number, status)
    return counted(Cell(int(number), status))


def _exact(form: Form, number: float, *, under: float, status: Status) -> Value:
    """A quotient of two figures that are shown as they were declared: no noise, one decimal."""
    part, whole = round(number), round(under)
    if whole < LEAST_EXACT_BASE:
        return Value(None, "suppressed", "base_too_small", part, whole, unit=form)
    if form == "ratio":
        return Value(round(number / under, _DECIMALS), status, "", part, whole, unit=form)
    chance = intervals.outward(intervals.wilson(part, base=whole))
    value = round(100 * min(number / under, 1.0), _DECIMALS)
    return Value(value, status, "", part, whole, unit=form, chance=chance)


def _category(rest: Filters) -> str | None:
    return ", ".join(category for _, category in rest) or None
