"""A report that has been written: its sections, and how they are read as data and as prose.

What belongs here: what every report says of itself, whatever it is about. What does not: which
sections a report has, and how a page or a document is made of it (`api.reports.rendering`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from api.reports.facts import Basis
from api.reports.section import Section
from api.reports.words import day, period

TOP = 2
"""The level of a section's heading; the title of the report has the first."""


@dataclass(frozen=True)
class Report:
    """A report: prose by section, and what each section rests on.

    Attributes:
        kind: which report it is, as in its address.
        written_on: the day it was written, which is said in one line and nowhere else.
    """

    kind: str
    title: str
    facts: Basis
    sections: tuple[Section, ...]
    written_on: date | None = None

    def document(self) -> dict[str, Any]:
        """The report as data: the same sections with their prose and every number in it."""
        facts = self.facts
        return {
            "report": self.kind,
            "title": self.title,
            "written_on": self.written_on,
            "partnership": facts.partnership,
            "period": {
                "name": str(facts.period),
                "title": period(facts.period),
                "start": facts.period.start,
                "end": facts.period.end,
            },
            "release": {
                "release_id": facts.release_id,
                "epoch": facts.epoch,
                "sealed_on": facts.sealed_at.date(),
                "policy_version": facts.policy_version,
            },
            "purpose": facts.purpose,
            "agreement": facts.agreement,
            "additive": False,
            "coverage": list(facts.coverage),
            "sections": [asdict(section) for section in self.sections],
        }

    @property
    def dated(self) -> str:
        """The line that says when it was written; empty where that is not said."""
        return f"Written on {day(self.written_on)}." if self.written_on else ""

    @property
    def source(self) -> str:
        """The line that says what the figures are from."""
        facts = self.facts
        return (
            f"Figures for {period(facts.period)}, from the release sealed on "
            f"{day(facts.sealed_at.date())} (epoch {facts.epoch})."
        )

    @property
    def leveled(self) -> Iterator[tuple[int, Section]]:
        """Every section and part in the order they are read, with the level of its heading."""
        for section in self.sections:
            yield from _leveled(section, TOP)

    def markdown(self) -> str:
        """The report in prose, with headings and paragraphs alone."""
        return "\n\n".join(self._blocks()) + "\n"

    def _blocks(self) -> Iterator[str]:
        yield f"# {self.title}"
        yield self.source
        if self.dated:
            yield self.dated
        for level, section in self.leveled:
            yield f"{'#' * level} {section.title}"
            yield from section.paragraphs


def _leveled(section: Section, level: int) -> Iterator[tuple[int, Section]]:
    yield level, section
    for part in section.parts:
        yield from _leveled(part, level + 1)
