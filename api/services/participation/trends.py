"""An agency's own records beside the released figure, period by period.

What belongs here: pairs of a whole dataset and a whole period. What does not: splits, and anything
worked out from the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.queries import releases as stored
from api.queries.participation import OwnDelivery
from api.reports.indicators import Cell, Count
from api.services.answers import Book
from api.services.releases.freezing import RECORD
from auth.caller import Caller
from auth.uses import Used
from schemas.datasets import DATASETS
from schemas.period import Period, PeriodError

TREND: Final = 4
"""Periods of a kind that are shown: the one asked for and three before it, a year of quarters."""


@dataclass(frozen=True)
class Pair:
    """An agency's own records of a period, and the released figure beside them.

    Attributes:
        records: stored rows of its deliveries in force, of a register those of the latest alone;
            None where it sent no records.
        changed_since: whether something in force is not what the release was made from.
        released: records of all contributors; None unless the status shows it.
        status, reason: of the released figure; `not_a_contributor` where the agency is not in it.
    """

    period: str
    records: int | None
    changed_since: bool
    released: int | None
    status: str
    reason: str


@dataclass(frozen=True)
class Trend:
    """The pairs of one dataset, the earliest period first."""

    dataset: str
    title: str
    periods: tuple[Pair, ...]


@dataclass(frozen=True)
class _Sealed:
    """A release as the caller may read it, and the caller's deliveries in it as (dataset, id)."""

    book: Book
    mine: frozenset[tuple[str, str]]


def back(period: Period) -> list[Period]:
    """The periods of the trend, the earliest first; fewer where years are not served that far."""
    periods = [period]
    try:
        while len(periods) < TREND:
            periods.append(periods[-1].previous())
    except PeriodError:
        return periods[::-1]
    return periods[::-1]


def trends(
    session: Session,
    caller: Caller,
    *,
    period: Period,
    mine: Sequence[OwnDelivery],
    today: date,
    used: Used,
) -> Iterator[Trend]:
    """The pairs of every dataset of which the agency sent records in one of the periods."""
    sent = [each for each in mine if each.level == RECORD and DATASETS[each.dataset].measures]
    sealed = {
        each: _sealed(session, caller, period=each, today=today, used=used) for each in back(period)
    }
    for dataset in sorted({each.dataset for each in sent}):
        own = [each for each in sent if each.dataset == dataset]
        pairs = tuple(_pair(each, own, dataset, sealed=sealed[each]) for each in sealed)
        yield Trend(dataset, DATASETS[dataset].title, pairs)


def _sealed(
    session: Session, caller: Caller, *, period: Period, today: date, used: Used
) -> _Sealed | None:
    """The newest release of a period, None while it is not sealed."""
    partnership = caller.partnership_id
    release = stored.latest(session, partnership_id=partnership, period=str(period))
    if release is None:
        return None
    inputs = stored.inputs(session, partnership_id=partnership, release_id=release.release_id)
    mine = frozenset(
        (each.dataset, each.submission_id)
        for each in inputs
        if each.agency_id == caller.agency_id and each.submission_id and each.level == RECORD
    )
    return _Sealed(Book(session, caller, release, today, used=used), mine)


def _pair(
    period: Period, own: Sequence[OwnDelivery], dataset: str, *, sealed: _Sealed | None
) -> Pair:
    months = {str(month) for month in period.months()}
    held = [each for each in own if each.month in months]
    # A register comes whole each month, so that its months are no parts of anything.
    counted = held[-1:] if DATASETS[dataset].register else held
    records = sum(each.rows for each in counted) if held else None
    if sealed is None:
        cell = Cell(None, "not_available", "not_sealed")
    elif not _contributes(sealed.book, dataset):
        cell = Cell(None, "not_available", "not_a_contributor")
    else:
        cell = sealed.book.read(Count(dataset))
    now = {(dataset, each.submission_id) for each in held}
    changed = sealed is not None and now != {each for each in sealed.mine if each[0] == dataset}
    return Pair(str(period), records, changed, cell.value, cell.status, cell.reason)


def _contributes(book: Book, dataset: str) -> bool:
    """Whether the caller's agency is among those whose records the figures count."""
    said = book.said(dataset, unit="records")
    return said is not None and book.caller.agency_id in said.coverage["contributors"]
