"""Outcomes of justice: `fake.justice_outcome()`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from schemas.codes import code_list
from schemas.datasets.justice_outcome import CAUTIONS, FRAMEWORK_FROM, YOUTH
from schemas.period import Period
from synth.chance import Shares
from synth.figures import people, police
from synth.figures import proceedings as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

_GRAVE: Final = code_list("offence_group").in_group("gbh_or_above")
_YOUTH_CAUTION: Final = "2"


class JusticeOutcomeProvider(PersonProvider):
    """Outcomes at the police, at the CPS and in court."""

    def justice_outcome(
        self,
        month: str = MONTH,
        *,
        of: Somebody | None = None,
        subject: Row | None = None,
        stage: str | None = None,
        offence: str | None = None,
        offence_ref: str | None = None,
        incident_ref: str | None = None,
        decided: date | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One outcome of the month.

        Args:
            month: `2026-03`.
            of: who is suspected or accused; drawn where it is left out.
            subject: the person block for `of`; drawn where it is left out.
            stage: `police`, `cps` or `court`.
            offence: code of the offence.
            offence_ref: its reference, the same at every stage.
            incident_ref: the record of the report.
            decided: the day of the outcome.
            until: the day on which the file is drawn; nothing that happened is later.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        day, until = decided or self._day_in(period), until or drawn_on(period)
        of = of or self._accused(day)
        stage = stage or figures.STAGES.draw(self._chance)
        offence = offence or police.OFFENCES.draw(self._chance)
        framework, outcome = self._result(stage, of=of, day=day)
        row: Row = {
            "record_id": record_id or self._number("ju"),
            "offence_ref": offence_ref or self._number("of"),
            "incident_ref": incident_ref,
            "subject": subject or self.person(sector="police", of=of, on=day),
            "stage": stage,
            "framework": framework,
            "outcome_code": outcome,
            "outcome_on": iso(day),
            "offence_group": offence,
            "gbh_or_above": offence in _GRAVE,
            "caution_type": self._caution(outcome),
            **self._victim_support(outcome),
        }
        return given(row | self._victim_told(day, until=until) | self._court_result(day, row=row))

    def _accused(self, day: date) -> Somebody:
        male = self._happens(0.87)  # MPA Domestic Violence Board, Bromley report, 2008, para. 40
        age = people.SUSPECT_AGES.draw(self._chance)
        return self.somebody(on=day, age=age, sex="M" if male else "F")

    def _result(self, stage: str, *, of: Somebody, day: date) -> tuple[str, str]:
        """The framework and the outcome; who is under 18 gets a youth caution, if any."""
        if stage != "police":
            shares = figures.CPS if stage == "cps" else figures.COURT
            return "cps_court", shares.draw(self._chance)
        if day < FRAMEWORK_FROM:
            return "sanction_detection", figures.DETECTIONS.draw(self._chance)
        drawn = figures.POLICE.draw(self._chance)
        young = YOUTH[0] <= of.age(on=day) <= YOUTH[1]
        return "outcomes_2013", _YOUTH_CAUTION if young and drawn == "3" else drawn

    def _caution(self, outcome: str) -> str | None:
        drawn = figures.CAUTIONS.draw(self._chance)
        if outcome not in CAUTIONS:
            return None
        return "youth" if outcome == _YOUTH_CAUTION else drawn

    def _victim_support(self, outcome: str) -> Row:
        shares: Shares[str] = figures.SUPPORT.get(outcome, figures.OTHER_SUPPORT)
        support, reviewer = shares.draw(self._chance), figures.REVIEWERS.draw(self._chance)
        return {
            "victim_supported": support,
            "withdrawal_reviewed": reviewer if support == "withdrew" else None,
        }

    def _victim_told(self, day: date, *, until: date) -> Row:
        """When and by whom the victim was told."""
        told = day + timedelta(days=figures.TOLD_AFTER.draw(self._chance))
        by, known = figures.NOTIFIERS.draw(self._chance), self._happens(figures.NOTIFIED)
        known = known and told <= until
        return {"victim_notified_on": iso(told) if known else None,
                "victim_notified_by": by if known else "none"}  # fmt: skip

    def _court_result(self, day: date, *, row: Row) -> Row:
        """What is known of a hearing and of the sentence; nothing at the stages before."""
        if row["stage"] != "court":
            return {}
        outcome, sentence = row["outcome_code"], figures.SENTENCES.draw(self._chance)
        custody, reason = figures.CUSTODY.draw(self._chance), figures.FAILURES.draw(self._chance)
        convicted = outcome.startswith("convicted")
        return {
            "hearing_on": iso(day),
            "result_recorded_on": iso(day),
            "victim_attended": self._happens(figures.ATTENDED),
            "plea_change_on_day": self._happens(figures.PLEA_CHANGED),
            "special_measures": [figures.MEASURES.draw(self._chance)],
            "court_type": figures.COURTS.draw(self._chance),
            "unsuccessful_reason": reason if outcome in figures.FAILED else None,
            "sentence_type": sentence if convicted else None,
            "sentence_band": (custody if sentence == "custody" else "none") if convicted else None,
        }
