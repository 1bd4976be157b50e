"""The board report's facts: which released figures the quarterly update rests on.

What belongs here: the choice of figures, and how fine they may be. What does not: sentences, and
any number that is not in a release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.reports import board, indicators, naming
from api.reports.facts import Change, Facts, Figure, Figures, Register, Split, Total
from api.reports.indicators import INDICATORS, Count
from api.reports.report import Report
from api.services import commitments
from api.services import indicators as values
from api.services.answers import Book
from api.services.questions import measure_named
from api.services.releases import freezing
from api.services.reports import gathering
from api.services.reports.gathering import AGES
from api.services.reports.opening import known_with, open_report
from api.services.reports.trends import trends
from api.services.unpublished import unpublished
from auth.caller import Caller
from auth.uses import Owners
from schemas.datasets import DATASETS

_TOTALS: Final = (
    "health_contact", "health_contact.disclosed", "housing_support", "housing_support.provided",
    "housing_support.declined",
)  # fmt: skip
_INDICATORS: Final = ("IND-01", "IND-02", "IND-04", "IND-06", "IND-07", "IND-32")
_MEASURES: Final = frozenset(
    measure.name for dataset in DATASETS.values() for measure in dataset.measures
)
_EQUALITY: Final = (
    ("incident", AGES),
    ("incident", ("sex",)),
    ("incident", ("ethnicity_group",)),
    ("perpetrator_intervention", AGES),
    ("perpetrator_intervention", ("sex",)),
)
"""What the equality section splits, each by the finest of its groupings that can be shown."""


def board_report(
    session: Session,
    caller: Caller,
    *,
    period: str,
    release: str | None = None,
    as_of: date | None = None,
    today: date,
) -> tuple[Report, Owners]:
    """Write the board report of a sealed period, and say whose data it shows.

    `as_of` is the day that the report says it was written on, today where it is left out: without
    a `release` by its id the newest that was sealed by its end is read, and statements are printed
    that both sides had released by then.

    Raises:
        Unprocessable: the text names no period.
        NotFound: nothing is sealed for it.
        Conflict: nothing can be said of equality, without which no report is made.
    """
    book, until = open_report(
        session, caller, period=period, release=release, as_of=as_of, today=today
    )
    return board.write(_facts(book, until=until), on=until), book.used


def _facts(book: Book, *, until: date) -> Facts:
    register = commitments.register(book, silent=unpublished(book))
    held = freezing.answering(book.inputs)
    return Facts(
        **gathering.basis(book, until=until),
        indicators={name: _figures(book, name) for name in _INDICATORS},
        change=_change(book),
        totals=tuple(_total(book, measure) for measure in _TOTALS),
        areas=_areas(book),
        equality=tuple(_equality(book)),
        blocked={name: tuple(on) for name, on in indicators.blocked(held).items()},
        register=register,
        bearing=_bearing(book, register),
        trends=trends(book),
    )


def _bearing(book: Book, register: Register | None) -> dict[str, Figures | Total]:
    """What the register's entries name and a report can show, by its name, with its pairs."""
    objectives = register.objectives if register else ()
    named = {name for each in objectives for one in each.commitments for name in one.bears_on}
    found: dict[str, Figures | Total] = {}
    for name in sorted(named):
        if name in INDICATORS:
            for each in (name, *INDICATORS[name].paired):
                found[each] = _figures(book, each)
        elif name in _MEASURES:
            found[name] = _total(book, name)
    return found


def _figures(book: Book, indicator_id: str) -> Figures:
    indicator = INDICATORS[indicator_id]
    found = values.of_book(book, replace(indicator, paired=())).figures

    def label(figure: Figure) -> str:
        return gathering.label(indicator, figure)

    return Figures(indicator, naming.named(found, names=book.names, label=label))


def _total(book: Book, measure: str) -> Total:
    dataset = DATASETS[measure.partition(".")[0]]
    return Total(measure, measure_named(dataset, measure).title, book.read(Count(measure)))


def _change(book: Book) -> Change | None:
    """The same count one period before, if that is sealed and may be set beside this one."""
    before = book.period.previous()
    earlier = known_with(book, [before]).get(before)
    if earlier is None:
        return None
    showing = values.comparable(book, earlier, datasets=("incident",))
    if not showing.shows:
        return Change(before, None, showing.status, showing.agencies)
    cell = earlier.read(Count("incident"))
    return Change(before, cell.value, cell.status)


def _areas(book: Book) -> tuple[Split, ...]:
    """Incidents by ward, in the shortest periods for which enough of the cells are shown."""
    parts = (book.period.months(), book.period.quarters(), (book.period,))
    for periods in parts:
        books = known_with(book, periods) | {book.period: book}
        held = [books[each] for each in periods if each in books]
        splits = [split for each in held if (split := gathering.split(each, "incident", "ward"))]
        if splits and len(splits) == len(periods) and gathering.enough(splits):
            return tuple(splits)
    return ()


def _equality(book: Book) -> Iterator[Split]:
    for measure, groupings in _EQUALITY:
        found = gathering.finest(book, measure, groupings=groupings)
        if found is not None:
            yield found
