"""Events of the log as their readers may see them, each with the proof that it is in the log.

What belongs here: an agency's own calls, and, for the partnership's lead, that others called. What
does not: the bodies of others' events; who asked on whose behalf, about which case and why is told
to the agency that asked, and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.db import bind
from api.queries import partnerships
from api.queries.transparency import events as stored
from api.queries.transparency import seals
from api.queries.transparency.disclosures import Days
from api.queries.transparency.events import Span
from api.queries.transparency.seals import SealRow
from api.services.transparency.disclosures import check_days
from auth.caller import Caller
from auth.refusals import Conflict, Forbidden
from auth.seals import encoding, keys, merkle
from auth.seals.checkpoints import origin_of
from auth.seals.merkle import Growth, Tree
from schemas.evaluate import LONDON

PAGE: Final = 200  # events or seals of one page (design)

Whose = Literal["own", "partnership"]


@dataclass(frozen=True)
class EventPage:
    """Events, the seals that hold them, and where the next page begins."""

    events: Sequence[Mapping[str, Any]]
    seals: Sequence[Mapping[str, Any]]
    last: list[str] | None


@dataclass(frozen=True)
class SealPage:
    """Seals in their order, the keys that sign them, and where the next page begins."""

    log: str | None
    keys: Sequence[str]
    seals: Sequence[Mapping[str, Any]]
    last: list[str] | None


def events(
    session: Session, caller: Caller, *, whose: Whose, days: Days, after: list[str] | None
) -> EventPage:
    """A page of events, the newest first.

    Args:
        session: reads on the caller's behalf.
        caller: an agency; its partnership's lead may ask for everyone's.
        whose: the agency's own calls, or those of the partnership.
        days: days in London, both included.
        after: where the page before ended.

    Raises:
        Forbidden: the partnership's are asked for, and the caller does not lead it.
        Unprocessable: the days end before they begin.
    """
    check_days(days)
    if whose == "partnership":
        _check_leads(session, caller)
        bind(session, caller.partnership_id, caller.agency_id, reach="partnership")
    rows = stored.listed(
        session,
        partnership_id=caller.partnership_id,
        agency_id=caller.agency_id if whose == "own" else None,
        span=_span(days),
        after=(datetime.fromisoformat(after[0]), after[1]) if after else None,
        limit=PAGE + 1,
    )
    page = rows[:PAGE]
    grown = _growths(session, caller.partnership_id, {row["seal_no"] for row in page} - {None})
    last = page[-1] if len(rows) > PAGE else None
    return EventPage(
        [_event(row, caller, grown) for row in page],
        [_seal(seal) for seal, _ in grown.values()],
        [last["at"].isoformat(), last["event_id"]] if last else None,
    )


def seals_of(session: Session, caller: Caller, *, after: list[str] | None) -> SealPage:
    """A page of the partnership's seals in their order, from the first or from where one ended.

    Each bears the proof that it continues the one before it, so that whoever holds an older
    checkpoint can follow the log from there without seeing an event.
    """
    partnership = caller.partnership_id
    found = seals.listed(
        session, partnership_id=partnership, after=int(after[0]) if after else 0, limit=PAGE + 1
    )
    return SealPage(
        origin_of(found[0].checkpoint) if found else None,
        [str(each.verifier) for each in keys.known(session)],
        [_seal(each) for each in found[:PAGE]],
        [str(found[PAGE - 1].seal_no)] if len(found) > PAGE else None,
    )


def _check_leads(session: Session, caller: Caller) -> None:
    if partnerships.lead(session, caller.partnership_id) != caller.agency_id:
        raise Forbidden(
            "not_the_lead", detail="The partnership's events are read by the agency that leads it."
        )


def _span(days: Days) -> Span:
    first, last = days.first, days.last
    return Span(_midnight(first), _midnight(last + timedelta(days=1)) if last else None)


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), LONDON).astimezone(UTC) if day else None


_Growths = Mapping[int, tuple[SealRow, Growth]]


def _growths(session: Session, partnership_id: str, numbers: Iterable[int]) -> _Growths:
    """The seals of these numbers with what each added, from which its proofs are made."""
    wanted = sorted(numbers)
    rows = seals.numbered(
        session,
        partnership_id=partnership_id,
        numbers={number - back for number in wanted for back in (0, 1)},
    )
    return {number: _growth(session, partnership_id, rows, number) for number in wanted}


def _growth(
    session: Session, partnership_id: str, rows: Mapping[int, SealRow], number: int
) -> tuple[SealRow, Growth]:
    seal, before = rows[number], rows.get(number - 1)
    leaves = seals.leaves(session, partnership_id=partnership_id, first=seal.first, size=seal.size)
    try:
        tree = Tree.unpacked(before.size, peaks=before.peaks) if before else Tree()
    except ValueError as problem:
        raise Conflict("log_altered", detail="The log cannot be proven at present.") from problem
    return seal, Growth(tree, leaves)


def _event(row: RowMapping, caller: Caller, grown: _Growths) -> dict[str, Any]:
    own = row["agency_id"] == caller.agency_id
    kept = own and bool(row["body"])
    sealed = row["seal_no"] is not None
    path = grown[row["seal_no"]][1].inclusion(row["position"]) if sealed else []
    return {
        **{name: row[name] for name in ("event_id", "at", "tag", "outcome")},
        "agency": row["agency_id"] or None,
        "client": row["client_id"] if own else None,
        "agreement": row["agreement_id"] or None,
        "dataset": row["dataset"] or None,
        "position": row["position"],
        "seal": row["seal_no"],
        "leaf": encoding.text(row["leaf"]),
        "path": [encoding.text(part) for part in path],
        "salt": encoding.text(row["salt"]) if kept else None,
        "body": row["body"].decode() if kept else None,
    }


def _seal(seal: SealRow) -> dict[str, Any]:
    return {
        "seal": seal.seal_no,
        "first": seal.first,
        "size": seal.size,
        "root": encoding.text(seal.root),
        "sealed_at": seal.sealed_at,
        "consistency": [encoding.text(part) for part in merkle.split(seal.consistency)],
        "checkpoint": seal.checkpoint,
    }
