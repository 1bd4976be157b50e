"""The register of reviews that the domestic abuse lead keeps: as it stands month by month.

A review, what it recommends and the actions that follow have days of their own, drawn once for the
borough; a month's register is what those days say at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from schemas.codes import code_list
from synth.agencies.sheet import Sheet
from synth.chance import happens
from synth.figures import reviews as figures
from synth.formats import Row
from synth.providers.base import given, iso

REVIEWS: Final = 14  # reviews that the borough opens in three years (assumed)
OPENED_FROM: Final = date(2020, 1, 1)  # first day on which one is opened (design)
EVERY: Final = 78  # days from one opening to the next (assumed: about fourteen in three years)
KEPT: Final = 1460  # days for which a closed review stays in the register (assumed)
STAGE_DAYS: Final = (25, 120)  # days at each stage (assumed)
ACTION_DAYS: Final = (60, 420)  # days from approval to the day an action is due (assumed)
DONE_DAYS: Final = (-60, 150)  # days from the due day to its completion (assumed)
RECOMMENDED: Final = (2, 5)  # recommendations of a review (assumed)
_STAGES: Final = tuple(each.code for each in code_list("review_stage"))


@dataclass(frozen=True, slots=True)
class _Review:
    """One review and the day on which it came to each stage."""

    number: int
    kind: str
    days: tuple[date, ...]

    @property
    def reference(self) -> str:
        return f"review-{self.number}"

    def stage(self, on: date) -> int:
        """The place of the stage at which it stands on a day."""
        return sum(day <= on for day in self.days) - 1


def register(sheet: Sheet) -> tuple[Row, ...]:
    """Every review and action that the register holds at the end of the month."""
    return tuple(_rows(sheet))


def _rows(sheet: Sheet) -> Iterator[Row]:
    end, number = sheet.month.end, 0
    while (opened := OPENED_FROM + timedelta(days=number * EVERY)) <= end:
        number += 1
        review = _review(sheet, number, opened=opened)
        if end - timedelta(days=KEPT) <= opened:
            yield from _of_review(sheet, review)


def _review(sheet: Sheet, number: int, *, opened: date) -> _Review:
    chance = sheet.chance("review", number)
    days = [opened + timedelta(days=chance.randrange(EVERY // 2))]
    for _ in _STAGES[1:]:
        days.append(days[-1] + timedelta(days=chance.randint(*STAGE_DAYS)))
    return _Review(number, figures.KINDS.draw(chance), tuple(days))


def _of_review(sheet: Sheet, review: _Review) -> Iterator[Row]:
    place = review.stage(sheet.month.end)
    if place < 0:
        return
    chance, stage = sheet.chance("review", review.number, "said"), _STAGES[place]
    common = _common(review, stage=stage, on=review.days[place], chance=chance)
    yield given({"record_id": f"rv-{review.number}", **common})
    if stage in figures.WITH_ACTIONS:
        for number in range(1, chance.randint(*RECOMMENDED) + 1):
            for part in range(1, chance.randint(1, 3) + 1):
                action = {"recommendation_no": number, "action_no": part}
                name = f"rv-{review.number}-{number}-{part}"
                about = sheet.chance("action", name)
                progress = _action(sheet, review, chance=about)
                yield given({"record_id": name, **common, **action, **progress})


def _common(review: _Review, *, stage: str, on: date, chance: Random) -> Row:
    """What every row about a review says."""
    published = happens(chance, figures.PUBLISHED)
    learning = happens(chance, figures.LEARNING_ONLY)
    known = sorted({figures.OWNERS.draw(chance) for _ in range(2)})
    closed = "learning_only" if learning else "closed"
    return {
        "review_type": review.kind,
        "review_ref": review.reference,
        "stage": stage,
        "opened_on": iso(review.days[0]),
        "stage_on": iso(on),
        "publication": "published" if published and stage in figures.WITH_ACTIONS else closed,
        "agencies_with_prior_contact": known if review.kind == "dhr_dardr" else None,
    }


def _action(sheet: Sheet, review: _Review, *, chance: Random) -> Row:
    """How far an action has come by the end of the month, and why it is late where it is."""
    approved = review.days[_STAGES.index("approved")]
    due = approved + timedelta(days=chance.randint(*ACTION_DAYS))
    finished = max(approved, due + timedelta(days=chance.randint(*DONE_DAYS)))
    done, overdue = finished <= sheet.month.end, due < sheet.drawn_on
    begun = "in_progress" if happens(chance, 0.8) else "not_started"  # assumed
    evidence, reason = figures.EVIDENCE.draw(chance), figures.REASONS.draw(chance)
    late, early = figures.LATE_RATINGS.draw(chance), figures.EARLY_RATINGS.draw(chance)
    learned = happens(chance, figures.LEARNED)
    return {
        "owner_partner": figures.OWNERS.draw(chance),
        "due_on": iso(due),
        "completed_on": iso(finished) if done else None,
        "rag": "blue_complete" if done else late if overdue else early,
        "lifecycle": "done" if done else begun,
        "evidence": evidence if done else None,
        "reason": reason if overdue and not done else None,
        "learning_shared_on": iso(finished) if done and learned else None,
    }
