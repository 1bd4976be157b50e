"""The board report: the partnership's figures for a period, in prose, and the same numbers as data.

Participation comes first. The equality section is compulsory: a report without it is not made.
Prose holds no table, pipe or image, and no number that is not among the section's figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from api.reports import commitments, equality, figures, returns
from api.reports.facts import Facts
from api.reports.report import Report
from api.reports.section import Section
from api.reports.trends import with_trends
from api.reports.words import period, plain
from auth.refusals import Conflict

EQUALITY: Final = "equality"


def write(facts: Facts, *, on: date | None = None) -> Report:
    """Write the report; `on` is the day that it says it was written on.

    Raises:
        Conflict: nothing can be said of equality, so the report cannot be made.
    """
    written = (
        returns.participation(facts),
        commitments.commitments(facts),
        with_trends(figures.incidents(facts), facts),
        with_trends(figures.response(facts), facts),
        with_trends(figures.services(facts), facts),
        with_trends(figures.perpetrators(facts), facts),
        equality.equality(facts),
        returns.feedback(facts),
        returns.missing(facts),
        returns.method(facts),
        returns.statements(facts),
    )
    check_equality(written)
    return Report(
        "board",
        f"{plain(facts.partnership)}: board report, {period(facts.period)}",
        facts,
        written,
        on,
    )


def check_equality(written: Sequence[Section]) -> None:
    """Refuse a report whose equality section shows nothing; raises Conflict."""
    if not any(section.id == EQUALITY and section.shows for section in written):
        raise Conflict(
            "equality_section_empty",
            detail="The report needs its equality section, and this release has nothing for it.",
        )
