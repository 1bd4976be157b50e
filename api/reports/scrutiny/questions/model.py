"""What a question of the brief is: its words, what answers it, and who could where nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.reports.indicators import INDICATORS, Indicator, Stated
from schemas.codes.scrutiny import SCRUTINY_QUESTION

SOURCE: Final = SCRUTINY_QUESTION.source
"""Where the questions are from; they are put here in words of our own, for any partnership."""

POLICE: Final = "the police"
LEAD: Final = "the lead on domestic abuse"
FUNDERS: Final = "the partnership's funders"
SERVICES: Final = "the services that support survivors"
EVERYBODY: Final = "each agency"

UNASKED: Final = "no return asks for it"


@dataclass(frozen=True)
class Use:
    """An indicator that bears on a question; without `lines` all of its lines.

    `cautioned` says whether how the indicator is not to be read bears on these lines.
    """

    indicator: str
    lines: tuple[str, ...] = ()
    cautioned: bool = True

    @property
    def used(self) -> Indicator:
        """The indicator."""
        return INDICATORS[self.indicator]

    def uses(self, line: str) -> bool:
        """Say whether a line is one of those used."""
        return not self.lines or line in self.lines


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        id: its name in code and data, a code of the list of questions.
        who: who could answer it.
        uses: the indicators that answer it.
        declared: figures that agencies count themselves; one whose cell is named comes before the
            measure as a whole.
        lacks: why no figure can answer it, as a clause, where none is named.
    """

    id: str
    who: str
    uses: tuple[Use, ...] = ()
    declared: tuple[Stated, ...] = ()
    lacks: str = UNASKED

    @property
    def title(self) -> str:
        """What is asked, as a heading; it begins a sentence where there is no answer."""
        return SCRUTINY_QUESTION.label(self.id)

    @property
    def figures(self) -> bool:
        """Whether figures could answer it."""
        return bool(self.uses or self.declared)

    @property
    def could(self) -> str:
        """Who could answer it, and how, as a clause."""
        how = "" if self.figures else " in a statement"
        return f"{self.who} could answer{how}"


@dataclass(frozen=True)
class Group:
    """Questions that the brief asks under one heading."""

    id: str
    title: str
    questions: tuple[Question, ...]


def stated(*measures: str) -> tuple[Stated, ...]:
    """The measures that agencies declare of these names, each as a whole."""
    return tuple(map(Stated, measures))
