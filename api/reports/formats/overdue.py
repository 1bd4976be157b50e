"""The overdue register as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from api.reports.formats.table import Table

COLUMNS: Final = (
    "agency", "agency_name", "dataset", "month", "status", "level", "first_requested_on", "due_on",
    "overdue_since", "days_overdue", "blocks", "weakens",
)  # fmt: skip


def overdue_table(entries: Iterable[Any], *, period: str | None, as_of: date) -> Table:
    """A line for each entry; lists of indicators are joined by `;`."""
    said = (
        ("period", period or "every open month"),
        ("as_of", as_of),
        ("caveat", "blocks: nobody has sent what the indicator is worked out from, or its pair"),
        ("caveat", "weakens: the indicator is worked out without this agency"),
    )
    return Table(said, COLUMNS, [[getattr(each, name) for name in COLUMNS] for each in entries])
