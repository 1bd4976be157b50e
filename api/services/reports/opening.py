"""The release that a report is written from, and those of other periods that it is beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from api.db import bind
from api.queries import releases as stored
from api.queries.releases import Release
from api.services.answers import Book
from api.services.opening import opened
from auth.caller import Caller
from schemas.datasets import DATASETS
from schemas.period import Period


def open_report(
    session: Session,
    caller: Caller,
    *,
    period: str,
    release: str | None,
    as_of: date | None,
    today: date,
) -> tuple[Book, date]:
    """Open a release for a report, and say on which day the report is written.

    That day is `as_of`, today where it is left out: without a `release` by its id the newest that
    was sealed by its end is read.

    Raises:
        Unprocessable: the text names no period.
        NotFound: nothing is sealed for it, or was by that day.
    """
    bind(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        reach="partnership",
    )
    until = min(as_of or today, today)
    book = opened(session, caller, period=period, release_id=release, as_of=until, today=today)
    return replace(book, for_report=True), until


def known_with(book: Book, periods: Iterable[Period]) -> dict[Period, Book]:
    """The releases of other periods that were there when a report's own was sealed, by period.

    The newest of each; what was sealed since changes no report. One that is not there is left out.
    """
    release, partnership = book.release, book.caller.partnership_id
    wanted = [str(each) for each in periods]
    found = stored.sealed(book.session, partnership_id=partnership, periods=wanted)

    def beside(each: Release) -> Book:
        return Book(
            book.session,
            book.caller,
            each,
            book.today,
            for_report=book.for_report,
            used=book.used,
            place=book.area,
        )

    return {
        Period.parse(each.period): beside(each)
        for each in found  # in the order of their epochs
        if each.sealed_at <= release.sealed_at
    }


def datasets_used(caller: Caller) -> tuple[str, ...]:
    """The datasets whose figures a caller's report may hold."""
    return tuple(name for name, held in DATASETS.items() if held.tables and caller.may_use(name))
