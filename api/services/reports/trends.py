"""Trends of a report: a figure in each period of the year up to the report's own.

What belongs here: which figures have a trend, from which releases it is read, and whether a period
may be set beside the one before. What does not: how it is told or drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Literal

from api.disclosure.showing import Showing
from api.reports.facts import Point, Trend
from api.reports.indicators import INDICATORS, Count, Indicator, Line, Value, counted
from api.reports.indicators.comparing import broken
from api.reports.trends import NOT_SEALED
from api.services import indicators as values
from api.services.answers import Book
from api.services.questions import measure_named
from api.services.reports.opening import known_with
from schemas.datasets import DATASETS
from schemas.period import Period

By = Literal["month", "quarter"]
Shown = Mapping[Period, Book]
"""The releases that a trend is read from, by their periods."""

_OF_INDICATORS: Final[Mapping[str, tuple[tuple[str, str, By], ...]]] = {
    "incidents": (("IND-01", "", "month"),),
    "response": (("IND-04", "a", "quarter"),),
    "perpetrators": (("IND-32", "a", "quarter"),),
}
"""Indicator, line and kind of period of the trends in each section: counts by month; quotients by
quarter, since a month seldom has the base for one (design)."""

_OF_MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "services": ("health_contact", "housing_support"),
}
"""Measures whose count by month has a trend, by section."""

_PERIODS: Final[Mapping[By, int]] = {"month": 12, "quarter": 5}
"""How many periods a trend has: the months of a year; the same quarter a year before, and those
since (design)."""


def trends(book: Book) -> dict[str, tuple[Trend, ...]]:
    """The trends of a report, by section; one that has not two figures to show is left out."""
    held = {by: _held(book, by=by) for by in _PERIODS}
    found: dict[str, list[Trend]] = {}
    for section, named in _OF_INDICATORS.items():
        for name, line, by in named:
            found.setdefault(section, []).append(_of_indicator(held[by], name, line=line))
    for section, measures in _OF_MEASURES.items():
        found[section] = [_of_measure(held["month"], name) for name in measures]
    telling = {section: tuple(filter(_tells, each)) for section, each in found.items()}
    return {section: each for section, each in telling.items() if each}


def _tells(trend: Trend) -> bool:
    return sum(each.value.value is not None for each in trend.points) > 1


def _held(book: Book, *, by: By) -> dict[Period, Book | None]:
    """The releases of a trend's periods from the first that has one on, None where one has not."""
    parts = book.period.months() if by == "month" else book.period.quarters()
    if not parts:
        return {}
    periods = [parts[-1]]
    while len(periods) < _PERIODS[by]:
        periods.insert(0, periods[0].previous())
    known = known_with(book, periods)
    first = next((n for n, each in enumerate(periods) if each in known), len(periods))
    return {each: known.get(each) for each in periods[first:]}


def _of_indicator(held: Mapping[Period, Book | None], name: str, *, line: str) -> Trend:
    indicator = INDICATORS[name]
    one = next(each for each in indicator.lines if each.name == line)

    def read(book: Book) -> Value:
        return next(values.released(book, indicator, one)).value

    points = _points(held, indicator.datasets, read=read, cut=_cut(indicator, one))
    return Trend(name, line, one.title, tuple(points))


def _of_measure(held: Mapping[Period, Book | None], name: str) -> Trend:
    dataset = DATASETS[name.partition(".")[0]]

    def read(book: Book) -> Value:
        return counted(book.read(Count(name)), reader=values.reader(book))

    points = _points(held, (dataset.name,), read=read, cut=lambda *_: "")
    return Trend(name, "", measure_named(dataset, name).title, tuple(points))


def _points(
    held: Mapping[Period, Book | None],
    datasets: tuple[str, ...],
    *,
    read: Callable[[Book], Value],
    cut: Callable[[Book, Book], str],
) -> Iterator[Point]:
    """A point for every period; one without a release says so."""
    before: Book | None = None
    for when, book in held.items():
        if book is None:
            yield Point(when, Value(None, "not_available", NOT_SEALED))
            continue
        point = Point(when, read(book))
        if before is not None:
            showing = values.comparable(book, before, datasets=datasets)
            point = _following(point, why=cut(before, book), showing=showing)
        before = book
        yield point


def _following(point: Point, *, why: str, showing: Showing) -> Point:
    """The point with how it follows the one before; a break that is declared goes first."""
    if why:
        return replace(point, follows="series_break", why=why)
    return replace(point, follows=showing.status, agencies=showing.agencies)


def _cut(indicator: Indicator, line: Line) -> Callable[[Book, Book], str]:
    """What is said of a break that the indicator declares between two releases; else nothing."""

    def cut(before: Book, after: Book) -> str:
        first, last = before.period.start, after.period.end
        found = broken(indicator, line, first=first, last=last, area=after.area)
        return found.words if found is not None else ""

    return cut
