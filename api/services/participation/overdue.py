"""The overdue register: owed returns that have not come, since when, and what that holds up.

What belongs here: for each such return whom to ask, when it was first asked for, and which
indicators wait for it (REQ-09, REQ-10). What does not: what a figure would be without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.db import bind
from api.policies.participation import is_overdue
from api.queries import participation as queries
from api.queries import releases as stored
from api.queries.participation import Owed
from api.reports.indicators import INDICATORS, blocked
from api.services.releases import freezing
from api.services.releases.planning import period_of
from auth.caller import Caller
from schemas.evaluate import LONDON
from schemas.period import Period


@dataclass(frozen=True)
class Overdue:
    """One owed return that has not come.

    Attributes:
        agency, agency_name: whom to ask.
        first_requested_on: the day its month was opened, which asked for it.
        overdue_since: the first day on which it was late; `days_overdue` counts it as one.
        blocks: indicators of its quarter that cannot be worked out, since nobody has sent what they
            are worked out from; and those that may not appear without one of them.
        weakens: indicators of its quarter that can be, without this agency's part.
    """

    agency: str
    agency_name: str
    dataset: str
    month: str
    status: str
    level: str
    first_requested_on: date | None
    due_on: date
    overdue_since: date
    days_overdue: int
    blocks: tuple[str, ...]
    weakens: tuple[str, ...]


@dataclass(frozen=True)
class OverdueRegister:
    """What is overdue on a day, the longest first; `period` is None for every open month."""

    period: str | None
    as_of: date
    overdue: tuple[Overdue, ...]


@dataclass(frozen=True)
class _Desk:
    """What an entry is told from."""

    names: Mapping[str, str]
    opened: Mapping[str, datetime]
    blocked: Mapping[str, frozenset[str]]
    today: date


def overdue(
    session: Session, caller: Caller, *, period: str | None = None, today: date
) -> OverdueRegister:
    """The owed returns of a period, or of every open month, that have not come by their day.

    Raises:
        Unprocessable: the text names no period.
    """
    when, partnership = period_of(period) if period else None, caller.partnership_id
    bind(session, partnership_id=partnership, agency_id=caller.agency_id, reach="partnership")
    opened = queries.opened_on(session, partnership_id=partnership)
    months = [month for month in opened if when is None or when.covers(Period.parse_month(month))]
    late = [
        each
        for each in queries.owed(session, partnership_id=partnership, months=months)
        if is_overdue(each.status, expected=each.expected, due_on=each.due_on, today=today)
    ]
    desk = _Desk(
        stored.agency_names(session, partnership_id=partnership),
        opened,
        _blocked(session, partnership, late=late, today=today),
        today,
    )
    entries = (entry for each in late for entry in _entries(each, desk))
    return OverdueRegister(
        str(when) if when else None,
        today,
        tuple(sorted(entries, key=lambda e: (e.due_on, e.agency, e.dataset, e.month))),
    )


def _entries(each: Owed, desk: _Desk) -> Iterator[Overdue]:
    if each.due_on is None:
        return
    requested, blocked_now = desk.opened.get(each.month), desk.blocked[_quarter(each.month)]
    using = [name for name, held in INDICATORS.items() if each.dataset in held.datasets]
    blocks = held_up(using, blocked_now=blocked_now)
    yield Overdue(
        each.agency_id,
        desk.names.get(each.agency_id, each.agency_id),
        each.dataset,
        each.month,
        each.status,
        each.level,
        requested.astimezone(LONDON).date() if requested else None,
        each.due_on,
        each.due_on + timedelta(days=1),
        (desk.today - each.due_on).days,
        blocks,
        tuple(name for name in using if name not in blocks),
    )


def held_up(using: Sequence[str], *, blocked_now: frozenset[str]) -> tuple[str, ...]:
    """Those of the indicators that are blocked, and whatever may not appear without one of them."""
    directly = {name for name in using if name in blocked_now}
    with_pairs = {name for name, held in INDICATORS.items() if directly.intersection(held.paired)}
    return tuple(sorted(directly | with_pairs))


def _blocked(
    session: Session, partnership_id: str, *, late: Sequence[Owed], today: date
) -> dict[str, frozenset[str]]:
    """By quarter, the indicators that what is in today cannot answer."""
    found = {}
    for name in sorted({_quarter(each.month) for each in late}):
        inputs = freezing.freeze(
            session, partnership_id=partnership_id, months=Period.parse(name).months(), today=today
        )
        found[name] = frozenset(blocked(freezing.answering(inputs)))
    return found


def _quarter(month: str) -> str:
    return str(Period.parse_month(month).quarter())
