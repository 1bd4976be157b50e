"""A contributor's own view: its figures and its quality beside the partnership's (REQ-07).

What belongs here: what an agency sent, as a whole and exactly, beside one released figure; its
completeness and its timeliness beside the partnership's bands; how its data was used. What does
not: any split of either, and anything worked out from the two together: an agency that knows its
own part exactly learns most about the others' from small cells side by side (design).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from api.db import bind
from api.policies.bands import band
from api.queries import participation as queries
from api.queries import releases as stored
from api.queries.participation import OwnDelivery
from api.queries.releases import Release
from api.queries.transparency import disclosures
from api.services.participation import quality
from api.services.participation.standing import (
    ReturnStanding,
    Timeliness,
    owed_in,
    standing,
    timeliness,
)
from api.services.participation.trends import Trend, back, trends
from api.services.releases.planning import period_of
from auth.caller import OPERATOR, Caller
from auth.uses import Used
from schemas.period import Period

WHY: Final = (
    "Your own records are counted exactly, as you sent them. The released figure counts every "
    "contributor's records once the period was sealed; it was moved by chance, mostly by one or "
    "two and at most by five, so that nobody can be told from it, and it leaves out what must not "
    "be counted. So the two may differ by one or two even where you alone contribute, and by more "
    "where you have sent something else since, or records that no release counts, as those of "
    "referrals that you made: whoever received them counts them."
)
"""Said beside every pair of figures (the movement: `docs/figures.md`)."""


@dataclass(frozen=True)
class Bands:
    """How complete one field is: of the agency, and of all contributors together."""

    dataset: str
    field: str
    own: str
    own_main_reason: str | None
    partnership: str | None


@dataclass(frozen=True)
class Soonness:
    """How soon the agency's returns of a dataset came, beside the median band of all."""

    dataset: str
    owed: int
    came: int
    in_time: int
    median_days: str | None
    partnership_median_days: str | None


@dataclass(frozen=True)
class UseOfOwn:
    """How often others used a dataset of the agency since its last return, as a band."""

    dataset: str
    since: datetime
    agency: str
    agency_name: str
    purpose: str | None
    kind: str
    uses: str


@dataclass(frozen=True)
class OwnView:
    """All of it for one agency and period; `used` says whose data it shows, for the event."""

    agency: str
    period: str
    release: Release | None
    why: str
    figures: tuple[Trend, ...]
    returns: tuple[ReturnStanding, ...]
    completeness: tuple[Bands, ...]
    timeliness: tuple[Soonness, ...]
    uses: tuple[UseOfOwn, ...]
    used: Used = field(default_factory=dict)


def own_view(session: Session, caller: Caller, *, period: str, today: date) -> OwnView:
    """The caller's own view of a period, of the datasets of its token.

    Raises:
        Unprocessable: the text names no period.
        NotFound: no month of it is open.
    """
    when, used = period_of(period), Used()
    mine = _deliveries(session, caller, period=when)
    uses = tuple(_uses(session, caller, mine))
    bind(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        reach="partnership",
    )
    everyone = _standings(session, caller, period=when, today=today)
    own = tuple(each for each in everyone if each.agency == caller.agency_id)
    release = stored.latest(session, partnership_id=caller.partnership_id, period=str(when))
    figures = trends(session, caller, period=when, mine=mine, today=today, used=used)
    bands = _bands(session, caller, release=release, used=used)
    return OwnView(
        caller.agency_id,
        str(when),
        release,
        WHY,
        tuple(figures),
        own,
        bands,
        tuple(_soonness(own, everyone)),
        uses,
        used,
    )


def _deliveries(session: Session, caller: Caller, *, period: Period) -> list[OwnDelivery]:
    """What is in force of the caller's, back to the beginning of the trend."""
    months = [str(month) for each in back(period) for month in each.months()]
    found = queries.own_deliveries(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id,
        months=months,
    )
    return [each for each in found if caller.may_use(each.dataset)]


def _standings(
    session: Session, caller: Caller, *, period: Period, today: date
) -> list[ReturnStanding]:
    owed = owed_in(session, partnership_id=caller.partnership_id, period=period)
    names = stored.agency_names(session, partnership_id=caller.partnership_id)
    return [
        standing(each, names=names, today=today) for each in owed if caller.may_use(each.dataset)
    ]


def _bands(
    session: Session, caller: Caller, *, release: Release | None, used: Used
) -> tuple[Bands, ...]:
    """The agency's bands of a release beside those of all, of fields that it contributes to."""
    if release is None:
        return ()
    found = quality.equality(session, partnership_id=caller.partnership_id, release=release)
    every = {(each.dataset, each.field): each.band for each in found if each.agency is None}
    own = [e for e in found if e.agency == caller.agency_id and caller.may_use(e.dataset)]
    quality.note_contributors(
        session,
        partnership_id=caller.partnership_id,
        release=release,
        datasets={each.dataset for each in own},
        used=used,
    )
    return tuple(
        Bands(e.dataset, e.field, e.band, e.main_reason, every.get((e.dataset, e.field)))
        for e in own
    )


def _soonness(
    own: Sequence[ReturnStanding], everyone: Sequence[ReturnStanding]
) -> Iterator[Soonness]:
    """Each dataset that the agency owes: its own timeliness beside the median of all."""
    whole = {each.dataset: each for each in timeliness(everyone)}
    for mine in timeliness(own):
        if mine.dataset is not None:
            yield _beside(mine, mine.dataset, whole[mine.dataset].median_days)


def _beside(mine: Timeliness, dataset: str, median: str | None) -> Soonness:
    return Soonness(dataset, mine.owed, mine.came, mine.in_time, mine.median_days, median)


def _uses(session: Session, caller: Caller, mine: Sequence[OwnDelivery]) -> Iterator[UseOfOwn]:
    """Who used each dataset since the agency last sent it."""
    names = stored.agency_names(session, partnership_id=caller.partnership_id)
    for dataset in sorted({each.dataset for each in mine}):
        since = max(each.received_at for each in mine if each.dataset == dataset)
        for use in disclosures.of_owner_since(
            session,
            partnership_id=caller.partnership_id,
            agency_id=caller.agency_id,
            dataset=dataset,
            since=since,
        ):
            yield UseOfOwn(
                dataset,
                since,
                use.recipient or OPERATOR,
                names.get(use.recipient, "Whoever runs the service"),
                use.purpose or None,
                use.kind,
                band(use.uses),
            )
