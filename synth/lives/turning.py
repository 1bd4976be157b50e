"""Where people turn, or are sent: hospital, surgery, a home, a charity, a programme; and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np

from synth.draws import Floats, Ints, Keys
from synth.lives.abuse import Episodes
from synth.lives.people import MALE
from synth.lives.policing import ONE, Policing

Service = Literal["hospital", "surgery", "council", "charity", "support"]
DELAYS: Final[dict[Service, tuple[int, int]]] = {
    "hospital": (0, 12),
    "surgery": (2, 60),
    "council": (1, 45),
    "charity": (0, 30),
    "support": (0, 40),
}
"""Days from an episode to each service, shortest and longest (assumed)."""
PROGRAMME_AFTER: Final = (20, 120)  # days from an arrest to the referral to a programme (assumed)
WITH_CHILDREN: Final = (0.85, 1.1)  # times more often to housing: without, with children (assumed)
INJURED: Final = (0.55, 2.4)  # times more often to hospital: without, with an injury (assumed)
EXPECTING: Final = (0.95, 1.8)  # times more often to health services: others, pregnant (assumed)
AGAIN: Final = 180  # days before the same person is referred to a programme again (assumed)


@dataclass(frozen=True)
class Turned:
    """Episodes after which a service is turned to: their places, and the day of the contact."""

    episode: Ints
    day: Ints
    keys: Keys


def turned(episodes: Episodes, service: Service, *, since: int = 0) -> Turned:
    """Who turns to a service, and when; who may have done so before a day can be left out."""
    recent = np.flatnonzero(episodes.day + DELAYS[service][1] >= since)
    keys = episodes.keys.at(recent).part(service)
    chance = keys.chance("turning")
    share = episodes.profile.seen[service] * _more(episodes, service)[recent]
    places = np.flatnonzero(chance.happens(share) & ~episodes.fatal[recent])
    at, chosen = recent[places], keys.at(places)
    day = episodes.day[at] + chosen.chance("turned").between(*DELAYS[service])
    return Turned(at, day, chosen)


def _more(episodes: Episodes, service: Service) -> Floats:
    """How much more often than on average a service is turned to after each episode."""
    if service in ("council", "charity"):
        children = (episodes.homes.children > 0)[episodes.home]
        return np.where(children, WITH_CHILDREN[1], WITH_CHILDREN[0])
    if service == "support":
        men = (episodes.ties.victim.sex == MALE)[episodes.home]
        return np.where(men, episodes.profile.men_helped, 1.0)
    times = np.where(episodes.expecting, EXPECTING[1], EXPECTING[0])
    hurt = np.where(episodes.injured, INJURED[1], INJURED[0])
    return times * hurt if service == "hospital" else times


@dataclass(frozen=True)
class Programmes:
    """Persons arrested for a crime who are referred to a programme, by household and day."""

    policing: Policing

    @cached_property
    def _referred(self) -> tuple[Ints, Ints]:
        police = self.policing
        chance = police.keys.chance("programme")
        share = police.episodes.profile.seen["probation"]
        sent = chance.happens(share) & police.crime & (police.arrest == ONE)
        day = police.day + chance.between(*PROGRAMME_AFTER)
        at = np.flatnonzero(sent)
        order = np.lexsort((day[at], police.home[at]))
        at = at[order]
        home, when = police.home[at], day[at]
        again = np.append(False, (home[1:] == home[:-1]) & (when[1:] - when[:-1] < AGAIN))
        kept = ~again[: len(at)]
        return at[kept], when[kept]

    @property
    def report(self) -> Ints:
        """The places of the reports that led to it."""
        return self._referred[0]

    @property
    def day(self) -> Ints:
        """The day of the referral."""
        return self._referred[1]
