"""Participation: who sent what, and when, as it stands today.

What belongs here: a status, a day and completeness in bands for every return of a period. What does
not: how many rows came, what was found in them, and anything of a sealed release; those have verbs
of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.db import bind
from api.policies.returns import Standing, is_late
from api.queries import participation as queries
from api.queries import releases as stored
from api.queries.participation import Owed
from api.services import releases
from auth.caller import Caller
from auth.refusals import NotFound, Unprocessable
from auth.uses import Used
from schemas.period import Period, PeriodError


@dataclass(frozen=True)
class ReturnStanding:
    """How one return stands."""

    agency: str
    agency_name: str
    dataset: str
    month: str
    status: str
    level: str
    due_on: date | None
    late: bool
    received_on: date | None


@dataclass(frozen=True)
class BandOf:
    """How complete an agency's records of the period are in one field."""

    agency: str
    dataset: str
    field: str
    band: str


@dataclass(frozen=True)
class View:
    """A period's returns, how many stand in each status, and completeness in bands.

    `statuses` counts returns, and `late` those among them that came, or are still out, after their
    day.
    """

    period: str
    statuses: Mapping[str, int]
    late: int
    agencies_heard: int
    returns: tuple[ReturnStanding, ...]
    completeness: tuple[BandOf, ...]

    @property
    def used(self) -> Used:
        """Whose records the bands tell of, for the event; agency -> dataset -> 1."""
        found: Used = {}
        for band in self.completeness:
            found.setdefault(band.agency, {})[band.dataset] = 1
        return found


def participation(session: Session, caller: Caller, *, period: str, today: date) -> View:
    """Every return of a period as it stands.

    Raises:
        Unprocessable: the text names no period.
        NotFound: no month of it is open.
    """
    try:
        when = Period.parse(period)
    except PeriodError:
        detail = "A period is a month 2026-03, a quarter 2025-26-Q4 or a financial year 2025-26."
        raise Unprocessable("period_unknown", detail=detail) from None
    partnership = caller.partnership_id
    bind(session, partnership_id=partnership, agency_id=caller.agency_id, reach="partnership")
    owed = queries.owed(
        session, partnership_id=partnership, months=[str(month) for month in when.months()]
    )
    if not owed:
        raise NotFound("period_not_open", detail="No return is owed for this period.")
    names = stored.agency_names(session, partnership_id=partnership)
    standings = tuple(_standing(each, names=names, today=today) for each in owed)
    return View(
        str(when),
        dict(sorted(Counter(each.status for each in standings).items())),
        sum(each.late for each in standings),
        len({each.agency for each in standings if each.received_on is not None}),
        standings,
        _bands(session, partnership, owed),
    )


def _standing(owed: Owed, *, names: Mapping[str, str], today: date) -> ReturnStanding:
    standing = Standing(Period.parse_month(owed.month), owed.status, due_on=owed.due_on)
    received = owed.first_received_at
    asked = owed.expected or owed.status != "expected"
    return ReturnStanding(
        owed.agency_id,
        names.get(owed.agency_id, owed.agency_id),
        owed.dataset,
        owed.month,
        owed.status if asked else "not_requested",
        owed.level,
        owed.due_on,
        asked and is_late(standing, today=today, first_received=received),
        received.date() if received else None,
    )


def _bands(session: Session, partnership_id: str, owed: Sequence[Owed]) -> tuple[BandOf, ...]:
    found = releases.bands(
        session,
        partnership_id=partnership_id,
        submission_ids=[each.submission_id for each in owed if each.submission_id],
    )
    return tuple(
        BandOf(band.agency_id, band.dataset, band.field, band.band)
        for band in found
        if band.agency_id
    )
