"""An earlier period beside this one: its figures and how they moved, or why they are not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.disclosure.showing import Coverage, Showing, compare
from api.reports.facts import Figure
from api.reports.indicators import Indicator, Value
from api.reports.indicators.comparing import Movement, broken, moved
from api.services.answers import Book
from api.services.indicators.released import put, released, rests_on
from api.services.opening import beside
from api.services.questions import unit_of
from auth.refusals import Unprocessable
from schemas.datasets import DATASETS
from schemas.linked import LINKED, MEASURES


@dataclass(frozen=True)
class Comparison:
    """An earlier period beside this one: its figures, or why they may not be set side by side.

    `movements` say of each figure how this period's stands to it, in the same order.
    """

    period: str
    release_id: str
    showing: Showing
    figures: tuple[Figure, ...] = ()
    movements: tuple[Movement, ...] = ()


def earlier_book(book: Book, indicator: Indicator, *, period: str) -> Book:
    """The period to compare with, which must be of the same kind and lie before.

    Raises:
        Unprocessable: it is another kind of period, or does not lie before.
        NotFound: nothing is sealed for it.
    """
    other = beside(book, period=period, datasets=rests_on(indicator))
    if other.period.kind != book.period.kind or other.period >= book.period:
        raise Unprocessable(
            "periods_differ", detail="Compare with an earlier period of the same kind."
        )
    return other


def comparison(
    book: Book, earlier: Book, indicator: Indicator, *, by: str, figures: Sequence[Figure]
) -> Comparison:
    """Set an earlier period's figures beside those of this one, line by line."""
    showing = comparable(book, earlier, datasets=(*indicator.datasets, *_families(indicator)))
    named = (earlier.release.period, earlier.release.release_id)
    if not showing.shows:
        return Comparison(*named, showing)
    earlier.look_up(each for line in indicator.lines for each in put(earlier, line, by=by))
    now = {(each.line, each.category): each for each in figures if each.value.declared is None}
    before = tuple(
        _unbroken(book, earlier, indicator, each, by=by)
        for line in indicator.lines
        if any(line.name == name for name, _ in now)
        for each in released(earlier, indicator, line, by=by)
    )
    movements = tuple(
        _movement(indicator, each, now=now.get((each.line, each.category))) for each in before
    )
    return Comparison(*named, showing, before, movements)


def comparable(book: Book, earlier: Book, *, datasets: Sequence[str]) -> Showing:
    """Whether two periods' figures from these datasets and families may be set side by side."""
    for dataset in datasets:
        if dataset in DATASETS and not DATASETS[dataset].tables:
            continue  # of declared figures each has a span and a rule of its own
        before, after = (each.said(dataset, unit=unit_of(dataset)) for each in (earlier, book))
        if dataset in LINKED and before is None and after is None:
            continue  # linked measures are of a year
        if before is None or after is None:
            return Showing("not_available", ("not_in_release",))
        one, other = (each.coverage["contributors"] for each in (before, after))
        showing = compare(_coverage(one, beside=other), later=_coverage(other, beside=one))
        if not showing.shows:
            return showing
    return Showing("ok")


def _families(indicator: Indicator) -> tuple[str, ...]:
    """The linked families that an indicator reads; who is in a window may differ from its year."""
    read = (MEASURES.get(count.measure) for line in indicator.lines for count in line.counts)
    return tuple(dict.fromkeys(family.name for family in read if family))


def _coverage(
    contributors: Mapping[str, Mapping[str, Any]], *, beside: Mapping[str, Any]
) -> Coverage:
    """Who contributed, and the counting rules of those who did so in both periods."""
    both = contributors.keys() & beside.keys()
    rules = {f"{agency}:{rule}" for agency in both for rule in contributors[agency]["rules"]}
    return Coverage(frozenset(contributors), rules=frozenset(rules))


def _unbroken(book: Book, earlier: Book, indicator: Indicator, each: Figure, *, by: str) -> Figure:
    """The earlier figure, or that a break of its line lies between the two periods."""
    line = indicator.line(each.line)
    days = {"first": earlier.period.start, "last": book.period.end}
    if line is None or broken(indicator, line, by=by, area=book.area, **days) is None:
        return each
    return replace(
        each, value=Value(None, "series_break", "definition_changed", unit=each.value.unit)
    )


def _movement(indicator: Indicator, before: Figure, *, now: Figure | None) -> Movement:
    line = indicator.line(before.line)
    if now is None or line is None:
        return Movement("not_available", "not_released_for_this_period")
    return moved(now.value, before=before.value, direction=line.direction or indicator.direction)
