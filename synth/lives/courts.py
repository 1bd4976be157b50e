"""Justice: how a crime ends at the police, at the CPS and in court, and orders that protect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from schemas.datasets.justice_outcome import CHARGES
from schemas.datasets.protective_order import PILOT_FROM
from synth import days
from synth.draws import Bools, Ints
from synth.figures import orders, proceedings
from synth.lives.policing import ONE, Policing

CHARGED_AFTER: Final = (0, 4)  # days from the report to a charge (assumed)
ENDED_AFTER: Final = (7, 75)  # days from the report to another outcome of the police (assumed)
TRIED_AFTER: Final = (28, 150)  # days from the charge to the result in court (assumed)
TRIED: Final = 0.93  # of those charged (assumed)
EVIDENTIAL: Final = 0.12  # of other outcomes, those on which the CPS advised (assumed)
ORDERED: Final = 0.16  # of arrests for a crime that an order or notice follows (assumed)
ORDERED_AFTER: Final = (0, 12)  # days from the report to the application (assumed)


@dataclass(frozen=True)
class Courts:
    """The crimes with a known suspect, in the order of reports, and what becomes of each."""

    policing: Policing

    @cached_property
    def report(self) -> Ints:
        """The places of the crimes among the reports."""
        return np.flatnonzero(self.policing.crime & self.policing.named)

    @cached_property
    def outcome(self) -> Ints:
        """The place of the police's outcome among `proceedings.POLICE`."""
        return self.policing.keys.at(self.report).chance("outcome").of(proceedings.POLICE)

    @cached_property
    def charged(self) -> Bools:
        """Whether somebody is charged."""
        charge = np.array([thing in CHARGES for thing in proceedings.POLICE.things])
        return charge[self.outcome]

    @cached_property
    def ended(self) -> Ints:
        """The day of the police's outcome."""
        chance = self.policing.keys.at(self.report).chance("ended")
        charged, other = chance.between(*CHARGED_AFTER), chance.between(*ENDED_AFTER)
        return self.policing.day[self.report] + np.where(self.charged, charged, other)

    @cached_property
    def advised(self) -> Bools:
        """Whether the CPS decided or advised, on that day."""
        chance = self.policing.keys.at(self.report).chance("advised")
        return self.charged | chance.happens(EVIDENTIAL)

    @cached_property
    def tried(self) -> Bools:
        """Whether there is a result in court."""
        return self.charged & self.policing.keys.at(self.report).chance("tried").happens(TRIED)

    @cached_property
    def tried_on(self) -> Ints:
        """The day of that result."""
        chance = self.policing.keys.at(self.report).chance("tried on")
        return self.ended + chance.between(*TRIED_AFTER)


@dataclass(frozen=True)
class Orders:
    """Orders and notices after an arrest for a crime."""

    policing: Policing

    @cached_property
    def report(self) -> Ints:
        """The places of the reports that an order follows."""
        police = self.policing
        asked = police.keys.chance("order").happens(ORDERED)
        return np.flatnonzero(asked & police.crime & (police.arrest == ONE))

    @cached_property
    def day(self) -> Ints:
        """The day of the application or notice."""
        chance = self.policing.keys.at(self.report).chance("ordered on")
        return self.policing.day[self.report] + chance.between(*ORDERED_AFTER)

    @cached_property
    def kind(self) -> Ints:
        """The place of the kind among `KINDS`: other ones since the pilot."""
        chance = self.policing.keys.at(self.report).chance("kind of order")
        old, new = chance.of(orders.KINDS), chance.of(orders.NEW_KINDS)
        places = np.array([KINDS.index(kind) for kind in orders.NEW_KINDS.things])
        before = np.array([KINDS.index(kind) for kind in orders.KINDS.things])
        return np.where(self.day >= days.number(PILOT_FROM), places[new], before[old])


KINDS: Final = tuple(dict.fromkeys((*orders.KINDS.things, *orders.NEW_KINDS.things)))
"""Every kind of order and notice."""
