"""Days that come month after month, or quarter after quarter, in words that name them once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, TypeVar

from api.reports.words import listed, month, span
from schemas.period import Period

Told = TypeVar("Told")
Days = tuple[date, date]
"""The first and the last day that a figure covers; of a stock its day twice."""

_FEWEST: Final = 3  # periods that are told as one run (design)
_LAST_DAY: Final = "on the last day of each month"


def runs(held: Sequence[Told], *, days: Callable[[Told], Days]) -> Iterator[list[Told]]:
    """The figures in their order, those of periods that follow each other in one list.

    A run is of whole months, of whole quarters or of the last days of months; each other figure is
    in a list of its own.
    """
    run: list[Told] = []
    for each in held:
        if run and not _follows(days(run[-1]), days(each)):
            yield from _whole(run)
            run = []
        run.append(each)
    yield from _whole(run)


def said(held: Sequence[Days]) -> str:
    """The days of some figures: `in each month from April 2026 to June 2026`, or one by one."""
    return listed([_run(each) for each in runs(held, days=_same)])


def _run(held: Sequence[Days]) -> str:
    first, last = held[0], held[-1]
    found = _kind(first)
    if len(held) == 1 or found is None:
        return span(*first)
    return f"{found[0]} from {month(first[0])} to {month(last[1])}"


def _whole(run: list[Told]) -> Iterator[list[Told]]:
    """A run that is long enough, else its figures one by one."""
    if len(run) >= _FEWEST:
        yield run
    else:
        yield from ([each] for each in run)


def _follows(before: Days, after: Days) -> bool:
    one, other = _kind(before), _kind(after)
    return one is not None and (one[0], one[1].next()) == other


def _kind(days: Days) -> tuple[str, Period] | None:
    """What is said of such days, and their period; None where they are no whole one."""
    first, last = days
    ended = Period.month_of(last)
    if last != ended.end:
        return None
    if first == last:
        return _LAST_DAY, ended
    if first == ended.start:
        return "in each month", ended
    quarter = ended.quarter()
    return ("in each quarter", quarter) if days == (quarter.start, quarter.end) else None


def _same(days: Days) -> Days:
    return days
