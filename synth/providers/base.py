"""What all providers share: draws by share, days of a month, and opaque record identifiers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from faker.generator import Generator
from faker.providers import BaseProvider

from schemas.period import Period
from synth.chance import Shares, happens
from synth.formats import Row

MONTH: Final = "2026-03"
"""The month of a row where none is asked for: rows must not depend on the day of the test."""
DRAWN_AFTER: Final = 5  # days from the end of a month to the day a file is drawn (assumed)


def generator(random: Random) -> Generator:
    """A Faker generator, without Faker's own providers, that draws from one source of chance."""
    made = Generator()
    made.random = random
    return made


def drawn_on(month: Period) -> date:
    """The day on which a month's file is drawn, where nothing else is said."""
    return month.end + timedelta(days=DRAWN_AFTER)


class Drawing(BaseProvider):
    """Draws that every provider needs; all chance is the generator's own."""

    @property
    def _chance(self) -> Random:
        random: Random = self.generator.random
        return random

    def _happens(self, share: float) -> bool:
        return happens(self._chance, share)

    def _day_in(self, month: Period) -> date:
        return month.start + timedelta(
            days=self._chance.randrange((month.end - month.start).days + 1)
        )

    def _some_of(self, shares: Shares[str], *, count: int) -> list[str]:
        """At most `count` different things, in the order declared."""
        drawn = {shares.draw(self._chance) for _ in range(count)}
        return [thing for thing in shares.things if thing in drawn]

    def _number(self, prefix: str) -> str:
        """An opaque identifier: seven digits, too few for a telephone or an NHS number."""
        return f"{prefix}-{self._chance.randrange(1_000_000, 10_000_000)}"


def given(row: Row) -> Row:
    """The row without the members that have no value."""
    return {name: value for name, value in row.items() if value is not None}


def iso(day: date | None) -> str | None:
    """A day as it is sent."""
    return None if day is None else day.isoformat()
