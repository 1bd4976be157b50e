"""The register of reviews and their actions: `fake.review_action()`."""

from __future__ import annotations

from datetime import date, timedelta

from schemas.period import Period
from synth.figures import reviews as figures
from synth.formats import Row
from synth.providers.base import MONTH, Drawing, drawn_on, given, iso


class ReviewActionProvider(Drawing):
    """Reviews, recommendations and actions, as they stand at the end of a month."""

    def review_action(
        self,
        month: str = MONTH,
        *,
        review: Row | None = None,
        recommendation: int | None = None,
        action: int | None = None,
        until: date | None = None,
        record_id: str | None = None,
    ) -> Row:
        """One action of a review that has come to have any, or the review itself.

        Args:
            month: `2026-03`.
            review: `review_type`, `review_ref`, `stage` and the days of it, the same in all its
                rows; drawn where it is left out.
            recommendation: its number.
            action: its number.
            until: the day on which the file is drawn.
            record_id: the agency's own identifier; drawn where it is left out.
        """
        period = Period.parse_month(month)
        until = until or drawn_on(period)
        row: Row = {"record_id": record_id or self._number("rv")}
        row |= review or self.review(month)
        number, part = self._chance.randint(1, 12), self._chance.randint(1, 3)
        progress = self._action_progress(period.end, opened=row["opened_on"], until=until)
        if row["stage"] in figures.WITH_ACTIONS:
            row |= {"recommendation_no": recommendation or number, "action_no": action or part}
            row |= progress
        return given(row)

    def review(self, month: str = MONTH) -> Row:
        """One review: what all of its rows say alike."""
        end = Period.parse_month(month).end
        opened = end - timedelta(days=self._chance.randint(*figures.SPAN))
        reached = opened + timedelta(days=self._chance.randint(0, (end - opened).days))
        kind, stage = figures.KINDS.draw(self._chance), figures.STAGES.draw(self._chance)
        published = self._happens(figures.PUBLISHED) and stage in figures.WITH_ACTIONS
        learning = self._happens(figures.LEARNING_ONLY)
        known = [figures.OWNERS.draw(self._chance) for _ in range(2)]
        return given(
            {
                "review_type": kind,
                "review_ref": self._number("review"),
                "stage": stage,
                "opened_on": iso(opened),
                "stage_on": iso(reached if stage != "notified" else opened),
                "publication": "published"
                if published
                else "learning_only"
                if learning
                else "closed",
                "agencies_with_prior_contact": sorted(set(known)) if kind == "dhr_dardr" else None,
            }
        )

    def _action_progress(self, end: date, *, opened: str, until: date) -> Row:
        """How far an action has come, and why it is late where it is."""
        due = end + timedelta(days=self._chance.randint(*figures.DUE))
        lifecycle = figures.LIFECYCLES.draw(self._chance)
        early, late = (
            shares.draw(self._chance) for shares in (figures.EARLY_RATINGS, figures.LATE_RATINGS)
        )
        reason, evidence = figures.REASONS.draw(self._chance), figures.EVIDENCE.draw(self._chance)
        completed = end - timedelta(days=self._chance.randint(0, 60))
        learned = self._happens(figures.LEARNED)
        done, overdue = lifecycle == "done", due < until
        completed = max(completed, date.fromisoformat(opened))
        return {
            "owner_partner": figures.OWNERS.draw(self._chance),
            "due_on": iso(due),
            "completed_on": iso(completed) if done else None,
            "rag": "blue_complete" if done else late if overdue else early,
            "lifecycle": lifecycle,
            "evidence": evidence if done else None,
            "reason": reason if overdue and not done else None,
            "learning_shared_on": iso(completed) if done and learned else None,
        }
