"""What values of two columns must have in common to be compared by an engine of columns."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final, Literal

from schemas.evaluate import LONDON

Kind = Literal["day", "instant", "number", "text", "texts"]
"""Days since 1970, microseconds since 1970, whole numbers, text, and texts joined by `;`."""

EPOCH: Final = date(1970, 1, 1).toordinal()
_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def constant(value: Any, kind: Kind) -> int | str | None:
    """A constant as that kind; None where it is not of that kind."""
    if isinstance(value, datetime):
        if kind == "instant":
            return _microseconds(value)
        value = value.astimezone(LONDON).date()
    if kind == "day" and isinstance(value, date):
        return value.toordinal() - EPOCH
    if kind == "number" and isinstance(value, int):
        return int(value)
    return value if kind == "text" and isinstance(value, str) else None


def _microseconds(moment: datetime) -> int:
    passed = moment - _START
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
