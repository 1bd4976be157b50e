"""Jobs: sealings that are asked for, answered at once, and followed until they end.

What belongs here: whether a sealing is done at once or later, keeping what was asked, and telling
whoever asked how it stands. What does not: doing it (`taking`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.queries import release_jobs as stored
from api.queries.release_jobs import Job
from api.services.releases import extents, reading, sealing
from api.services.releases.planning import Plan
from api.services.releases.progress import Part, Step
from api.services.releases.views import ReleaseView, SealedPeriod
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, NotFound

MOST_AT_ONCE: Final = 50_000
"""Rows counted, those of a month again in its quarter and year, that a request is kept waiting for:
a second or two of work (measured: 12 microseconds a row, and what any sealing takes)."""

KEPT: Final = timedelta(days=90)
"""How long a job that has ended can be looked up (design)."""

TAG: Final = "releases:ask"


@dataclass(frozen=True)
class JobView:
    """How a sealing stands that is done later.

    `progress` counts the tables of each dataset and period. `release` is there once it is done, and
    `problem` once it failed.
    """

    job_id: str
    period: str
    status: str
    asked_at: datetime
    ended_at: datetime | None
    attempts: int
    progress: Sequence[Mapping[str, Any]]
    release: ReleaseView | None = None
    problem: Mapping[str, Any] | None = None


class Progress:
    """How far a sealing is, as whoever asked may know: tables, and never rows."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], list[int]] = {}

    def begun(self, parts: Sequence[Part]) -> None:
        """Begin with these parts."""
        self._parts = {(each.period, each.dataset): [each.tables, 0] for each in parts}

    def did(self, step: Step) -> None:
        """Take a step in."""
        if step.table:
            self._parts[step.period, step.dataset][1] += 1

    def document(self) -> dict[str, Any]:
        """What is kept of it; another thread may ask while this one counts."""
        return {
            "parts": [
                {"period": period, "dataset": dataset, "tables": tables, "counted": counted}
                for (period, dataset), (tables, counted) in self._parts.items()
            ]
        }


def seal(
    session: Session,
    caller: Caller,
    *,
    period: str,
    accept_missing: bool,
    later: bool,
    now: datetime,
    asked_at: datetime,
    today: date,
) -> ReleaseView | JobView:
    """Seal a period now, or have it done: where that was asked for, or it would take long.

    Args:
        session: the caller's, for writing.
        caller: who seals.
        period: a month, quarter or year.
        accept_missing: whether it is sealed though returns are missing.
        later: whether it is to be done later however little there is to do.
        now: the business clock, by which a release is dated.
        asked_at: the real clock, by which jobs are.
        today: the business day.

    Returns:
        The release, or the job: the one that is under way, if the same was asked before.

    Raises:
        Refusal: what `sealing.seal` raises; a job that could not end well is not begun.
    """
    planned = sealing.planned_for(
        session, caller, period=period, accept_missing=accept_missing, today=today
    )
    if later or _long(session, caller, planned):
        job = _asked(session, caller, planned, accept_missing=accept_missing, at=asked_at)
        return _view(session, caller, job)
    counted = sealing.count(session, caller, planned, today=today)
    return sealing.keep(session, caller, counted, now=now, today=today)


def job(session: Session, caller: Caller, *, job_id: str) -> JobView:
    """How a job of the caller's stands.

    Raises:
        NotFound: there is none, or it was asked for by another client or under another agreement.
    """
    found = stored.find(session, partnership_id=caller.partnership_id, job_id=job_id)
    if found is None or not _is_of(found, caller):
        raise NotFound("job_unknown", detail="There is no such job of yours.")
    return _view(session, caller, found)


def outcome_of(view: ReleaseView) -> dict[str, Any]:
    """What a job keeps of its release: what is told of it besides what is stored with it."""
    return {
        "release_id": view.release_id,
        "also_sealed": [asdict(each) for each in view.also_sealed],
        "blocked": {name: list(held) for name, held in view.blocked.items()},
    }


def forget(session: Session, *, partnership_id: str, now: datetime) -> int:
    """Remove the jobs that ended so long ago that nobody looks them up; give how many."""
    return stored.forget_ended(session, partnership_id=partnership_id, before=now - KEPT)


def _long(session: Session, caller: Caller, planned: Plan) -> bool:
    found = extents.parts(session, partnership_id=caller.partnership_id, plan=planned)
    return extents.records(found) > MOST_AT_ONCE


def _asked(
    session: Session, caller: Caller, planned: Plan, *, accept_missing: bool, at: datetime
) -> Job:
    """Keep what was asked, with its event; asked again, it is the same job."""
    period, owner = str(planned.period), caller.partnership_id
    known = stored.under_way(
        session, partnership_id=owner, agency_id=caller.agency_id, period=period
    )
    if known is None:
        job = _new(caller, period=period, accept_missing=accept_missing, at=at)
        _add(session, job)
    else:
        job = _same(known, caller, accept_missing=accept_missing)
    event = Event.by(caller, tag=TAG, period=period, subject=job.job_id)
    audit.record(session, event, now=at)
    return job


def _add(session: Session, job: Job) -> None:
    try:
        with session.begin_nested():
            stored.add(session, job)
    except IntegrityError as refused:
        raise _under_way() from refused


def _same(known: Job, caller: Caller, *, accept_missing: bool) -> Job:
    if not _is_of(known, caller) or known.accept_missing != accept_missing:
        raise _under_way()
    return known


def _is_of(job: Job, caller: Caller) -> bool:
    """Whether the caller is who asked: the client, and what it acts under."""
    agreement = caller.agreement.agreement_id if caller.agreement else ""
    asking = (caller.agency_id, caller.client_id, agreement, caller.purpose)
    return asking == (job.agency_id, job.client_id, job.agreement_id, job.purpose)


def _under_way() -> Conflict:
    return Conflict("sealing_under_way", detail="A sealing of the period is under way.")


def _new(caller: Caller, *, period: str, accept_missing: bool, at: datetime) -> Job:
    return Job(
        partnership_id=caller.partnership_id,
        job_id=str(uuid.uuid4()),
        agency_id=caller.agency_id,
        client_id=caller.client_id,
        agreement_id=caller.agreement.agreement_id if caller.agreement else "",
        purpose=caller.purpose or "",
        datatypes=sorted(caller.datatypes),
        jti=caller.jti,
        jkt=caller.jkt,
        period=period,
        accept_missing=accept_missing,
        asked_at=at,
        status="waiting",
        attempts=0,
        worker=None,
        progress={},
        ended_at=None,
        outcome={},
    )


def _view(session: Session, caller: Caller, found: Job) -> JobView:
    done, failed = found.status == "done", found.status == "failed"
    return JobView(
        found.job_id,
        found.period,
        found.status,
        found.asked_at,
        found.ended_at,
        found.attempts,
        found.progress.get("parts", ()),
        _release(session, caller, found.outcome) if done else None,
        found.outcome if failed else None,
    )


def _release(session: Session, caller: Caller, outcome: Mapping[str, Any]) -> ReleaseView:
    return reading.view(
        session,
        caller,
        release_id=outcome["release_id"],
        also_sealed=tuple(SealedPeriod(**each) for each in outcome["also_sealed"]),
        blocked=outcome["blocked"],
    )
