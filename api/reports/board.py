"""The board report: the partnership's figures for a period, in prose, and the same numbers as data.

Participation comes first. The equality section is compulsory: a report without it is not made.
Prose holds no table, pipe or image, and no number that is not among the section's figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from api.reports import equality, figures, returns
from api.reports.facts import Facts
from api.reports.section import Section
from api.reports.words import day, period, plain
from auth.refusals import Conflict

EQUALITY: Final = "equality"


@dataclass(frozen=True)
class Board:
    """A report that has been written: prose by section, and what each section rests on."""

    title: str
    facts: Facts
    sections: tuple[Section, ...]

    def document(self) -> dict[str, Any]:
        """The report as data: the same sections with their prose and every number in it."""
        facts = self.facts
        return {
            "report": "board",
            "title": self.title,
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

    def markdown(self) -> str:
        """The report in prose, with headings and paragraphs alone."""
        return "\n\n".join(self._blocks()) + "\n"

    def _blocks(self) -> Iterator[str]:
        facts = self.facts
        yield f"# {self.title}"
        yield (
            f"Figures for {period(facts.period)}, from the release sealed on "
            f"{day(facts.sealed_at.date())} (epoch {facts.epoch})."
        )
        for section in self.sections:
            yield f"## {section.title}"
            yield from section.paragraphs


def write(facts: Facts) -> Board:
    """Write the report.

    Raises:
        Conflict: nothing can be said of equality, so the report cannot be made.
    """
    written = (
        returns.participation(facts),
        figures.incidents(facts),
        figures.response(facts),
        figures.services(facts),
        figures.perpetrators(facts),
        equality.equality(facts),
        returns.missing(facts),
        returns.statements(facts),
        returns.feedback(facts),
        returns.method(facts),
    )
    check_equality(written)
    return Board(
        f"{plain(facts.partnership)}: board report, {period(facts.period)}", facts, written
    )


def check_equality(written: Sequence[Section]) -> None:
    """Refuse a report whose equality section shows nothing; raises Conflict."""
    if not any(section.id == EQUALITY and section.shows for section in written):
        raise Conflict(
            "equality_section_empty",
            detail="The report needs its equality section, and this release has nothing for it.",
        )
