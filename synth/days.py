"""Days as whole numbers: months, meetings and ages of whole columns.

A day is the number of days since 1 January 1970, a month the number of months since January 2000.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

import numpy as np

from schemas.period import Period
from synth.draws import Ints

_ORIGIN: Final = date(1970, 1, 1)
_FIRST: Final = (date(1998, 1, 1) - _ORIGIN).days
_LAST: Final = (date(2075, 1, 1) - _ORIGIN).days
_YEAR: Final = (400, 146_097)  # years and their days in the Gregorian calendar
_THURSDAY: Final = 3


def number(day: date) -> int:
    """A day as a number."""
    return (day - _ORIGIN).days


def day(number: int) -> date:
    """The day of a number."""
    return _ORIGIN + timedelta(days=number)


def month_number(month: Period) -> int:
    """A month as a number."""
    return (month.start.year - 2000) * 12 + month.start.month - 1


def month_of_number(month: int) -> Period:
    """The month of a number."""
    return Period.month_of(date(2000 + month // 12, month % 12 + 1, 1))


@cache
def _months() -> Ints:
    several = np.arange(_FIRST, _LAST).astype("datetime64[D]")
    return several.astype("datetime64[M]").astype(np.int64) - 30 * 12


def months(days: Ints) -> Ints:
    """The month of each day."""
    return _months()[days - _FIRST]


def ages(born: Ints, *, on: Ints) -> Ints:
    """Whole years from birth to a day, by the average length of a year; 0 before birth."""
    years, days = _YEAR
    found: Ints = np.maximum((on - born) * years // days, 0)
    return found


@cache
def _thursdays(which: tuple[int, ...]) -> Ints:
    found = []
    for day in range(_FIRST, _LAST):
        said = _ORIGIN + timedelta(days=day)
        if said.weekday() == _THURSDAY and (said.day - 1) // 7 in which:
            found.append(day)
    return np.array(found, dtype=np.int64)


def meeting(since: Ints, *, which: tuple[int, ...]) -> Ints:
    """The first Thursday of the month's given ones (0 the first) on each day or after it."""
    days = _thursdays(which)
    return days[np.searchsorted(days, since)]


@cache
def _lasts() -> Ints:
    found = np.arange(_FIRST, _LAST).astype("datetime64[D]").astype("datetime64[M]")
    lasts: Ints = (found + 1).astype("datetime64[D]").astype(np.int64) - 1
    return lasts


def last_of_month(days: Ints) -> Ints:
    """The last day of each day's month."""
    return _lasts()[days - _FIRST]


def years(first: int, last: int) -> tuple[int, tuple[str, ...]]:
    """The whole years from one day's to another's: the first day, and all as they are sent."""
    since, upto = date(day(first).year, 1, 1), date(day(last).year, 12, 31)
    return number(since), _between(number(since), number(upto))


@cache
def _between(first: int, last: int) -> tuple[str, ...]:
    """The days from one to another, both included."""
    return tuple(day(number).isoformat() for number in range(first, last + 1))
