"""The desk at which one agency makes one dataset's rows: its months, its view of people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from synth import days
from synth.agencies.recording import Block, Recorder
from synth.columns import Column, Joined, dates, named
from synth.draws import U64, Bools, Ints, Keys
from synth.figures.profiles import Profile
from synth.lives.people import People
from synth.lives.world import World
from synth.tables import Table, arranged

PREFIXES: Final[Mapping[str, str]] = {
    "incident": "inc", "risk_assessment": "ra", "referral": "re", "marac_case": "ma",
    "justice_outcome": "ju", "protective_order": "po", "health_contact": "hc",
    "housing_support": "hs", "perpetrator_intervention": "pi", "service_episode": "se",
    "child_contact": "cc", "offence": "of",
}  # fmt: skip
"""How the identifiers of each kind of record begin."""
POLICE: Final = "police"  # the sector that a profile tells of what it records


@dataclass(frozen=True)
class Desk:
    """Where one agency makes its rows of one dataset.

    Attributes:
        world: what happened.
        seat: the name by which the agency's rows are drawn; it may be called something else.
        sector, dataset: whose rows they are, and of what.
        until: the day on which the file of each month is drawn, by the month's number.
        partner: the agency to which people are referred, as it is called there.
    """

    world: World
    seat: str
    sector: str
    dataset: str
    until: Mapping[int, int]
    partner: str

    @cached_property
    def recorder(self) -> Recorder:
        """How the agency writes people down."""
        own = self.profile.recorded if self.sector == POLICE else {}
        return Recorder(self.seat, self.sector, own)

    @property
    def profile(self) -> Profile:
        """The borough's rates."""
        return self.world.homes.borough.profile

    def chosen(self, day: Ints, *, said: Bools | None = None) -> Ints:
        """The places of the events that fall into the desk's months."""
        months = days.months(day)
        low = min(self.until)
        wanted = np.zeros(max(self.until) - low + 3, dtype=np.bool_)
        wanted[[month - low + 1 for month in self.until]] = True
        found = wanted[np.clip(months - low + 1, 0, len(wanted) - 1)]
        return np.flatnonzero(found if said is None else found & said)

    def drawn(self, day: Ints) -> Ints:
        """The day on which each event's file is drawn."""
        low = min(self.until)
        ends = np.zeros(max(self.until) - low + 1, dtype=np.int64)
        for month, end in self.until.items():
            ends[month - low] = end
        return ends[days.months(day) - low]

    def keys(self, keys: Keys) -> Keys:
        """The agency's own keys of things, for what it draws of them."""
        return keys.part(f"{self.seat}/{self.dataset}")

    def identifiers(self, keys: Keys, *, of: str = "") -> Joined:
        """The agency's identifiers of what the keys are of, in one of its datasets."""
        dataset = of or self.dataset
        return identifiers(keys, seat=self.seat, dataset=dataset)

    def block(self, people: People, *, on: Ints) -> Block:
        """The block of people as the agency records them."""
        return self.recorder.block(people, on=on)

    def survivors(self, people: People, *, on: Ints, home: Ints) -> Block:
        """The block of those abused, of whom other helpers read once the conference is to hear."""
        listed = self.world.conference.listed(home, day=on, until=self.drawn(on))
        return self.recorder.block(people, on=on, listed=listed)

    def table(
        self,
        *,
        day: Ints,
        home: Ints,
        columns: Mapping[str, Column],
        people: Mapping[str, tuple[People, Block, Bools | None]],
    ) -> Table:
        """The rows in the order of households.

        Args:
            day: the day that each row's month goes by.
            home: the place of each row's household.
            columns: the columns but for those of persons, by name.
            people: of each block, the persons, how they are recorded, and where it stands.
        """
        whole = dict(columns)
        about: dict[str, U64] = {}
        told: dict[str, Bools] = {}
        for name, (persons, block, said) in people.items():
            whole |= block.under(name, said=said)
            about[name] = persons.keys.values
            told[name] = block.sent if said is None else block.sent & said
        homes = self.world.homes.keys.values[home]
        held = arranged(self.dataset, whole)
        made = Table(self.dataset, days.months(day), homes, held, about, told)
        # Most come in that order already.
        return made if (home[1:] >= home[:-1]).all() else made.at(np.argsort(home, kind="stable"))


def identifiers(keys: Keys, *, seat: str, dataset: str) -> Joined:
    """Identifiers of records, as an agency makes them: those of two agencies have nothing alike."""
    return named(PREFIXES[dataset], keys.part(f"{seat}/{dataset}/id"))


def earliest(*several: Ints) -> Ints:
    """The earliest day of each row."""
    found = several[0]
    for other in several[1:]:
        found = np.minimum(found, other)
    return found


def joined(several: Sequence[Ints]) -> Ints:
    """Columns one below another."""
    return np.concatenate(list(several))


def known(days_of: Ints, *, by: Ints, said: Bools | None = None) -> Column:
    """Days that are sent only where they have come by a day."""
    come = days_of <= by
    return dates(days_of).where(come if said is None else come & said)
