"""The windows of three years of records, as a sealing of the last year takes them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.queries.linked import Window
from schemas.linked import Linked, Side
from schemas.period import Period
from tests.integration.borough import PARTNERSHIP
from tests.integration.linked.people import Record, send

YEARS = [Period.parse(f"{start}-{start - 1999}") for start in (2023, 2024, 2025)]


class Held:
    """What was sent, by submission."""

    def __init__(self, session: Session, records: Sequence[Record]) -> None:
        self.session, self.records = session, records
        self.sent = send(session, records)

    def window(self, family: Linked) -> Window:
        """The window of a family."""
        whole, part = (
            {name: ids for side in sides for name, ids in self._among(side).items()}
            for sides in (family.whole, family.part)
        )
        return Window(PARTNERSHIP, whole, part)

    def of(self, submissions: Sequence[str]) -> list[Record]:
        """The records of submissions."""
        return [record for each in submissions for record in self.sent[each]]

    def _among(self, side: Side) -> dict[str, tuple[str, ...]]:
        years = YEARS[-side.months // 12 :]
        return {
            name: tuple(
                submission
                for submission, records in self.sent.items()
                if records[0].dataset == name
                and any(year.covers(records[0].month) for year in years)
            )
            for name in side.datasets
        }
