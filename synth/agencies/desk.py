"""The desk at which one agency makes one file: its month, its chance, its view of a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any, Final, TypeVar

from faker.providers import BaseProvider

from schemas.period import Period
from synth.borough import Borough
from synth.chance import child
from synth.households import Contact, Service
from synth.people import Somebody
from synth.providers.base import Row, drawn_on, generator
from synth.providers.person import PersonProvider

Provider = TypeVar("Provider", bound=BaseProvider)

_NUMBERED_FROM: Final = 2000 * 12  # months; keeps identifiers at seven digits until the year 2083
UNNAMED: Final = "-"
"""Stands for an identifier that is given later: a name is dear to make, and not always needed."""
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

    def at(self, month: Period) -> Desk:
        """The same agency's desk for another month, as its file is usually drawn."""
        return replace(self, month=month, drawn_on=drawn_on(month))

    def before(self, service: Service, *, months: int) -> Iterator[tuple[Desk, Contact]]:
        """A service's contacts of the month and of so many before, each with its month's desk."""
        month, reached = self.month, [self.month]
        for _ in range(months):
            month = month.previous()
            reached.append(month)
        for each in reversed(reached):
            desk = self if each == self.month else self.at(each)
            yield from ((desk, contact) for contact in self.borough.contacts(service, each))

    def named(self, prefix: str, contact: Contact) -> str:
        """The identifier of what followed from a contact, the same in whatever month it is sent."""
        month = self.at(Period.month_of(contact.day))
        return month.record_id(prefix, number=self.borough.number(contact))

    def chance(self, *names: str | int) -> Random:
        """The agency's own source of chance for the thing named."""
        return child(self.borough.seed, self.agency_id, *names)

    def record_id(self, prefix: str, *, number: int) -> str:
        """The identifier of the month's record of that number, from 1; unlike any other month's."""
        start = self.month.start
        months = start.year * 12 + start.month - _NUMBERED_FROM
        return f"{prefix}-{months * _A_MONTH + number}"
