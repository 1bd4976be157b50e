"""Justice: how a crime ends at the police, at the CPS and in court, and orders that protect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from schemas.codes import code_list
from schemas.datasets.justice_outcome import CAUTIONS, CHARGES
from schemas.datasets.protective_order import PILOT_FROM
from synth import days
from synth.draws import Bools, Ints
from synth.figures import orders
from synth.lives.policing import OFFENCES, ONE, Policing

NO_OUTCOME: Final = ""
"""Of crimes that end without a word, as most did while only detections were told."""
_GRAVE: Final = code_list("offence_group").in_group("gbh_or_above")
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
        """The places of the crimes that have an outcome among the reports."""
        ended = self._outcome != self._place(NO_OUTCOME)
        return np.flatnonzero(self.policing.crime & self.policing.named & ended)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What the police can say of how a crime ended."""
        return self.policing.episodes.profile.outcomes.things

    def _place(self, word: str) -> int:
        """The place of a word among the outcomes; -1 where it is none of them."""
        return self.outcomes.index(word) if word in self.outcomes else -1

    @cached_property
    def _outcome(self) -> Ints:
        """The place of the outcome of every report; some cautions for grave crimes are charges."""
        police, profile = self.policing, self.policing.episodes.profile
        drawn = police.keys.chance("outcome").of(profile.outcomes)
        caution = np.array([thing in CAUTIONS for thing in self.outcomes])[drawn]
        grave = np.array([thing in _GRAVE for thing in OFFENCES])[police.offence]
        kept = police.keys.chance("grave").happens(profile.grave_cautioned)
        charge = next(place for place, thing in enumerate(self.outcomes) if thing in CHARGES)
        return np.where((caution & grave & ~kept) | police.fatal, charge, drawn)

    @cached_property
    def outcome(self) -> Ints:
        """The place of the police's outcome among `outcomes`."""
        return self._outcome[self.report]

    @cached_property
    def charged(self) -> Bools:
        """Whether somebody is charged."""
        return np.array([thing in CHARGES for thing in self.outcomes])[self.outcome]

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
