"""Referrals of perpetrators to programmes: `fake.perpetrator_intervention()`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from schemas.datasets.perpetrator_intervention import YOUTH
from schemas.period import Period
from synth.chance import poisson
from synth.figures import people
from synth.figures import probation as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

_STARTED: Final = frozenset({"active", "completed", "breached", "withdrawn"})
_ENDED: Final = frozenset({"completed", "breached", "withdrawn", "unsuitable"})
_WAIT: Final = (0, 6)  # days from the referral to the first session (assumed)
_UNTIL_RELEASE: Final = (3, 60)  # days from the referral to the release expected (assumed)
INCIDENTS_BEFORE: Final = 1.4  # reports in the six months before, on average (assumed)


class PerpetratorInterventionProvider(PersonProvider):
    """Persons on programmes, and releases from custody."""

    def perpetrator_intervention(
        self,
        month: str = MONTH,
        *,
        of: Somebody | None = None,
        subject: Row | None = None,
        referred: date | None = None,
        victims: Sequence[str] = (),
        before: int | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One referral of the month.

        Args:
            month: `2026-03`.
            of: who was referred; drawn where it is left out.
            subject: the person block for `of`; drawn where it is left out.
            referred: the day.
            victims: references to the persons abused.
            before: reports in the six months before.
            until: the day on which the file is drawn; nothing that happened is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        until = until or drawn_on(period)
        day = referred or self._day_in(period)
        of = of or self._suspect(day)
        programme = self._programme()
        row: Row = {
            "record_id": record_id or self._number("pi"),
            "subject": subject or self.person(sector="probation", of=of, on=day),
            "programme": programme,
            "referred_on": iso(day),
            **self._routed(of, on=day, programme=programme),
            **self._progress(day, until=until),
            **self._checks(day, until=until),
            **self._behaviours(),
            "victim_support_offered": self._happens(figures.VICTIM_OFFERED),
            "linked_victim_refs": self._linked(victims),
            "da_incidents_6m_before": poisson(self._chance, INCIDENTS_BEFORE)
            if before is None
            else before,
            "mappa_level": figures.MAPPA.draw(self._chance),
        }
        if programme == "custody_release":
            row |= self._release(day, until=until)
        return given(row)

    def _suspect(self, day: date) -> Somebody:
        male = self._happens(0.87)  # MPA Domestic Violence Board, Bromley report, 2008, para. 40
        return self.somebody(
            on=day, age=people.SUSPECT_AGES.draw(self._chance), sex="M" if male else "F"
        )

    def _programme(self) -> str:
        return figures.PROGRAMMES.draw(self._chance)

    def _routed(self, of: Somebody, *, on: date, programme: str) -> Row:
        """How the person came, the sentence where there is one, and the risk found."""
        route, sentence = figures.ROUTES.draw(self._chance), figures.SENTENCES.draw(self._chance)
        if programme == "drive":
            route = "panel"
        if programme == "custody_release":
            route, sentence = "licence", figures.CUSTODIAL.draw(self._chance)
        if YOUTH[0] <= of.age(on=on) <= YOUTH[1]:
            route = "youth_order"
        sentenced = route in ("court_order", "licence")
        return {
            "route": route,
            "sentence_band": sentence if sentenced else None,
            "risk_tool": figures.TOOLS.draw(self._chance),
            "risk_start": figures.RISKS.draw(self._chance),
        }

    def _progress(self, day: date, *, until: date) -> Row:
        status, planned = figures.STATUSES.draw(self._chance), figures.SESSIONS.draw(self._chance)
        start = min(day + timedelta(days=self._chance.randint(*_WAIT)), until)
        attended, risk = self._chance.randint(0, 3), figures.RISKS.draw(self._chance)
        ended, started = status in _ENDED, status in _STARTED
        completed = status == "completed"
        return {
            "status": status,
            "start_on": iso(start) if started else None,
            "end_on": iso(until if started else day) if ended else None,
            "sessions_planned": attended if completed else planned,
            "sessions_attended": attended if started else None,
            "risk_end": risk if completed else None,
        }

    def _checks(self, day: date, *, until: date) -> Row:
        checked = [min(day + timedelta(days=self._chance.randint(0, 7)), until) for _ in range(2)]
        done = self._happens(figures.CHECKED)
        return {
            "case_contact_made": self._happens(0.6),  # assumed
            "police_check_on": iso(checked[0]) if done else None,
            "safeguarding_check_on": iso(checked[1]) if done else None,
        }

    def _behaviours(self) -> Row:
        drawn = {figures.BEHAVIOURS.draw(self._chance) for _ in range(2)}
        return {"behaviours_start": [b for b in figures.BEHAVIOURS.things if b in drawn]}

    def _linked(self, victims: Sequence[str]) -> list[str] | None:
        named = self._happens(figures.VICTIM_LINKED)
        return sorted(victims) if victims and named else None

    def _release(self, day: date, *, until: date) -> Row:
        expected = day + timedelta(days=self._chance.randint(*_UNTIL_RELEASE))
        told = min(day + timedelta(days=self._chance.randint(0, 3)), until, expected)
        heard = self._happens(0.8)  # assumed
        return {
            "release_expected_on": iso(expected),
            "release_on": iso(expected) if expected <= until else None,
            "police_notified_on": iso(told),
            "victim_notified_on": iso(told) if heard else None,
        }
