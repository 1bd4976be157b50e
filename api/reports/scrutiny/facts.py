"""What the scrutiny brief is written from: released figures, and what each is held against."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from api.disclosure.showing import Showing
from api.reports.facts import Basis, Declared, Figure, Statement
from api.reports.indicators import Indicator, Mark, Target, Value
from api.reports.indicators.comparing import Movement, Reached
from api.reports.scrutiny.placing import placed
from schemas.period import Period

_WORDS: Final = re.compile(r"(\D+)(\d*)")


@dataclass(frozen=True)
class Told:
    """One figure of an indicator, and what it is held against.

    Attributes:
        before, movement: the same figure of an earlier span, and how this one stands to it; a
            movement whose status is not `ok` says why they are not set side by side.
        targets: targets of its days, and whether it reaches them.
    """

    figure: Figure
    before: Value | None = None
    movement: Movement | None = None
    targets: tuple[tuple[Target, Reached | None], ...] = ()

    @property
    def value(self) -> Value:
        """The figure's value."""
        return self.figure.value

    @property
    def shows(self) -> bool:
        """Whether it has a value, or the band that holds a median."""
        return self.value.value is not None or self.value.band is not None


@dataclass(frozen=True)
class Evidence:
    """An indicator with its figures.

    Attributes:
        before: the period before, if that is sealed; `showing` whether it may be set beside.
        marks: figures of other areas.
    """

    indicator: Indicator
    told: tuple[Told, ...]
    before: Period | None = None
    showing: Showing | None = None
    marks: tuple[Mark, ...] = ()

    def shown(self) -> tuple[Told, ...]:
        """The figures that are shown."""
        return tuple(each for each in self.told if each.shows)

    def beside(self, told: Sequence[Told]) -> list[Mark]:
        """The figures of other areas that stand beside these."""
        lines = {each.figure.line for each in told}
        return [each for each in self.marks if each.line in lines]


@dataclass(frozen=True, kw_only=True)
class Facts(Basis):
    """Everything a scrutiny brief says: besides the basis every indicator, by its id."""

    evidence: Mapping[str, Evidence]

    @cached_property
    def placed(self) -> Mapping[str, Sequence[Declared]]:
        """The declared figures by the question that they answer."""
        return placed(self.declared)

    def said(self, question: str) -> list[Statement]:
        """The released statements that answer a question."""
        return [each for each in self.statements if each.question == question]

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Every publication that a figure of the brief may be from, those of one beside another."""
        every = [(held, held.shown()) for held in self.evidence.values()]
        told = [each for _, shown in every for each in shown]
        found = {each.source for held in self.placed.values() for each in held}
        found |= {by.source for e in told for by in (e.value.declared, e.value.base) if by}
        found |= {target.source for each in told for target, _ in each.targets}
        found |= {mark.source for held, shown in every for mark in held.beside(shown)}
        return tuple(sorted(filter(None, found), key=_naturally))

    def place(self, source: str | None) -> int | None:
        """The number under which a publication is listed; None for none."""
        return self.sources.index(source) + 1 if source else None

    def cited(self, source: str | None) -> str:
        """A publication inside a sentence, by its number: ` (source 3)`; empty for none."""
        return f" (source {self.place(source)})" if source else ""


def _naturally(title: str) -> tuple[tuple[str, int], ...]:
    """Paragraph 9 before paragraph 10."""
    return tuple((words, int(digits or 0)) for words, digits in _WORDS.findall(title))
