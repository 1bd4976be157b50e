"""Declared figures: what of an agency's own counts may be shown.

A figure that does not count people is shown as declared. One that does is protected like a cell. It
is never added to records: where the same agency sent records of the same thing in an overlapping
span, the figure is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from api.disclosure.cellkey import Table
from api.disclosure.policy import THRESHOLD
from api.disclosure.showing import Showing
from schemas.codes.declared import Declared


@dataclass(frozen=True)
class Figure:
    """One declared number.

    Attributes:
        agency: who declared it.
        measure: its name in the register of declared measures.
        cell: (dimension, category) pairs, sorted; empty for the total.
        first_day, last_day: the span it covers; a stock's day twice.
        value: the number as declared.
        part: which number of a rate it is (`numerator`, `denominator`), else `value`.
        published_source: where the agency has already published this very figure.
    """

    agency: str
    measure: str
    cell: tuple[tuple[str, str], ...]
    first_day: date
    last_day: date
    value: Decimal
    part: str = "value"
    published_source: str | None = None


@dataclass(frozen=True)
class RecordSpan:
    """Days for which an agency's records of a dataset are in the release."""

    agency: str
    dataset: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class DeclaredCell:
    """What is shown of a figure: `value` is set exactly where the showing's status shows one."""

    showing: Showing
    value: Decimal | None


def declare(
    figure: Figure, *, entry: Declared, records: Iterable[RecordSpan], table: Table
) -> DeclaredCell:
    """Decide what is shown of one figure.

    `entry` is the figure's entry in the register; `records` are the spans of records in the
    release; `table` supplies partnership, period of delivery and the epoch's secret.
    """
    if any(_counts_the_same(figure, entry=entry, span=span) for span in records):
        return _hidden("records_held")
    if not entry.counts_people or figure.published_source:
        return DeclaredCell(Showing("declared"), figure.value)
    if figure.value != int(figure.value):
        return _hidden("not_a_whole_number")
    return _protected(figure, table=table)


def _counts_the_same(figure: Figure, *, entry: Declared, span: RecordSpan) -> bool:
    same = (span.agency, span.dataset) == (figure.agency, entry.of)
    return same and span.first_day <= figure.last_day and figure.first_day <= span.last_day


def _protected(figure: Figure, *, table: Table) -> DeclaredCell:
    """Move the figure by noise keyed by what it is, then hide it below the threshold."""
    count = int(figure.value)
    value = count + table.figure_noise(count, identity=_identity(figure))
    if value < THRESHOLD:
        return DeclaredCell(Showing("suppressed"), None)
    return DeclaredCell(Showing("declared", ("protected",)), Decimal(value))


def _identity(figure: Figure) -> tuple[str, ...]:
    cell = (text for dimension in figure.cell for text in dimension)
    span = (figure.first_day.isoformat(), figure.last_day.isoformat())
    return (figure.agency, figure.measure, figure.part, *span, *cell)


def _hidden(reason: str) -> DeclaredCell:
    return DeclaredCell(Showing("not_available", (reason,)), None)
