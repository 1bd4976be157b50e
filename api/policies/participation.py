"""Participation as rules: what is overdue, how long a return took, and the bands it is told in.

What belongs here: decisions over statuses and days alone. What does not: looking returns up, and
anything about the rows in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from math import ceil
from statistics import median
from typing import Final

from schemas.period import Period

OUTSTANDING: Final = frozenset({"expected", "not_provided", "withdrawn"})
"""Statuses of an owed return with nothing in force that still could come (REQ-79)."""

SOON_DAYS: Final = 7
"""Days before its due day from which a return is said to be due soon (design)."""

_TOPS: Final = (7, 14, 28, 56)
"""Last day of each band of days to receipt: one, two, four and eight weeks (design)."""

DAY_BANDS: Final = (
    *(f"{low}-{top}" for low, top in zip((0, *(top + 1 for top in _TOPS)), _TOPS, strict=False)),
    f"{_TOPS[-1] + 1}-plus",
)
"""Every band of days from the end of a month to the receipt of its return."""


def days_taken(month: Period, *, received_on: date | None) -> int | None:
    """Days from the end of a return's month to the day it first came.

    None where it never came; 0 where it came before the month was over.
    """
    return None if received_on is None else max(0, (received_on - month.end).days)


def day_band(days: float) -> str:
    """The band that a number of days falls in; half a day counts as a whole one."""
    whole = ceil(days)
    return next(
        (b for b, top in zip(DAY_BANDS, _TOPS, strict=False) if whole <= top), DAY_BANDS[-1]
    )


def median_band(days: Iterable[int | None]) -> str | None:
    """The band that holds the median of those that came; None where none did."""
    known = [each for each in days if each is not None]
    return day_band(median(known)) if known else None


def is_overdue(status: str, *, expected: bool, due_on: date | None, today: date) -> bool:
    """Whether an owed return has nothing in force although its due day is over."""
    return expected and status in OUTSTANDING and due_on is not None and today > due_on


def nearness(status: str, *, expected: bool, due_on: date | None, today: date) -> str | None:
    """How near an owed return that has not come is: `due_soon`, `due` or `late`; else None.

    One that its agency has said it does not provide is not asked for again.
    """
    if not expected or due_on is None or status not in OUTSTANDING - {"not_provided"}:
        return None
    if today > due_on:
        return "late"
    if today == due_on:
        return "due"
    return "due_soon" if due_on - today <= timedelta(days=SOON_DAYS) else None
