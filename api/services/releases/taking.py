"""Taking jobs up: a worker of the service does the sealings that were asked for.

What belongs here: taking a job so that one worker alone has it, keeping it while it runs, and
ending it. What does not: how a sealing is done (`working`), and when a worker looks (`api.rounds`).

A job is stored as done in the transaction that stores its release, and only by the worker that has
it: a worker that dies leaves nothing, and the next one begins anew, under another secret. Whoever
asked is looked up again each time, so that an agreement that has ended since seals nothing.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy.orm import Session

from api.db import NOBODY, Context, Database
from api.queries import partnerships
from api.queries import release_jobs as stored
from api.queries.release_jobs import Job
from api.services.releases import jobs, sealing, working
from api.services.releases.jobs import Progress
from api.services.releases.views import ReleaseView
from api.services.releases.working import Doing
from auth import audit, live
from auth.audit import Event
from auth.caller import Caller
from auth.context import AuthContext
from auth.details import Granted
from auth.refusals import Refusal, Unavailable
from auth.tokens import LIFE, AccessToken

BEAT: Final = timedelta(seconds=3)
"""How often a worker says that it lives (design)."""

LOST: Final = timedelta(seconds=60)
"""After how long without a word a worker is given up for dead (design): SQLite may keep it waiting
for its turn to write for 30 of them."""

ATTEMPTS: Final = 3
"""How often a job is taken up before it is given up (design)."""

SCOPE: Final = "releases:write"

_LOG: Final = logging.getLogger("safershare.releases")


class NotOurs(Exception):  # noqa: N818 - a way out, and no error
    """The job was given to another worker; nothing of this one's work is kept."""


@dataclass(frozen=True)
class Worker:
    """A worker of the service as far as jobs go.

    Attributes:
        database: the store.
        auth: by which callers are looked up.
        now: the real clock; `business_now` dates releases and `today` is its day.
        name: its own, which nobody else has.
    """

    database: Database
    auth: AuthContext
    now: Callable[[], datetime]
    business_now: Callable[[], datetime]
    today: Callable[[], date]
    name: str = field(default_factory=lambda: str(uuid.uuid4()))


def work(worker: Worker) -> int:
    """Do every job that nobody works on, one after another; give how many were taken up."""
    with worker.database.reading(NOBODY) as session:
        known = partnerships.names(session)
    return sum(_of_partnership(worker, each) for each in known)


def _of_partnership(worker: Worker, partnership_id: str) -> int:
    done = 0
    while job := _taken(worker, partnership_id):
        done += 1
        _do(worker, job)
    return done


def _taken(worker: Worker, partnership_id: str) -> Job | None:
    """A job for this worker alone, or None where none waits or another was quicker."""
    context, now = Context(partnership_id, reach="partnership"), worker.now()
    with worker.database.reading(context) as session:
        found = stored.takeable(session, partnership_id=partnership_id, stale=now - LOST)
    if found is None:
        return None
    with worker.database.writing(context) as session:
        mine = stored.take(session, found, worker=worker.name, now=now, stale=now - LOST)
    return found if mine else None


def _do(worker: Worker, job: Job) -> None:
    """Seal what a job asks for, or end it with the reason why not."""
    if job.attempts >= ATTEMPTS:
        _fail(worker, job, Unavailable("sealing_interrupted", detail="The sealing was cut short."))
        return
    progress = Progress()
    try:
        with _alive(worker, job, progress):
            _seal(worker, job, progress=progress)
    except NotOurs:
        _LOG.warning("a job was given to another worker")
    except Unavailable:
        # Free again for whoever looks, once it has been silent for long enough.
        _LOG.warning("a sealing waits for the store")
    except Refusal as refusal:
        _fail(worker, job, refusal)


def _seal(worker: Worker, job: Job, *, progress: Progress) -> None:
    context = _context(job)
    doing = Doing(
        reading=partial(worker.database.reading, context),
        writing=partial(worker.database.writing, context),
        caller=partial(_caller, worker, job),
        begun=progress.begun,
        watch=progress.did,
        first=partial(_hold, worker, job, progress),
        last=partial(_done, worker, job),
    )
    working.seal(
        doing,
        period=job.period,
        accept_missing=job.accept_missing,
        now=worker.business_now(),
        today=worker.today(),
    )


def _context(job: Job) -> Context:
    """On whose behalf the sealing runs: that of whoever asked."""
    return Context(
        job.partnership_id, job.agency_id, agreement_id=job.agreement_id, purpose=job.purpose
    )


def _caller(worker: Worker, job: Job, session: Session) -> Caller:
    """Whoever asked, as far as the token they asked with would still let them.

    Raises:
        Refusal: it would not any more.
    """
    granted = Granted(job.agreement_id, job.purpose, frozenset(job.datatypes), frozenset({"seal"}))
    token = AccessToken(
        job.jti,
        job.partnership_id,
        job.agency_id,
        job.client_id,
        frozenset({SCOPE}),
        granted,
        job.jkt,
        job.asked_at,
        job.asked_at + LIFE,
    )
    return live.caller(session, token=token, scope=SCOPE, action=None, context=worker.auth)


def _hold(worker: Worker, job: Job, progress: Progress, session: Session) -> None:
    """Make sure of the job until the transaction ends."""
    said = progress.document()
    if not stored.beat(session, job, worker=worker.name, now=worker.now(), progress=said):
        raise NotOurs


def _done(worker: Worker, job: Job, session: Session, view: ReleaseView) -> None:
    _end(worker, job, session, status="done", outcome=jobs.outcome_of(view))


def _fail(worker: Worker, job: Job, refusal: Refusal) -> None:
    """End a job with what the request would have been told, and the event of it."""
    problem = {
        "code": refusal.code,
        "detail": refusal.detail or refusal.title,
        "errors": [each.message for each in refusal.errors],
    }
    event = Event(
        sealing.TAG,
        partnership_id=job.partnership_id,
        agency_id=job.agency_id,
        client_id=job.client_id,
        agreement_id=job.agreement_id,
        purpose=job.purpose,
        jti=job.jti,
        jkt=job.jkt or "",
        period=job.period,
        subject=job.job_id,
    )
    with suppress(NotOurs), worker.database.writing(_context(job)) as session:
        _end(worker, job, session, status="failed", outcome=problem)
        audit.record(session, event.refused(refusal.code), now=worker.now())


def _end(
    worker: Worker, job: Job, session: Session, *, status: str, outcome: dict[str, Any]
) -> None:
    name, now = worker.name, worker.now()
    if not stored.end(session, job, worker=name, status=status, outcome=outcome, now=now):
        raise NotOurs


@contextmanager
def _alive(worker: Worker, job: Job, progress: Progress) -> Iterator[None]:
    """Say every few seconds that the worker lives, and how far it is, while the block runs."""
    end = threading.Event()
    beating = threading.Thread(target=_beat, args=(worker, job, progress, end), daemon=True)
    beating.start()
    try:
        yield
    finally:
        end.set()
        beating.join()


def _beat(worker: Worker, job: Job, progress: Progress, end: threading.Event) -> None:
    while not end.wait(BEAT.total_seconds()):
        said = progress.document()
        # While the sealing itself writes, the store is its own, and nobody takes the job.
        with suppress(Unavailable), worker.database.writing(_context(job)) as session:
            stored.beat(session, job, worker=worker.name, now=worker.now(), progress=said)
