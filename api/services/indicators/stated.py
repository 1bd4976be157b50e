"""Declared figures that indicators read: as the release shows them to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.reports import indicators
from api.reports.facts import Figure
from api.reports.indicators import INDICATORS, Cell, Indicator, Line, Own, Stated
from api.services import aggregates
from api.services.answers import Book
from api.services.unpublished import unpublished
from schemas.codes.declared import DECLARED
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.period import Period


def declared(book: Book, line: Line) -> Iterator[Figure]:
    """The line's figures as agencies declared them, one for each agency, cell and span."""
    if line.declared is None:
        return
    measures = dict.fromkeys(part.measure for part in line.declared if part is not None)
    held = [own for measure in measures for own in owned(book, measure)]
    for category, value in indicators.stated(line, own=held):
        if value.declared is not None and value.value is not None:
            measure = line.declared[0].measure
            aggregates.use_declared(book, {"agency": value.declared.agency, "measure": measure})
        yield Figure(line.name, line.title, value, category)


def look_up(book: Book, indicator: Indicator) -> None:
    """Look up together what the lines of an indicator and of its pairs read of declared figures."""
    every = (indicator, *(INDICATORS[name] for name in indicator.paired))
    lines = [line for each in every for line in each.lines]
    parts = [part for line in lines for part in (*(line.declared or ()), line.denominator)]
    aggregates.look_up_declared(book, {p.measure for p in parts if isinstance(p, Stated)})


def owned(book: Book, measure: str) -> tuple[Own, ...]:
    """What the release shows of a declared measure to the reader of the book.

    Figures of agencies that do not let them go so far are left out whole.
    """
    entry = DECLARED[measure]
    if not book.caller.may_use(entry.of or AggregateReturn.name):
        return ()
    silent = unpublished(book)
    return tuple(
        _own(each)
        for each in aggregates.declared(book, measure)
        if (each["agency"], each["delivered_for"]) not in silent
    )


def people(book: Book, wanted: Stated) -> Own | None:
    """The newest public estimate of how many people of a kind live in the partnership's area.

    A public number, declared as a benchmark and shown as it was declared; None where there is none.
    """
    cell = {*wanted.cell, ("area", book.area)}
    held = [
        own
        for own in owned(book, wanted.measure)
        if set(own.cell) == cell and own.value is not None and own.last_day <= book.period.end
    ]
    return max(held, key=lambda own: own.last_day, default=None)


def population(book: Book, wanted: Stated) -> Cell:
    """How many people of a kind live in the partnership's area."""
    if not book.caller.may_use(AggregateReturn.name):
        return Cell(None, "not_available", "dataset_not_granted")
    newest = people(book, wanted)
    if newest is None:
        return Cell(None, "not_available", "population_unknown")
    aggregates.use_declared(book, {"agency": newest.agency, "measure": wanted.measure})
    return Cell(round(newest.value or 0), "declared")


def _own(each: Mapping[str, Any]) -> Own:
    month = Period.parse_month(each["delivered_for"])
    on = each.get("as_at")
    return Own(
        each["agency"],
        each["measure"],
        tuple(sorted(each.get("breakdown", {}).items())),
        on or each.get("covers_from") or month.start,
        on or each.get("covers_to") or month.end,
        rule=each["counting_rule"],
        exact=each["exact"],
        provisional=each["provisional"],
        source=each.get("source"),
        value=each.get("value"),
        numerator=each.get("numerator"),
        denominator=each.get("denominator"),
    )
