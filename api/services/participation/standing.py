"""Participation: who sent what, and when, as it stands today.

What belongs here: a status, a day and completeness in bands for every return of a period. What does
not: how many rows came, what was found in them, and the figures of a release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from api.db import bind
from api.policies.participation import days_taken, median_band, nearness
from api.policies.returns import Standing, is_late
from api.queries import participation as queries
from api.queries import releases as stored
from api.queries.participation import Owed
from api.queries.releases import Release
from api.services import releases
from api.services.participation import quality
from api.services.participation.quality import BandOf, Gap
from api.services.releases.planning import period_of
from auth.caller import Caller
from auth.refusals import NotFound
from auth.uses import Used
from schemas.evaluate import LONDON
from schemas.period import Period


@dataclass(frozen=True)
class ReturnStanding:
    """How one return stands.

    `days` are those from the end of the month to the first receipt; `reminder` says what its agency
    is reminded of, if of anything.
    """

    agency: str
    agency_name: str
    dataset: str
    month: str
    status: str
    level: str
    due_on: date | None
    late: bool
    received_on: date | None
    days: int | None
    reminder: str | None


@dataclass(frozen=True)
class Timeliness:
    """How soon returns came: of one dataset, or of all where it names none.

    `median_days` is the band that holds the median, None where none came.
    """

    dataset: str | None
    owed: int
    came: int
    in_time: int
    median_days: str | None


@dataclass(frozen=True)
class ReminderCount:
    """Of how many returns an agency is reminded in one way."""

    agency: str
    agency_name: str
    kind: str
    returns: int


@dataclass(frozen=True)
class View:
    """A period's returns, how many stand in each status, and what is known of their quality.

    Attributes:
        statuses: counts of returns; `late` of those that came, or are still out, after their day.
        completeness: bands of what is in force today.
        release: the newest release of the period, None while it is not sealed.
        equality: bands of the equality fields from that release, of each agency and of all.
        gaps: what agencies' systems cannot hold.
        reminders: of what agencies are being reminded.
        used: whose records the bands tell of, for the event; agency -> dataset -> 1.
    """

    period: str
    statuses: Mapping[str, int]
    late: int
    agencies_heard: int
    returns: tuple[ReturnStanding, ...]
    completeness: tuple[BandOf, ...]
    timeliness: tuple[Timeliness, ...]
    release: Release | None
    equality: tuple[BandOf, ...]
    gaps: tuple[Gap, ...]
    reminders: tuple[ReminderCount, ...]
    used: Used


def participation(session: Session, caller: Caller, *, period: str, today: date) -> View:
    """Every return of a period as it stands.

    Raises:
        Unprocessable: the text names no period.
        NotFound: no month of it is open.
    """
    when, partnership = period_of(period), caller.partnership_id
    bind(session, partnership_id=partnership, agency_id=caller.agency_id, reach="partnership")
    owed = owed_in(session, partnership_id=partnership, period=when)
    names = stored.agency_names(session, partnership_id=partnership)
    standings = tuple(standing(each, names=names, today=today) for each in owed)
    release = stored.latest(session, partnership_id=partnership, period=str(when))
    equality = quality.equality(session, partnership_id=partnership, release=release)
    bands = _bands(session, partnership, owed)
    return View(
        str(when),
        dict(sorted(Counter(each.status for each in standings).items())),
        sum(each.late for each in standings),
        len({each.agency for each in standings if each.received_on is not None}),
        standings,
        bands,
        timeliness(standings),
        release,
        equality,
        quality.gaps(
            session, partnership_id=partnership, owed=owed, names=names, equality=equality
        ),
        _reminders(standings),
        _used(session, partnership, release=release, bands=(*bands, *equality)),
    )


def owed_in(session: Session, *, partnership_id: str, period: Period) -> list[Owed]:
    """Every return of the months of a period; raises NotFound where there is none."""
    months = [str(month) for month in period.months()]
    owed = queries.owed(session, partnership_id=partnership_id, months=months)
    if not owed:
        raise NotFound("period_not_open", detail="No return is owed for this period.")
    return owed


def standing(owed: Owed, *, names: Mapping[str, str], today: date) -> ReturnStanding:
    """How one return stands; one that nobody expects and nobody sent was not requested."""
    month = Period.parse_month(owed.month)
    held = Standing(month, owed.status, due_on=owed.due_on)
    received = owed.first_received_at
    received_on = received.astimezone(LONDON).date() if received else None
    asked = owed.expected or owed.status != "expected"
    return ReturnStanding(
        owed.agency_id,
        names.get(owed.agency_id, owed.agency_id),
        owed.dataset,
        owed.month,
        owed.status if asked else "not_requested",
        owed.level,
        owed.due_on,
        asked and is_late(held, today=today, first_received=received),
        received_on,
        days_taken(month, received_on=received_on),
        nearness(owed.status, expected=owed.expected, due_on=owed.due_on, today=today),
    )


def timeliness(standings: Sequence[ReturnStanding]) -> tuple[Timeliness, ...]:
    """How soon returns came, of all and of each dataset; what was not requested is not owed."""
    owed = [each for each in standings if each.status != "not_requested"]
    datasets = sorted({each.dataset for each in owed})
    parts = (_timely(name, [each for each in owed if each.dataset == name]) for name in datasets)
    return (_timely(None, owed), *parts)


def _timely(dataset: str | None, owed: Sequence[ReturnStanding]) -> Timeliness:
    came = [each for each in owed if each.received_on is not None]
    in_time = sum(not each.late for each in came)
    return Timeliness(dataset, len(owed), len(came), in_time, median_band(e.days for e in came))


def _reminders(standings: Iterable[ReturnStanding]) -> tuple[ReminderCount, ...]:
    counts = Counter(
        (each.agency, each.agency_name, each.reminder) for each in standings if each.reminder
    )
    return tuple(ReminderCount(*who, n) for who, n in sorted(counts.items()))


def _used(
    session: Session, partnership_id: str, *, release: Release | None, bands: Sequence[BandOf]
) -> Used:
    """Whose records bands tell of: each agency's own, and every contributor to those of all."""
    found: Used = {}
    for band in bands:
        if band.agency is not None:
            found.setdefault(band.agency, {})[band.dataset] = 1
    if release is not None:
        quality.note_contributors(
            session,
            partnership_id=partnership_id,
            release=release,
            datasets={band.dataset for band in bands if band.agency is None},
            used=found,
        )
    return found


def _bands(session: Session, partnership_id: str, owed: Sequence[Owed]) -> tuple[BandOf, ...]:
    found = releases.bands(
        session,
        partnership_id=partnership_id,
        submission_ids=[each.submission_id for each in owed if each.submission_id],
    )
    return tuple(
        BandOf(band.agency_id, band.dataset, band.field, band.band, band.main_reason)
        for band in found
        if band.agency_id
    )
