"""Assessments of risk: `fake.risk_assessment()`, by the police, a charity, probation."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from schemas.datasets.risk_assessment import HIGH_FROM, QUESTIONS
from schemas.period import Period
from synth.figures import risk as figures
from synth.formats import Row
from synth.people import Somebody
from synth.providers.base import MONTH, drawn_on, given, iso
from synth.providers.person import PersonProvider

POLICE: Final = "police"
_OF_PERPETRATORS: Final = "probation"
_RAISED: Final = {"standard": "medium", "medium": "high"}


class RiskAssessmentProvider(PersonProvider):
    """Assessments of the persons abused; probation's are of the persons abusing."""

    def risk_assessment(
        self,
        month: str = MONTH,
        *,
        sector: str = POLICE,
        of: Somebody | None = None,
        subject: Row | None = None,
        assessed: date | None = None,
        until: date | None = None,
        incident: str | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One assessment of the month.

        Args:
            month: `2026-03`.
            sector: the sector that assesses, which decides the tool and who is assessed.
            of: who is assessed; drawn where it is left out.
            subject: the person block for `of`; drawn where it is left out.
            assessed: the day.
            until: the day on which the file is drawn; nothing that was done is later.
            incident: the record of the incident assessed.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        day, until = assessed or self._day_in(period), until or drawn_on(period)
        of = of or self.somebody(on=day)
        accused = sector == _OF_PERPETRATORS
        row: Row = {
            "record_id": record_id or self._number("ra"),
            "subject": subject or self.person(sector=sector, of=of, on=day),
            "subject_role": "perpetrator" if accused else "victim",
            "assessed_on": iso(day),
            "stage": figures.STAGES.draw(self._chance),
            "incident_ref": incident,
            **self._scored(sector),
        }
        row |= self._risk_managed(row, police=sector == POLICE)
        row |= self._supervised(day=day, until=until) if sector == POLICE else {}
        row |= (
            {} if accused else self._referred_to_conference(row["risk_level"], day=day, until=until)
        )
        return given(row)

    def _scored(self, sector: str) -> Row:
        """The tool, its answers, and the level that score and judgement give."""
        tools = figures.TOOLS.get(sector)
        tool = tools.draw(self._chance) if tools else figures.USUAL_TOOL
        answers = min(figures.ANSWERS.draw(self._chance), QUESTIONS.get(tool, 0))
        level, basis = self._level_of(answers, counted=tool in QUESTIONS)
        return {
            "tool": tool,
            "yes_count": answers if tool in QUESTIONS else None,
            "risk_level": level,
            "level_basis": basis,
        }

    def _level_of(self, answers: int, *, counted: bool) -> tuple[str, str]:
        drawn = figures.LEVELS.draw(self._chance)
        raised, escalating = self._happens(figures.RAISED), self._happens(figures.ESCALATING)
        if not counted:
            return drawn, "professional_judgement"
        by_score = "high" if answers >= HIGH_FROM else "standard"
        level = "medium" if figures.MEDIUM_FROM <= answers < HIGH_FROM else by_score
        if level in _RAISED and raised:
            return _RAISED[level], "escalation" if escalating else "professional_judgement"
        return level, "tool_score"

    def _risk_managed(self, row: Row, *, police: bool) -> Row:
        """What the level calls for: factors named, a strategy, a safety plan, a marker."""
        level = row["risk_level"]
        factors = self._some_of(
            figures.FACTORS, count=self._chance.randint(*figures.FACTORS_OF[level])
        )
        strategy = self._some_of(figures.STRATEGIES, count=self._chance.randint(1, 2))
        marked = self._happens(figures.MARKED)
        review = figures.REVIEW_DAYS.draw(self._chance)
        due = date.fromisoformat(row["assessed_on"]) + timedelta(days=review)
        return {
            "factors": factors or None,
            "rara_strategy": strategy if police and level != "standard" else None,
            "safety_plan": self._happens(figures.PLANNED[level]),
            "urgent_response_marker": marked and level == "high" if police else None,
            "next_review_due": iso(due) if self._happens(figures.REVIEWS) else None,
        }

    def _supervised(self, *, day: date, until: date) -> Row:
        """The line manager's check, as far as it is done on the day the file is drawn."""
        done = self._happens(figures.SUPERVISED)
        checked = day + timedelta(days=figures.SUPERVISED_DAYS.draw(self._chance))
        result = figures.CHECKS.draw(self._chance)
        known = done and checked <= until
        return {
            "supervised_on": iso(checked) if known else None,
            "supervision_result": result if known else None,
        }

    def _referred_to_conference(self, level: str, *, day: date, until: date) -> Row:
        """Whether a high risk meets the threshold, and the referral or why there is none."""
        met = self._happens(figures.THRESHOLD_MET)
        referred = self._happens(figures.REFERRED)
        sent = min(day + timedelta(days=figures.REFERRED_DAYS.draw(self._chance)), until)
        reason = figures.UNREFERRED.draw(self._chance)
        if level != "high":
            return {"marac_threshold_met": False}
        return {
            "marac_threshold_met": met,
            "marac_referred_on": iso(sent) if met and referred else None,
            "marac_not_referred_reason": reason if met and not referred else None,
        }
