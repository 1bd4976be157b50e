"""Protective orders and notices: `fake.protective_order()`."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.datasets.protective_order import PILOT_FROM
from schemas.period import Period
from synth.figures import orders as figures
from synth.figures import people
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider


class ProtectiveOrderProvider(PersonProvider):
    """Orders and notices that protect people."""

    def protective_order(
        self,
        month: str = MONTH,
        *,
        victim: Row | None = None,
        respondent: Row | None = None,
        applied: date | None = None,
        incident_ref: str | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One order or notice asked for in the month.

        Args:
            month: `2026-03`.
            victim: the block of the person protected; drawn where it is left out.
            respondent: the block of the person bound; drawn where it is left out.
            applied: the day it was asked for.
            incident_ref: the record of the report.
            until: the day on which the file is drawn; nothing that happened is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        day, until = applied or self._day_in(period), until or drawn_on(period)
        kinds = figures.NEW_KINDS if day >= PILOT_FROM else figures.KINDS
        kind = kinds.draw(self._chance)
        decided = self._order_decided(kind, day, until=until)
        asked = figures.APPLICANTS.get(kind, figures.BY_POLICE)
        return given(
            {
                "record_id": record_id or self._number("or"),
                "order_type": kind,
                "applicant": asked.draw(self._chance),
                "applied_on": iso(day),
                "victim": victim or self._protected(day),
                "respondent": respondent or self._bound(day),
                "incident_ref": incident_ref,
                "legal_aid": figures.LEGAL_AID.draw(self._chance),
                **decided,
                **self._order_kept(decided, until=until),
            }
        )

    def _protected(self, day: date) -> Row:
        return self.person(sector="police", of=self.somebody(on=day), on=day)

    def _bound(self, day: date) -> Row:
        male = self._happens(people.MALE_BESIDE_FEMALE)
        age = people.SUSPECT_AGES.draw(self._chance)
        of: Somebody = self.somebody(on=day, age=age, sex="M" if male else "F")
        return self.person(sector="police", of=of, on=day)

    def _order_decided(self, kind: str, day: date, *, until: date) -> Row:
        """The decision, where there is one by the day of the file, and the days in force."""
        wait = timedelta(days=figures.WAIT.draw(self._chance))
        decision = figures.DECISIONS.draw(self._chance)
        length = figures.LENGTHS.get(kind, figures.OTHER_LENGTHS).draw(self._chance)
        undertaken = self._happens(figures.UNDERTAKEN)
        drawn = (figures.CONDITIONS.draw(self._chance) for _ in range(3))
        conditions = list(dict.fromkeys(drawn))
        if kind in figures.NOTICES:
            wait, decision = timedelta(0), "granted"
        elif undertaken and kind in figures.FAMILY:
            decision = "undertaking"
        decided_on = day + wait
        if decided_on > until:
            return {"decision": None}
        bound = decision in ("granted", "undertaking")
        return {
            "decided_on": iso(decided_on),
            "decision": decision,
            "in_force_from": iso(decided_on) if bound else None,
            "in_force_to": iso(decided_on + timedelta(days=length)) if bound else None,
            "conditions": conditions if bound else None,
        }

    def _order_kept(self, decided: Row, *, until: date) -> Row:
        """Breaches by the day of the file, while the order is in force."""
        broken, count = self._happens(figures.BREACHED), figures.BREACHES.draw(self._chance)
        result = figures.RESULTS.draw(self._chance)
        first, last = decided.get("in_force_from"), decided.get("in_force_to")
        if not broken or first is None or last is None:
            return {"breach_count": 0}
        end = min(date.fromisoformat(last), until)
        start = date.fromisoformat(first)
        day = start + timedelta(days=self._chance.randint(0, (end - start).days))
        offence = self._number("ju") if decided["decision"] == "undertaking" else None
        return {
            "breach_count": count,
            "first_breach_on": iso(day),
            "breach_result": result,
            "justice_ref": offence,
        }
