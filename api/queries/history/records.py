"""The agency's own record ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.intake.accepted import Accepted
from api.queries.history.past import TOGETHER, Past
from schemas.findings import Finding


class RecordIds:
    """A record id belongs to one record of the agency and dataset, in whichever month.

    Only a register shows the same records again every month. So many ids are asked about together;
    of those that were asked about, only the ones that stand elsewhere are kept.
    """

    def __init__(self, past: Past) -> None:
        self.past, self.rows = past, dict[str, int]()
        self._elsewhere: dict[str, int] = {}

    def see(self, number: int, row: Mapping[str, Any]) -> None:
        """Take note of the row's id."""
        if self._wanted:
            self._note(number, row["record_id"])

    def see_block(self, rows: Accepted) -> None:
        """Take note of the ids of rows that were accepted together."""
        if self._wanted:
            ids = rows.text("record_id").to_list()
            for number, record_id in zip(rows.numbers.to_list(), ids, strict=True):
                self._note(number, record_id)

    def findings(self) -> Iterator[Finding]:
        """An error for each id that stands in another month."""
        self._ask()
        for number in sorted(self._elsewhere.values()):
            yield Finding(
                "record_id_elsewhere",
                "error",
                "record_id belongs to a record of another month: each record has its own.",
                number,
                "record_id",
            )

    @property
    def _wanted(self) -> bool:
        return not self.past.records.register and self.past.has_rows

    def _note(self, number: int, record_id: str) -> None:
        if record_id in self._elsewhere:
            self._elsewhere[record_id] = min(number, self._elsewhere[record_id])
            return
        self.rows[record_id] = min(number, self.rows.get(record_id, number))
        if len(self.rows) >= TOGETHER:
            self._ask()

    def _ask(self) -> None:
        for (record_id,) in self.past.sought("record_id", list(self.rows), "record_id"):
            self._elsewhere[record_id] = self.rows[record_id]
        self.rows = {}
