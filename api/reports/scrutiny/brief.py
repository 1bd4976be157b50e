"""The scrutiny brief: a board's questions in its own order, each answered from released figures.

Prose alone: no table, pipe or image, as the board asks. Every number in a section is among its
data. A question that nothing answers is said to have no answer, why, and who could give one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.reports import returns
from api.reports.report import Report
from api.reports.scrutiny import answering
from api.reports.scrutiny.facts import Facts
from api.reports.scrutiny.questions import GROUPS
from api.reports.section import Section
from api.reports.words import period, plain


def write(facts: Facts, *, on: date | None = None) -> Report:
    """Write the brief; `on` is the day that it says it was written on."""
    first, *others = GROUPS
    written = (
        returns.participation(facts),
        answering.group(facts, first),
        answering.equality(facts),
        *(answering.group(facts, each) for each in others),
        returns.statements(facts, answers_in="above"),
        answering.method(facts),
        answering.sources(facts),
    )
    sections = (answering.overview(written), *written)
    return Report(
        "scrutiny",
        f"{plain(facts.partnership)}: scrutiny brief, {period(facts.period)}",
        facts,
        tuple(prose(each) for each in sections if each.paragraphs or each.parts),
        on,
    )


def prose(section: Section) -> Section:
    """The section without its tables, and so each of its parts."""
    return replace(section, tables=(), parts=tuple(map(prose, section.parts)))
