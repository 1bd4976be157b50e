"""What the police do about what they hear: arrests, assessments of risk, referrals to a charity."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from schemas.datasets.risk_assessment import HIGH_FROM
from synth import days
from synth.draws import Bools, Ints, Keys
from synth.figures import police, referrals, risk
from synth.lives.abuse import Episodes
from synth.lives.people import MALE, People

STANDARD, MEDIUM, HIGH = 0, 1, 2
LEVELS: Final = ("standard", "medium", "high")
NONE, ONE, BOTH = 0, 1, 2
ARRESTS: Final = ("none", "one_party", "both_parties")
AGAIN_AFTER: Final = (1, 6)  # days to the second assessment of a medium or high risk (assumed)
BY_SCORE, BY_JUDGEMENT, BY_ESCALATION = 0, 1, 2
BASES: Final = ("tool_score", "professional_judgement", "escalation")
HOMICIDE: Final = "homicide"
OFFENCES: Final = (*police.OFFENCES.things, HOMICIDE)
"""Every offence that a crime can be."""
YEAR: Final = 365  # days that `prior_incidents_12m` looks back


@dataclass(frozen=True)
class Policing:
    """The reports to the police, in the order of episodes, and what is done about each."""

    episodes: Episodes

    @cached_property
    def places(self) -> Ints:
        """The places of the reported episodes among all."""
        return np.flatnonzero(self.episodes.reported)

    @cached_property
    def home(self) -> Ints:
        """The place of each report's household."""
        return self.episodes.home[self.places]

    @cached_property
    def day(self) -> Ints:
        """The day of each report."""
        return self.episodes.day[self.places]

    @cached_property
    def keys(self) -> Keys:
        """The key of each report."""
        return self.episodes.keys.at(self.places)

    @cached_property
    def crime(self) -> Bools:
        """Whether a crime is recorded."""
        return self.episodes.crime[self.places]

    @cached_property
    def injured(self) -> Bools:
        """Whether the victim is injured."""
        return self.episodes.injured[self.places]

    @cached_property
    def arrest(self) -> Ints:
        """Who is arrested."""
        profile, chance = self.episodes.profile, self.keys.chance("arrest")
        share = np.where(self.crime, profile.arrested_of_crimes, profile.arrested_of_others)
        both = chance.happens(police.BOTH_ARRESTED)
        return np.where(chance.happens(share), np.where(both, BOTH, ONE), NONE)

    @cached_property
    def named(self) -> Bools:
        """Whether the police know who it was."""
        found: Bools = (self.arrest != NONE) | self.keys.chance("named").happens(
            police.SUSPECT_NAMED
        )
        return found

    @cached_property
    def offence(self) -> Ints:
        """The place of the offence among `OFFENCES`, of crimes."""
        chance, shares = self.keys.chance("offence"), self.episodes.profile.offences
        hurting = shares.among(*(thing for thing in police.INJURING if thing in shares.things))
        hurt, any_ = (
            np.array([OFFENCES.index(thing) for thing in each.things])[chance.of(each)]
            for each in (hurting, shares)
        )
        found = np.where(self.injured, hurt, any_)
        return np.where(self.fatal, OFFENCES.index(HOMICIDE), found)

    @cached_property
    def fatal(self) -> Bools:
        """Whether it is a homicide."""
        return self.episodes.fatal[self.places]

    @cached_property
    def before(self) -> Ints:
        """Reports of the same household in the twelve months before."""
        span = np.int64(1) << 24
        at = self.home * span + self.day
        return np.arange(len(at)) - np.searchsorted(at, at - YEAR, side="left")

    def victims(self, at: Ints) -> People:
        """The victims of the reports at some places."""
        return self.episodes.ties.victim.at(self.home[at])

    def suspects(self, at: Ints) -> People:
        """The suspects likewise."""
        return self.episodes.ties.suspect.at(self.home[at])

    @cached_property
    def assessed(self) -> Bools:
        """Whether the risk is assessed: of every crime, and of some other reports."""
        share = self.episodes.profile.assessed
        return (self.crime | self.keys.chance("assessed").happens(share)) & ~self.fatal

    @cached_property
    def tool(self) -> Ints:
        """The place of the tool among the police's."""
        return self.keys.chance("tool").of(risk.TOOLS["police"])

    @cached_property
    def counted(self) -> Bools:
        """Whether the tool counts answers."""
        counts = np.array([tool.startswith("dash") for tool in risk.TOOLS["police"].things])
        return counts[self.tool]

    @cached_property
    def answers(self) -> Ints:
        """Yes answers, where the tool counts them."""
        return self.keys.chance("answers").along(risk.ANSWERS)

    @cached_property
    def _leveled(self) -> tuple[Ints, Ints]:
        """The level of risk, and what it rests on."""
        chance, answers = self.keys.chance("level"), self.answers
        raised, escalating = chance.happens(risk.RAISED), chance.happens(risk.ESCALATING)
        drawn = chance.of(risk.LEVELS)
        scored = np.select([answers >= HIGH_FROM, answers >= risk.MEDIUM_FROM], [HIGH, MEDIUM], 0)
        raised &= self.counted & (scored < HIGH)
        basis = np.where(raised, np.where(escalating, BY_ESCALATION, BY_JUDGEMENT), BY_SCORE)
        level = np.where(self.counted, scored + raised, drawn)
        return level, np.where(self.counted, basis, BY_JUDGEMENT)

    @property
    def level(self) -> Ints:
        """The level of risk."""
        return self._leveled[0]

    @property
    def basis(self) -> Ints:
        """What the level rests on."""
        return self._leveled[1]

    @cached_property
    def again(self) -> Ints:
        """The day of the second assessment, in the month of the first."""
        later = self.day + self.keys.chance("again").between(*AGAIN_AFTER)
        found: Ints = np.minimum(later, days.last_of_month(self.day))
        return found

    @cached_property
    def threshold(self) -> Bools:
        """Whether a high risk meets the conference's threshold."""
        found: Bools = (self.level == HIGH) & self.keys.chance("threshold").happens(
            risk.THRESHOLD_MET
        )
        return found

    @cached_property
    def to_conference(self) -> Bools:
        """Whether the case is referred to the conference."""
        profile = self.episodes.profile
        share = np.where(self.before > 0, profile.conferenced_again, profile.conferenced)
        chosen = self.keys.chance("to conference").happens(share)
        begun = days.months(self.referred_on) >= profile.conferences_from
        return self.assessed & self.threshold & chosen & begun

    @cached_property
    def referred_on(self) -> Ints:
        """The day of that referral."""
        return self.day + self.keys.chance("to conference on").value(risk.REFERRED_DAYS)

    @cached_property
    def to_charity(self) -> Bools:
        """Whether an officer refers the victim to the charity."""
        profile = self.episodes.profile
        men = (self.episodes.ties.victim.sex == MALE)[self.home]
        share = profile.referred * np.where(men, profile.men_helped, 1.0)
        return self.keys.chance("to charity").happens(share) & ~self.fatal

    @cached_property
    def said_risk(self) -> Ints:
        """The place of the level among `referrals.LEVELS`, as a referral tells it."""
        names = referrals.LEVELS.things
        told = np.array([names.index(level) for level in LEVELS])
        unknown = names.index("not_known")
        return np.where(self.assessed, told[self.level], unknown)
