"""Instants in tokens: a NumericDate (RFC 7519 section 2) as a datetime, or nothing.

What belongs here: the one reading of a number of seconds that a stranger sends.
"""

from __future__ import annotations

from datetime import UTC, datetime


def instant(value: object) -> datetime | None:
    """The instant a NumericDate names; None if it is no number or no date a calendar can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError):
        return None
