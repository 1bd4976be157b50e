"""Opening a release to answer from it: the newest of a period, the one of a day, or a named one.

What does not belong here: what is read of it (`answers`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from api.queries import opening
from api.queries import releases as stored
from api.queries.opening import Opened
from api.services import releases
from api.services.answers import Book
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from schemas.evaluate import LONDON
from schemas.period import Period, PeriodError


def opened(
    session: Session,
    caller: Caller,
    *,
    period: str,
    release_id: str | None = None,
    as_of: date | None = None,
    datasets: Collection[str] = (),
    today: date,
) -> Book:
    """The newest release of a period, or the one that is named.

    With `as_of` the newest is the one that was sealed last by the end of that day, Europe/London;
    a release that is named is read whatever the day, and other periods from it as on that day.
    What the release says of `datasets`, which may be linked families, is looked up with it.

    Raises:
        Unprocessable: the text is no period.
        NotFound: nothing is sealed for it, or was by that day, or the release is not one of this
            period.
    """
    try:
        when = str(Period.parse(period))
    except PeriodError:
        detail = "A question has one period: a month, a financial quarter or a financial year."
        raise Unprocessable("window_not_allowed", detail=detail) from None
    partnership = caller.partnership_id
    if release_id is None and as_of is not None:
        release_id = _sealed_by(session, partnership, period=when, until=as_of)
    found = _found(session, partnership, period=when, release_id=release_id, datasets=datasets)
    if found is None or found.release.period != when:
        raise releases.unknown()
    return Book(
        session, caller, found.release, today, as_of=as_of, place=found.area, _said=found.said
    )


def beside(book: Book, *, period: str, datasets: Collection[str] = ()) -> Book:
    """The newest release of another period, as the reader of this one may read it.

    Raises:
        Unprocessable, NotFound: as for `opened`.
    """
    other = opened(
        book.session,
        book.caller,
        period=period,
        as_of=book.as_of,
        datasets=datasets,
        today=book.today,
    )
    return replace(other, used=book.used)


def _found(
    session: Session,
    partnership: str,
    *,
    period: str,
    release_id: str | None,
    datasets: Collection[str],
) -> Opened | None:
    if release_id is None:
        return opening.newest(session, partnership_id=partnership, period=period, datasets=datasets)
    return opening.named(
        session, partnership_id=partnership, release_id=release_id, datasets=datasets
    )


def _sealed_by(session: Session, partnership: str, *, period: str, until: date) -> str:
    """The newest release of a period that was sealed by the end of a day; raises NotFound."""
    sealed = stored.sealed(session, partnership_id=partnership, periods=[period])
    known = [each for each in sealed if each.sealed_at.astimezone(LONDON).date() <= until]
    if not known:
        raise NotFound("no_release", detail="Nothing was sealed for this period by that day.")
    return known[-1].release_id
