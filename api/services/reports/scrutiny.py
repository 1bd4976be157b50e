"""The scrutiny brief's facts: every indicator with what it is held against, and who is in it.

What belongs here: reading them from one sealed release. What does not: which figure answers which
question (`api.reports.scrutiny`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.reports import scrutiny
from api.reports.facts import Figure, Split
from api.reports.indicators import INDICATORS, Indicator
from api.reports.report import Report
from api.reports.scrutiny import Evidence, Facts, Told
from api.services import indicators as values
from api.services.answers import Book
from api.services.indicators.benchmarks import beside
from api.services.reports import gathering
from api.services.reports.gathering import AGES
from api.services.reports.opening import known_with, open_report
from auth.caller import Caller
from auth.uses import Owners

_EQUALITY: Final = (
    ("incident", AGES),
    ("incident", ("sex",)),
    ("incident", ("ethnicity_group",)),
    ("incident", ("disability",)),
    ("incident", ("suspect_age_band_4",)),
    ("incident", ("suspect_sex",)),
    ("justice_outcome", ("sex",)),
    ("service_episode", AGES),
    ("service_episode", ("sex",)),
    ("perpetrator_intervention", AGES),
    ("perpetrator_intervention", ("sex",)),
)
"""What is split by the identity of survivors and perpetrators, as the brief asks."""

_SUSPECTS: Final = {
    "suspect_age_band_4": "the suspect's age band",
    "suspect_sex": "the suspect's sex",
}
_COUNTED: Final = ("ok", "provisional", "suppressed")
"""Of cells that somebody has sent records for."""


def scrutiny_report(
    session: Session,
    caller: Caller,
    *,
    period: str,
    release: str | None = None,
    as_of: date | None = None,
    today: date,
) -> tuple[Report, Owners]:
    """Write the scrutiny brief of a sealed period, and say whose data it shows.

    `release` and `as_of` are those of the board report.

    Raises:
        Unprocessable: the text names no period.
        NotFound: nothing is sealed for it.
    """
    book, until = open_report(
        session, caller, period=period, release=release, as_of=as_of, today=today
    )
    return scrutiny.write(_facts(book, until=until), on=until), book.used


def _facts(book: Book, *, until: date) -> Facts:
    earlier = _earlier(book)
    evidence = {
        name: _evidence(book, indicator, earlier=earlier)
        for name, indicator in INDICATORS.items()
        if indicator.lines
    }
    return Facts(
        **gathering.basis(book, until=until),
        equality=tuple(_equality(book)),
        evidence=evidence,
    )


def _earlier(book: Book) -> Book | None:
    """The period before, as it was known when the brief's own was sealed."""
    before = book.period.previous()
    return known_with(book, [before]).get(before)


def _evidence(book: Book, indicator: Indicator, *, earlier: Book | None) -> Evidence:
    answer = values.of_book(book, replace(indicator, paired=()), earlier=earlier)
    compared = answer.comparison
    before = {}
    if compared is not None and compared.showing.shows:
        pairs = zip(compared.figures, compared.movements, strict=True)
        before = {(each.line, each.category): (each.value, moved) for each, moved in pairs}
    told = []
    for figure, held in zip(answer.figures, answer.held, strict=True):
        value, movement = held.before, held.movement
        if figure.value.declared is None:
            value, movement = before.get((figure.line, figure.category), (None, None))
        told.append(Told(_labelled(indicator, figure), value, movement, held.targets))
    return Evidence(
        indicator,
        tuple(told),
        earlier.period if earlier is not None else None,
        compared.showing if compared is not None else None,
        tuple(beside(book, indicator, figures=answer.figures)),
    )


def _labelled(indicator: Indicator, figure: Figure) -> Figure:
    """A figure of a mix under its category's name."""
    if not figure.category or figure.value.declared is not None:
        return figure
    return replace(figure, title=gathering.label(indicator, figure))


def _equality(book: Book) -> Iterator[Split]:
    for measure, groupings in _EQUALITY:
        found = gathering.finest(book, measure, groupings=groupings)
        if found is not None and any(part.cell.status in _COUNTED for part in found.parts):
            yield replace(found, by=_SUSPECTS.get(found.breakdown, found.by))
