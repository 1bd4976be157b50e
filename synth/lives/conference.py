"""The conference on high risk: which cases it hears, when, and which of them again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from schemas.datasets.marac_case import ADULT_FROM, YEAR
from synth import days
from synth.draws import Bools, Ints
from synth.lives.policing import Policing

MEETINGS: Final = (1, 3)  # the second and the fourth Thursday of a month (assumed)
NOTICE: Final = 3  # days before a meeting by which a case is listed (assumed)


KNOWN_FOR: Final = YEAR
"""Days after a referral to the conference in which whoever helps knows of it: a case that comes
back within them is a repeat (SafeLives)."""


@dataclass(frozen=True)
class Conference:
    """The cases heard, by household and day: one for each person and meeting."""

    policing: Policing

    @cached_property
    def _heard(self) -> tuple[Ints, Ints]:
        """The report that each case rests on, and the day of the meeting."""
        police = self.policing
        at = np.flatnonzero(police.to_conference)
        of_age = police.victims(at).ages(on=police.day[at]) >= ADULT_FROM
        at = at[of_age]
        day = days.meeting(police.referred_on[at] + NOTICE, which=MEETINGS)
        # Of several referrals to one meeting, the last counts.
        order = np.lexsort((at, day, police.home[at]))
        at, day = at[order], day[order]
        same = (police.home[at][1:] == police.home[at][:-1]) & (day[1:] == day[:-1])
        kept = np.append(~same, True)[: len(at)]
        return at[kept], day[kept]

    @property
    def report(self) -> Ints:
        """The place of the report that each case rests on."""
        return self._heard[0]

    @property
    def day(self) -> Ints:
        """The day of the meeting."""
        return self._heard[1]

    @cached_property
    def last(self) -> Ints:
        """The day of the meeting before that heard the same person."""
        return np.append(0, self.day)[:-1]

    @cached_property
    def repeat(self) -> Bools:
        """Whether that was in the year before."""
        home = self.policing.home[self.report]
        same = np.append(False, home[1:] == home[:-1])[: len(home)]
        return same & (self.day - self.last <= YEAR) & (self.day > self.last)

    @cached_property
    def _referred(self) -> Ints:
        """The household and the day of each referral as one number, in order."""
        police = self.policing
        return np.sort((police.home[self.report] << 32) | police.referred_on[self.report])

    def listed(self, home: Ints, *, day: Ints, until: Ints) -> Bools:
        """Whether a household's case had been referred by one day, not long before another.

        Args:
            home: the place of each household.
            day: of what is recorded.
            until: by which it is known.
        """
        held = np.append(np.int64(-1), self._referred)
        last = held[np.searchsorted(held, (home << 32) | until, side="right") - 1]
        found: Bools = (last >> 32 == home) & (day - (last & 0xFFFFFFFF) <= KNOWN_FOR)
        return found
