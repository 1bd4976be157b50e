"""The agency's own record ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.queries.history.past import Past
from schemas.findings import Finding


class RecordIds:
    """A record id belongs to one record of the agency and dataset, in whichever month.

    Only a register shows the same records again every month.
    """

    def __init__(self, past: Past) -> None:
        self.past, self.rows = past, dict[str, int]()

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of the row's id."""
        self.rows.setdefault(row["record_id"], number)

    def findings(self) -> Iterator[Finding]:
        """An error for each id that stands in another month."""
        if self.past.records.register:
            return
        known = self.past.sought("record_id", list(self.rows), "record_id")
        for number in sorted({self.rows[record_id] for (record_id,) in known}):
            yield Finding(
                "record_id_elsewhere",
                "error",
                "record_id belongs to a record of another month: each record has its own.",
                number,
                "record_id",
            )
