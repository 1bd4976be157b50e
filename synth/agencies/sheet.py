"""The sheet on which one agency makes a return about nobody, for one month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from random import Random

from schemas.period import Period
from synth.chance import child
from synth.formats import Row
from synth.lives.households import Borough


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where counts, statements and registers are made.

    Attributes:
        borough: the world they are about.
        seat: the name by which the agency's figures are drawn.
        month: the month they cover.
        drawn_on: the day they are taken from the agency's system.
    """

    borough: Borough
    seat: str
    month: Period
    drawn_on: date

    def numbered(self, rows: Iterable[Row], *, mark: str) -> tuple[Row, ...]:
        """Rows with identifiers of their own: a mark, the month, and their place."""
        return tuple(
            {"record_id": f"{mark}-{self.month}-{place}", **row}
            for place, row in enumerate(rows, start=1)
        )

    def chance(self, *names: str | int) -> Random:
        """The agency's own source of chance for the thing named."""
        return child(self.borough.seed, self.borough.number, self.seat, *names)
