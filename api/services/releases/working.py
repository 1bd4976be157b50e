"""A sealing that keeps nobody waiting: counted while others write, and stored in one go.

What belongs here: the two transactions of a long sealing. The first reads one moment of the
store and works everything out; the second sees that the returns are still those of that moment, and
stores what was worked out. On SQLite others may write for all but the second.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from api.queries import releases as stored
from api.services.releases import extents, sealing
from api.services.releases.progress import Part, Watch
from api.services.releases.views import ReleaseView
from auth.caller import Caller
from auth.refusals import Conflict

TRIES: Final = 3
"""Times that a sealing begins anew because returns changed while it counted (design)."""

Sessions = Callable[[], AbstractContextManager[Session]]
"""Opens a session on the behalf of whoever seals."""


@dataclass(frozen=True)
class Doing:
    """How a long sealing is done.

    Attributes:
        reading, writing: open its two transactions.
        caller: gives who seals, looked up in each of them.
        begun: is told what there is to do, each time it begins.
        watch: is told of each step.
        first: is done in the writing transaction before anything is stored.
        last: is done there with what was sealed.
    """

    reading: Sessions
    writing: Sessions
    caller: Callable[[Session], Caller]
    begun: Callable[[tuple[Part, ...]], object]
    watch: Watch
    first: Callable[[Session], object] = lambda session: None
    last: Callable[[Session, ReleaseView], object] = lambda session, view: None


class ChangedMeanwhile(Conflict):
    """The returns are not those any more that were counted."""


def seal(
    doing: Doing, *, period: str, accept_missing: bool, now: datetime, today: date
) -> ReleaseView:
    """Seal a period in two transactions.

    Raises:
        Refusal: what `sealing.seal` raises; or returns changed again and again while it counted.
    """
    once = partial(_once, doing, period=period, accept_missing=accept_missing, now=now, today=today)
    for _ in range(TRIES - 1):
        with suppress(ChangedMeanwhile):
            return once()
    return once()


def _once(
    doing: Doing, *, period: str, accept_missing: bool, now: datetime, today: date
) -> ReleaseView:
    plan = partial(sealing.planned_for, period=period, accept_missing=accept_missing, today=today)
    with doing.reading() as session:
        caller = doing.caller(session)
        planned, owner = plan(session, caller), caller.partnership_id
        before = stored.sealed(session, partnership_id=owner)
        doing.begun(extents.parts(session, partnership_id=owner, plan=planned))
        counted = sealing.count(session, caller, planned, today=today, watch=doing.watch)
    with doing.writing() as session:
        doing.first(session)
        caller = doing.caller(session)
        same = plan(session, caller) == planned
        if not same or stored.sealed(session, partnership_id=owner) != before:
            raise _changed()
        view = sealing.keep(session, caller, counted, now=now, today=today)
        doing.last(session, view)
    return view


def _changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(
        "returns_changed", detail="Returns of the period changed while it was being sealed."
    )
