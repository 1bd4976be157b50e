"""Referrals to the charity, by the police and by others, and the support that follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from schemas.services import ADULT_FROM
from synth.draws import Bools, Ints, Keys
from synth.figures import referrals as figures
from synth.lives.people import People
from synth.lives.policing import Policing
from synth.lives.turning import turned

ELDERS_FROM: Final = 50  # years, for Never Too Late
CHILDREN_TO: Final = 18  # years, for the programmes for children
YEAR: Final = 365  # days in which the same person gets the same support once (assumed)
SERVICES: Final = tuple(dict.fromkeys((*figures.SERVICES.things, *figures.CHILDREN_OF.things)))
"""Every service that somebody is referred to."""
_OUTREACH: Final = SERVICES.index("outreach")
_ELDERS: Final = SERVICES.index("never_too_late")
_CODA: Final = SERVICES.index("coda")
_IDVA: Final = SERVICES.index("idva")


@dataclass(frozen=True)
class Referrals:
    """Every referral that reaches the charity: those of the police come first."""

    policing: Policing

    @cached_property
    def report(self) -> Ints:
        """The places of the reports whose victims the police refer."""
        return np.flatnonzero(self.policing.to_charity)

    @cached_property
    def _others(self) -> tuple[Ints, Ints, Keys]:
        found = turned(self.policing.episodes, "support")
        return self.policing.episodes.home[found.episode], found.day, found.keys

    @cached_property
    def home(self) -> Ints:
        """The household of each."""
        return np.concatenate((self.policing.home[self.report], self._others[0]))

    @cached_property
    def day(self) -> Ints:
        """The day of each."""
        return np.concatenate((self.policing.day[self.report], self._others[1]))

    @cached_property
    def keys(self) -> Keys:
        """The key of each."""
        own = self.policing.keys.at(self.report).part("referral")
        return Keys(np.concatenate((own.values, self._others[2].values)))

    @cached_property
    def by_police(self) -> Bools:
        """Which the police made."""
        return np.arange(len(self.home)) < len(self.report)

    @cached_property
    def people(self) -> People:
        """The persons referred."""
        return self.policing.episodes.ties.victim.at(self.home)

    @cached_property
    def risk(self) -> Ints:
        """The place of the level of risk among `figures.LEVELS`."""
        drawn = self.keys.chance("risk").of(figures.LEVELS)
        drawn[: len(self.report)] = self.policing.said_risk[self.report]
        return drawn

    @cached_property
    def service(self) -> Ints:
        """The place of the service among `SERVICES`: one that takes somebody of the age."""
        chance, age = self.keys.chance("service"), self.people.ages(on=self.day)
        shares = self.policing.episodes.profile.services
        asked = np.array([SERVICES.index(name) for name in shares.things])
        drawn, child = asked[chance.of(shares)], chance.of(figures.CHILDREN_OF)
        for place, fits in ((_ELDERS, age >= ELDERS_FROM), (_CODA, age <= CHILDREN_TO)):
            drawn = np.where((drawn == place) & ~fits, _OUTREACH, drawn)
        names = np.array([SERVICES.index(name) for name in figures.CHILDREN_OF.things])
        return np.where(age < ADULT_FROM, names[child], drawn)

    @cached_property
    def urgent(self) -> Bools:
        """A high risk that an adviser is to meet at once."""
        found: Bools = (self.risk == figures.LEVELS.things.index("high")) & (self.service == _IDVA)
        return found

    @cached_property
    def received(self) -> Ints:
        """The day on which each reaches the charity."""
        return self.day + self.keys.chance("received").value(figures.RECEIVED_DAYS)

    @cached_property
    def criteria(self) -> Ints:
        """The place of whether the criteria are met among `figures.CRITERIA`; urgent ones do."""
        drawn = self.keys.chance("criteria").of(figures.CRITERIA)
        return np.where(self.urgent, figures.CRITERIA.things.index("yes"), drawn)

    @cached_property
    def decision(self) -> Ints:
        """The place of the decision among `DECISIONS`; while the criteria are pending, none."""
        chance, criteria = self.keys.chance("decision"), self.criteria
        found = np.zeros(len(criteria), dtype=np.int64)
        for met, shares in figures.DECISIONS.items():
            names = np.array([DECISIONS.index(name) for name in shares.things])
            drawn = names[chance.of(shares)]
            found = np.where(criteria == figures.CRITERIA.things.index(met), drawn, found)
        return np.where(self.urgent, ACCEPTED, found)

    @cached_property
    def met(self) -> Ints:
        """The day on which the charity first reaches a person whom it accepts."""
        chance = self.keys.chance("met")
        soon, later = chance.value(figures.URGENT_DAYS), chance.value(figures.CONTACT_DAYS)
        # An urgent one is met within two days of the referral, on whichever day it was received.
        urgent = np.maximum(self.received, self.day + soon)
        return np.where(self.urgent, urgent, self.received + later)

    @cached_property
    def begun(self) -> Ints:
        """The places of the referrals with which support begins: not twice in a year."""
        at = np.flatnonzero(self.decision == ACCEPTED)
        order = np.lexsort((at, self.met[at], self.service[at], self.home[at]))
        at = at[order]
        home, service, day = self.home[at], self.service[at], self.met[at]
        same = (home[1:] == home[:-1]) & (service[1:] == service[:-1])
        again = np.append(False, same & (day[1:] - day[:-1] <= YEAR))[: len(at)]
        return np.sort(at[~again])


DECISIONS: Final = ("", *dict.fromkeys(n for s in figures.DECISIONS.values() for n in s.things))
"""No decision yet, and every decision."""
ACCEPTED: Final = DECISIONS.index("accepted")
