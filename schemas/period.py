"""Periods of time as the service counts them: months, financial quarters and financial years.

Parsing, printing, ordering, containment and due dates belong here. Which periods are open, sealed
or late does not: that is policy and lives with the returns and releases.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Kind = Literal["month", "quarter", "year"]

FIRST_YEAR: Final = 1900  # design: earlier dates are mistakes, no agency holds such records
LAST_YEAR: Final = 2199  # design: keeps every derived date inside the range of `date`
_YEAR_STARTS_IN: Final = 4  # April; UK government financial year
_MONTHS_IN: Final[dict[Kind, int]] = {"month": 1, "quarter": 3, "year": 12}
_KIND_OF: Final[dict[int, Kind]] = {1: "month", 3: "quarter", 12: "year"}
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_SHORT_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")
_LONG_YEAR = re.compile(r"([0-9]{4})-([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-([0-9]{2})-Q([1-4])")


class PeriodError(ValueError):
    """Raised for text that names no period or an impossible one. Never echoes the text."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A month, financial quarter or financial year.

    Built with `parse`, `parse_month`, `month_of`, or from another period. Ordered by first day,
    then by length, so a quarter comes straight after its first month.
    Spelling: `2026-03`, `2025-26-Q4` (January to March 2026), `2025-26`. A financial year whose
    short spelling would read as a month (2000-01 to 2011-12) is written in full: `2007-2008`.
    """

    start: date
    length: int

    def __post_init__(self) -> None:
        """Refuse a period that is not aligned to its kind or lies outside the years served."""
        if self.length not in _KIND_OF or self.start.day != 1:
            raise PeriodError("a period is one, three or twelve whole months")
        if (self.start.month - _YEAR_STARTS_IN) % self.length:
            raise PeriodError("a quarter or year must follow the financial year from April")
        last_month = _shift(self.start, months=self.length - 1)
        if not FIRST_YEAR <= self.start.year <= last_month.year <= LAST_YEAR:
            raise PeriodError(f"a period lies between the years {FIRST_YEAR} and {LAST_YEAR}")

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `YYYY-MM`, `YYYY-YY-Qn`, `YYYY-YY` or `YYYY-YYYY`; raise PeriodError otherwise.

        Text that could be either a month or a financial year is a month.
        """
        if found := _QUARTER.fullmatch(text):
            start = _financial_start(found[1], ending=found[2])
            return cls(_shift(start, months=3 * (int(found[3]) - 1)), 3)
        if found := _LONG_YEAR.fullmatch(text):
            return _strictly(cls(_financial_start(found[1], ending=found[2]), 12), spelt=text)
        if (found := _SHORT_YEAR.fullmatch(text)) and not _is_month_number(found[2]):
            return cls(_financial_start(found[1], ending=found[2]), 12)
        return cls.parse_month(text)

    @classmethod
    def parse_month(cls, text: str) -> "Period":
        """Read a month, `YYYY-MM`; raise PeriodError for anything else, quarters and years too."""
        found = _MONTH.fullmatch(text)
        if not found or not _is_month_number(found[2]):
            raise PeriodError("not a month written YYYY-MM")
        return cls(_first_day(int(found[1]), month=int(found[2])), 1)

    @classmethod
    def month_of(cls, day: date) -> "Period":
        """Give the month that holds the day."""
        return cls(date(day.year, day.month, 1), 1)

    @property
    def kind(self) -> Kind:
        """Say which kind of period this is: `month`, `quarter` or `year`."""
        return _KIND_OF[self.length]

    @property
    def end(self) -> date:
        """Give the last day."""
        last = _shift(self.start, months=self.length - 1)
        return last.replace(day=calendar.monthrange(last.year, last.month)[1])

    def __str__(self) -> str:
        """Give the one spelling that `parse` reads back as this period."""
        if self.kind == "month":
            return f"{self.start.year:04d}-{self.start.month:02d}"
        opening = _year_start(self.start)
        ending = f"{(opening.year + 1) % 100:02d}"
        if self.kind == "quarter":
            return f"{opening.year:04d}-{ending}-Q{_quarter_number(self.start)}"
        if _is_month_number(ending):
            return f"{opening.year:04d}-{opening.year + 1:04d}"
        return f"{opening.year:04d}-{ending}"

    def months(self) -> tuple["Period", ...]:
        """Give the months inside, in order; a month gives itself."""
        return self._parts("month")

    def quarters(self) -> tuple["Period", ...]:
        """Give the financial quarters wholly inside, in order; none for a month."""
        return self._parts("quarter")

    def quarter(self) -> "Period":
        """Give the financial quarter that holds this month or quarter; PeriodError for a year."""
        if self.kind == "year":
            raise PeriodError("a financial year lies in no quarter")
        back = (self.start.month - _YEAR_STARTS_IN) % 3
        return Period(_shift(self.start, months=-back), 3)

    def year(self) -> "Period":
        """Give the financial year that holds this period; a year gives itself."""
        return Period(_year_start(self.start), 12)

    def containing(self) -> tuple["Period", ...]:
        """Give every period that holds all of this one, shortest first, itself included."""
        if self.kind == "month":
            return (self, self.quarter(), self.year())
        return (self, self.year()) if self.kind == "quarter" else (self,)

    def contains(self, day: date) -> bool:
        """Say whether the day falls inside."""
        return self.start <= day <= self.end

    def covers(self, other: "Period") -> bool:
        """Say whether every day of the other period falls inside this one."""
        return self.start <= other.start and other.end <= self.end

    def next(self) -> "Period":
        """Give the period of the same kind that follows; PeriodError past the last year served."""
        return Period(_shift(self.start, months=self.length), self.length)

    def previous(self) -> "Period":
        """Give the period of the same kind before; PeriodError before the first year served."""
        return Period(_shift(self.start, months=-self.length), self.length)

    def _parts(self, kind: Kind) -> tuple["Period", ...]:
        """Cut into consecutive periods of a kind; empty when that kind is longer than this."""
        size = _MONTHS_IN[kind]
        count = self.length // size
        return tuple(Period(_shift(self.start, months=size * i), size) for i in range(count))


def due_date(period: Period, *, day: int) -> date:
    """Give the day a return for the period is due.

    That is the given day (1 to 31) of the month after the period ends, or the last day of that
    month where it is shorter. Raises PeriodError for a day outside 1 to 31.
    """
    if not 1 <= day <= 31:
        raise PeriodError("a due day lies between 1 and 31")
    after = period.end + timedelta(days=1)
    return after.replace(day=min(day, calendar.monthrange(after.year, after.month)[1]))


def _strictly(period: Period, *, spelt: str) -> Period:
    """Give the period back if the text is its one spelling; raise PeriodError otherwise."""
    if str(period) != spelt:
        raise PeriodError("a financial year is written in full only where it could be a month")
    return period


def _financial_start(opening: str, *, ending: str) -> date:
    """Give 1 April of a financial year named by its two calendar years, or raise PeriodError."""
    year = int(opening)
    if f"{year + 1:04d}"[-len(ending) :] != ending:
        raise PeriodError("a financial year spans two following calendar years")
    return _first_day(year, month=_YEAR_STARTS_IN)


def _first_day(year: int, *, month: int) -> date:
    """Give the first day of a month, refusing years that are not served."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"a period lies between the years {FIRST_YEAR} and {LAST_YEAR}")
    return date(year, month, 1)


def _is_month_number(text: str) -> bool:
    """Say whether two digits number a calendar month."""
    return 1 <= int(text) <= 12


def _shift(first: date, *, months: int) -> date:
    """Move a first-of-month by whole months, either way."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _year_start(first: date) -> date:
    """Give 1 April of the financial year that a first-of-month falls in."""
    return _shift(first, months=-((first.month - _YEAR_STARTS_IN) % 12))


def _quarter_number(first: date) -> int:
    """Number the financial quarter that a first-of-month falls in, 1 (April) to 4 (January)."""
    return (first.month - _YEAR_STARTS_IN) % 12 // 3 + 1
