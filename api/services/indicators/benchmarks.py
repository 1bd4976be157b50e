"""Published figures of other areas beside an indicator's: each with its own span and source.

They are never joined to a value. Where a benchmark covers another length of time, or lies on the
other side of a break, its number is withheld and the reason said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from api.disclosure.showing import Status
from api.reports.facts import Figure
from api.reports.indicators import Benchmark, Indicator, Line, Mark, Own, Value
from api.reports.indicators.comparing import broken
from api.reports.indicators.stating import months
from api.services import aggregates
from api.services.answers import Book
from api.services.indicators.stated import owned

MEASURE = "benchmark"


def beside(book: Book, indicator: Indicator, *, figures: Sequence[Figure]) -> Iterator[Mark]:
    """The benchmarks of an indicator: those of the register, then those that agencies declare."""
    for each in indicator.benchmarks:
        yield _registered(indicator, each)
    lines = {_plain(indicator.id, line.name): line for line in indicator.lines}
    for own in owned(book, MEASURE):
        named = dict(own.cell)
        line = lines.get(_plain(named.get("indicator", "")))
        if line is not None:
            aggregates.use_declared(book, {"agency": own.agency, "measure": MEASURE})
            value = _declared(book, indicator, line, own, figures=figures)
            days = (own.first_day, own.last_day)
            yield Mark(line.name, named.get("area", ""), *days, own.source or "", value)


def _registered(indicator: Indicator, each: Benchmark) -> Mark:
    line = indicator.line(each.line)
    unit = line.reads if line is not None else "count"
    parts = (each.numerator, each.denominator)
    value = Value(each.value, "declared", "", *parts, unit=unit)
    return Mark(
        each.line, each.area, each.first_day, each.last_day, each.source, value, each.note
    )  # fmt: skip


def _declared(
    book: Book, indicator: Indicator, line: Line, own: Own, *, figures: Sequence[Figure]
) -> Value:
    """A declared benchmark's share, where it covers the span of a figure it stands beside."""
    spans = [(book.period.start, book.period.end)]
    spans += [
        (each.value.declared.first_day, each.value.declared.last_day)
        for each in figures
        if each.line == line.name and each.value.declared is not None
    ]
    long = [span for span in spans if months(*span) == months(own.first_day, own.last_day)]
    if not long:
        return Value(None, "not_available", "spans_differ", unit=line.reads)
    if all(_cut(indicator, line, own, span) for span in long):
        return Value(None, "series_break", "definition_changed", unit=line.reads)
    part, whole = own.numerator, own.denominator
    if not part or not whole:
        return Value(None, "suppressed", "part_hidden", unit=line.reads)
    status: Status = "provisional" if own.provisional else "declared"
    return Value(round(100 * part / whole, 1), status, "", part, whole, unit="percent")


def _cut(indicator: Indicator, line: Line, own: Own, span: tuple[date, date]) -> bool:
    first, last = min(own.first_day, span[0]), max(own.last_day, span[1])
    return broken(indicator, line, first=first, last=last) is not None


def _plain(*names: str) -> str:
    return re.sub(r"[^a-z0-9]", "", "".join(names).lower())
