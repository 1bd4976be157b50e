"""Days that come month after month, in words that name them once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

from api.reports.words import listed, period, span
from schemas.period import Period

Told = TypeVar("Told")
Days = tuple[date, date]
"""The first and the last day that a figure covers; of a stock its day twice."""

_FEWEST: Final = 3  # months that are told as one run (design)


def runs(held: Sequence[Told], *, days: Callable[[Told], Days]) -> Iterator[list[Told]]:
    """The figures in their order: whole months or last days of months that follow each other in one
    list, each other figure in a list of its own.
    """
    run: list[Told] = []
    for each in held:
        if run and not _follows(days(run[-1]), days(each)):
            yield from _whole(run)
            run = []
        run.append(each)
    yield from _whole(run)


def said(held: Sequence[Days]) -> str:
    """The days of some figures: `in each month from April to June 2026`, or one after the other."""
    return listed([_run(each) for each in runs(held, days=_same)])


def _run(held: Sequence[Days]) -> str:
    if len(held) == 1:
        return span(*held[0])
    first, last = held[0], held[-1]
    of = "in" if first[0] != first[1] else "on the last day of"
    start, end = Period.month_of(first[1]), Period.month_of(last[1])
    months = f"{period(start)} to {period(end)}"
    if start.start.year == end.start.year:
        months = f"{period(start).split()[0]} to {period(end)}"
    return f"{of} each month from {months}"


def _whole(run: list[Told]) -> Iterator[list[Told]]:
    """A run that is long enough, else its figures one by one."""
    if len(run) >= _FEWEST:
        yield run
    else:
        yield from ([each] for each in run)


def _follows(before: Days, after: Days) -> bool:
    kind = _kind(before)
    following = Period.month_of(before[1]).next() == Period.month_of(after[1])
    return following and kind != "" and kind == _kind(after)


def _kind(days: Days) -> str:
    """Whether these days are a whole month, or the last day of one."""
    first, last = days
    month = Period.month_of(last)
    if last != month.end:
        return ""
    return {month.start: "month", last: "day"}.get(first, "")


def _same(days: Days) -> Days:
    return days
