"""The questions that a scrutiny board asks, in the order in which it reads the answers."""

from collections.abc import Mapping
from typing import Final

from api.reports.scrutiny.questions.figures import EQUALITY, FIGURES
from api.reports.scrutiny.questions.model import SOURCE, Group, Question, Use
from api.reports.scrutiny.questions.partners import PARTNERS, PLANS, TRAINING
from api.reports.scrutiny.questions.practice import PRACTICE, RESOURCES
from api.reports.scrutiny.questions.staff import MODERNISATION, STAFF, UMBRA

__all__ = ["EQUALITY", "GROUPS", "QUESTIONS", "SOURCE", "Group", "Question", "Use"]

GROUPS: Final = (
    FIGURES, PRACTICE, RESOURCES, PLANS, PARTNERS, TRAINING, STAFF, UMBRA, MODERNISATION,
)  # fmt: skip
"""Every group of questions but the equality of the figures, which follows the first."""

QUESTIONS: Final[Mapping[str, Question]] = {
    each.id: each for group in GROUPS for each in group.questions
}
