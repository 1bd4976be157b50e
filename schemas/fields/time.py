"""Fields of time: a month, a day, a moment with its offset."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, ClassVar, Final

from schemas.fields.base import Domain, Words
from schemas.fields.text import Patterned
from schemas.period import Period, PeriodError

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2099
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})\Z",
    re.ASCII,
)


class Month(Patterned):
    """A calendar month, `2026-03`."""

    pattern = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z", re.ASCII)
    storage = (("", "month"),)
    words: ClassVar[Words] = {
        "type": ("type", "must be text"),
        "format": ("format", "must be a month as 2026-03"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(Period.parse_month(text))
        except PeriodError as error:
            raise self.make_error("format") from error

    @property
    def expected(self) -> str:
        return "a month as 2026-03"


class Day(Domain):
    """A calendar date between 1900 and 2099."""

    storage = (("", "date"),)
    words: ClassVar[Words] = {
        "type": ("type", "must be a date as text"),
        "format": ("format", "must be a real date as 2026-03-31"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if not isinstance(value, str):
            raise self.make_error("type")
        try:
            found = date.fromisoformat(value) if _DAY.match(value) else None
        except ValueError:
            found = None
        if found is None or not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise self.make_error("format")
        return found

    def to_text(self, value: date) -> str:
        return value.isoformat()

    @property
    def expected(self) -> str:
        return f"a real date as 2026-03-31, from {EARLIEST_YEAR} to {LATEST_YEAR}"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class Instant(Domain):
    """A moment with its offset from UTC (RFC 3339)."""

    storage = (("", "instant"),)
    words: ClassVar[Words] = {
        "type": ("type", "must be a date and time as text"),
        "format": ("format", "must be a date and time with offset, as 2026-03-31T21:05:00+01:00"),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("type")
        try:
            found = datetime.fromisoformat(value) if _INSTANT.match(value) else None
        except ValueError:
            found = None
        if found is None or not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise self.make_error("format")
        return found

    def to_text(self, value: datetime) -> str:
        return value.isoformat()

    @property
    def expected(self) -> str:
        return "a date and time with its offset from UTC, as 2026-03-31T21:05:00+01:00"

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}
