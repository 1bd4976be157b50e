"""Police reports: `fake.incident(month="2026-03")`, drawn whole or for what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from schemas.codes.places import BROMLEY
from schemas.evaluate import LONDON
from schemas.period import Period
from synth.chance import Shares, poisson
from synth.figures import connections, housing, people, places
from synth.figures import police as figures
from synth.figures.profiles import BROMLEY as PROFILE
from synth.formats import Row
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

ADULT: Final = 16  # years: both parties are of age under the Domestic Abuse Act 2021 s.2
_CALLED: Final = frozenset({"999", "101"})
PRIOR: Final = 0.4  # reports of the same victim in the year before, on average (assumed)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What happened and what the police did, before anybody writes it down.

    Attributes:
        day: the day the police came to know.
        connection: code of the tie between the two.
        crime, injured: whether it was recorded as a crime, and left an injury.
        arrest: code of who was arrested.
        children: children of the household.
        ward: code of the ward, None where it is not known.
        victim, suspect: the person blocks; no suspect where nobody knows who it was.
        prior: reports of the same victim in the twelve months before.
    """

    day: date
    connection: str
    crime: bool
    injured: bool
    arrest: str
    children: int
    ward: str | None
    victim: Row
    suspect: Row | None
    prior: int


class IncidentProvider(PersonProvider):
    """Reports of domestic abuse to the police."""

    def incident(
        self,
        month: str = MONTH,
        *,
        of: Occurrence | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One report of the month.

        Args:
            month: `2026-03`.
            of: what happened; drawn where it is left out.
            until: the day on which the file is drawn; nothing in the row is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        of = of or self._occurrence(period)
        until = until or drawn_on(period)
        row: Row = {
            "record_id": record_id or self._number("inc"),
            "reported_on": of.day.isoformat(),
            **self._occurred(of.day),
            "lad_code": BROMLEY,
            "ward_code": of.ward or "not_known",
            **self._channel(),
            **self._offence(of),
            **self._flag(),
            "connection": of.connection,
            "definition_status": _status(of),
            "victim": of.victim,
            "suspect": of.suspect,
            **self._children(of, until),
            **self._arrest(of, until),
            "prior_incidents_12m": of.prior,
            "evidence_captured": self._evidence(),
        }
        return given(row)

    def _occurrence(self, month: Period) -> Occurrence:
        day, connection = self._day_in(month), connections.CONNECTIONS.draw(self._chance)
        victim = self.somebody(on=day)
        suspect = self.somebody(on=day, age=people.SUSPECT_AGES.draw(self._chance))
        crime = self._happens(PROFILE.crime_share)
        happened = Occurrence(
            day=day,
            connection=connection,
            crime=crime,
            injured=crime and self._happens(PROFILE.injured),
            arrest=self._arrested(crime=crime),
            children=housing.CHILDREN.draw(self._chance),
            ward=self.ward(on=day) if self._happens(places.WARD_KNOWN) else None,
            victim=self.person(sector="police", of=victim, on=day),
            suspect=self.person(sector="police", of=suspect, on=day),
            prior=poisson(self._chance, PRIOR),
        )
        named = happened.arrest != "none" or self._happens(figures.SUSPECT_NAMED)
        return happened if named else replace(happened, suspect=None)

    def _arrested(self, *, crime: bool) -> str:
        share = PROFILE.arrested_of_crimes if crime else PROFILE.arrested_of_others
        if not self._happens(share):
            return "none"
        return "both_parties" if self._happens(figures.BOTH_ARRESTED) else "one_party"

    def _occurred(self, reported: date) -> Row:
        if not self._happens(figures.OCCURRED_GIVEN):
            return {}
        to = reported - timedelta(days=figures.REPORT_DELAYS.draw(self._chance))
        since = to - timedelta(days=figures.REPORT_DELAYS.draw(self._chance))
        return {"occurred_from": iso(since), "occurred_to": iso(to)}

    def _channel(self) -> Row:
        channel, calls = figures.CHANNELS.draw(self._chance), figures.CALLS.draw(self._chance)
        return {"source_channel": channel, "call_count": calls if channel in _CALLED else None}

    def _offence(self, of: Occurrence) -> Row:
        offence, kinds = None, [figures.ABUSE_WITHOUT_CRIME.draw(self._chance)]
        if of.crime:
            offence = _offences(injured=of.injured).draw(self._chance)
            kinds = [figures.ABUSE_OF_OFFENCE[offence]]
        if self._happens(figures.SHARE_WITH_MORE_ABUSE):
            kinds.append(figures.MORE_ABUSE.draw(self._chance))
        assessed = self._number("ra") if of.crime else None
        return {
            "is_crime": of.crime,
            "offence_group": offence,
            "abuse_types": list(dict.fromkeys(kinds)),
            "specialist_flags": [figures.FLAGS.draw(self._chance)],
            "risk_assessment_ref": assessed,
        }  # fmt: skip

    def _flag(self) -> Row:
        off = self._happens(figures.FLAG_TAKEN_OFF)
        return {"da_flag": not off, "flag_removed_reason": "wrong_entry" if off else None}

    def _children(self, of: Occurrence, until: date) -> Row:
        if not of.children:
            return {"children": "not_known" if self._happens(0.05) else "none"}  # assumed
        told = of.day + timedelta(days=figures.NOTIFICATION_DELAYS.draw(self._chance))
        return {
            "children": "present" if self._happens(0.6) else "resident_absent",  # assumed
            "child_count": of.children,
            "child_notification_on": iso(min(told, until)),
        }

    def _arrest(self, of: Occurrence, until: date) -> Row:
        powers = figures.POWER_OF_CRIME if of.crime else figures.POWER_WITHOUT_CRIME
        power, delay = powers.draw(self._chance), figures.ARREST_DELAYS.draw(self._chance)
        moment, reason = self._moment(), figures.NO_ARREST.draw(self._chance)
        both = of.arrest == "both_parties"
        row: Row = {
            "arrest_made": of.arrest,
            "cross_allegation": both or self._happens(figures.COUNTER_ALLEGED),
        }
        if of.arrest != "none":
            at = datetime.combine(min(of.day + timedelta(days=delay), until), moment, LONDON)
            return {**row, "power_of_arrest": "yes", "first_arrest_at": at.isoformat()}
        if of.suspect is None:
            reason = "suspect_not_identified"
        return {
            **row,
            "power_of_arrest": power,
            "no_arrest_reason": reason if power == "yes" else None,
        }

    def _moment(self) -> time:
        """A time of day; no clock is put back or forward after three in the morning."""
        return time(self._chance.randint(3, 23), self._chance.randrange(60))

    def _evidence(self) -> list[str]:
        if not self._happens(figures.EVIDENCE_TAKEN):
            return ["none"]
        drawn = {figures.EVIDENCE.draw(self._chance) for _ in range(2)}
        return sorted(drawn)


def _offences(*, injured: bool) -> Shares[str]:
    return figures.OFFENCES.among(*figures.INJURING) if injured else figures.OFFENCES


def _status(of: Occurrence) -> str:
    """Whether it meets the Act's definition, as far as the ages sent tell."""
    ages = of.victim["age_years"], of.suspect["age_years"] if of.suspect else None
    for name, age in zip(("victim_under_16", "suspect_under_16"), ages, strict=True):
        if isinstance(age, int) and age < ADULT:
            return name
    return "not_known" if of.connection == "not_known" else "meets"
