"""Jobs of sealing as stored: asked for, taken up by one worker, kept alive, ended.

Every change says whose turn it is and counts what it changed, so that a worker that was given up
for dead finds out and leaves no trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, Update, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from schemas.tables.release_jobs import release_jobs

_JOB = release_jobs.c


@dataclass(frozen=True, slots=True)
class Job:
    """One sealing that was asked for; see the table."""

    partnership_id: str
    job_id: str
    agency_id: str
    client_id: str
    agreement_id: str
    purpose: str
    datatypes: list[str]
    jti: str
    jkt: str | None
    period: str
    accept_missing: bool
    asked_at: datetime
    status: str
    attempts: int
    worker: str | None
    progress: Mapping[str, Any]
    ended_at: datetime | None
    outcome: Mapping[str, Any]


_COLUMNS = tuple(_JOB[name] for name in Job.__slots__)


def add(session: Session, job: Job) -> None:
    """Store a job. Raises IntegrityError where the agency's sealing of the period is under way."""
    values = {name: getattr(job, name) for name in Job.__slots__}
    session.execute(insert(release_jobs), values | {"under_way": job.period})


def find(session: Session, *, partnership_id: str, job_id: str) -> Job | None:
    """One job by its id."""
    query = select(*_COLUMNS).where(_JOB.partnership_id == partnership_id, _JOB.job_id == job_id)
    row = session.execute(query).first()
    return None if row is None else Job(*row)


def under_way(session: Session, *, partnership_id: str, agency_id: str, period: str) -> Job | None:
    """The job of an agency that seals a period and has not ended."""
    query = select(*_COLUMNS).where(
        _JOB.partnership_id == partnership_id,
        _JOB.agency_id == agency_id,
        _JOB.under_way == period,
    )
    row = session.execute(query).first()
    return None if row is None else Job(*row)


def takeable(session: Session, *, partnership_id: str, stale: datetime) -> Job | None:
    """The first job that nobody works on: it waits, or its worker was last heard of before then."""
    query = select(*_COLUMNS).where(_JOB.partnership_id == partnership_id, _free(stale))
    row = session.execute(query.order_by(_JOB.asked_at, _JOB.job_id).limit(1)).first()
    return None if row is None else Job(*row)


def take(session: Session, job: Job, *, worker: str, now: datetime, stale: datetime) -> bool:
    """Take a job up for a worker; no where another was quicker."""
    free = _of(job).where(_free(stale), _JOB.attempts == job.attempts)
    taken = free.values(
        status="running", worker=worker, beat_at=now, attempts=job.attempts + 1, progress={}
    )
    return _changed(session, taken)


def beat(
    session: Session, job: Job, *, worker: str, now: datetime, progress: Mapping[str, Any]
) -> bool:
    """Say that the worker lives and how far it is; no where the job is not its own any more."""
    return _changed(session, _own(job, worker).values(beat_at=now, progress=dict(progress)))


def end(
    session: Session,
    job: Job,
    *,
    worker: str,
    status: str,
    outcome: Mapping[str, Any],
    now: datetime,
) -> bool:
    """End a job as `done` or `failed`; no where it is not the worker's own any more."""
    ended = _own(job, worker).values(
        status=status, outcome=dict(outcome), ended_at=now, under_way=None
    )
    return _changed(session, ended)


def forget_ended(session: Session, *, partnership_id: str, before: datetime) -> int:
    """Remove the jobs that ended before then, and give how many."""
    gone = delete(release_jobs).where(_JOB.partnership_id == partnership_id, _JOB.ended_at < before)
    done: CursorResult[Any] = session.execute(gone)  # type: ignore[assignment]
    return done.rowcount


def _free(stale: datetime) -> Any:
    lost = and_(_JOB.status == "running", _JOB.beat_at < stale)
    return or_(_JOB.status == "waiting", lost)


def _of(job: Job) -> Update:
    return update(release_jobs).where(
        _JOB.partnership_id == job.partnership_id, _JOB.job_id == job.job_id
    )


def _own(job: Job, worker: str) -> Update:
    return _of(job).where(_JOB.status == "running", _JOB.worker == worker)


def _changed(session: Session, change: Update) -> bool:
    done: CursorResult[Any] = session.execute(change)  # type: ignore[assignment]
    return done.rowcount == 1
