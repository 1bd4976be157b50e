"""The desk at which one agency makes one file: its month, its chance, its view of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from faker.providers import BaseProvider

from schemas.period import Period
from synth.borough import Borough
from synth.chance import child
from synth.people import Somebody
from synth.providers.base import Row, generator
from synth.providers.person import PersonProvider

Provider = TypeVar("Provider", bound=BaseProvider)

_NUMBERED_FROM: Final = 2000 * 12  # months; keeps identifiers at seven digits until the year 2083
_A_MONTH: Final = 10_000  # identifiers; a file of the invented borough stays below


@dataclass(frozen=True, slots=True)
class Written:
    """One record as an agency wrote it, and whom it is truly about.

    Attributes:
        row: the record as it is sent.
        people: the reference of the person in each block, sent or not.
        household: the household it comes from; "" for a figure about nobody.
    """

    row: Row
    people: Mapping[str, str] = field(default_factory=dict)
    household: str = ""


@dataclass(frozen=True)
class Desk:
    """Where one file is made.

    Attributes:
        borough: the world it is about.
        agency_id, sector: whose file it is.
        month: the month it covers.
        drawn_on: the day it is taken from the agency's system.
    """

    borough: Borough
    agency_id: str
    sector: str
    month: Period
    drawn_on: date

    def provider(self, kind: type[Provider], *names: str | int) -> Provider:
        """A provider whose chance is this agency's own for the thing named."""
        return kind(generator(child(self.borough.seed, self.agency_id, *names)))

    def block(self, somebody: Somebody, *, on: date, **habits: Any) -> Row:
        """The person block of somebody; the agency says the same of a person every month."""
        provider = self.provider(PersonProvider, "person", somebody.reference)
        return provider.person(sector=self.sector, of=somebody, on=on, **habits)

    def record_id(self, prefix: str, *, number: int) -> str:
        """The identifier of the month's record of that number, from 1; unlike any other month's."""
        start = self.month.start
        months = start.year * 12 + start.month - _NUMBERED_FROM
        return f"{prefix}-{months * _A_MONTH + number}"
