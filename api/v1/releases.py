"""Releases over HTTP: seal a period, list what is sealed, read one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import flask

from api import cursors, service
from api.services import releases
from api.services.releases import JobView, ReleaseView
from api.v1.doors import Door, guarded, note, period_named, reading, unrecorded, writing
from api.v1.preferences import preferred
from auth.protect import current_caller
from schemas.wire import release_jobs as jobs
from schemas.wire import releases as wire

blueprint = Door("releases", __name__, description="Sealed periods and what they are made from")
_LIST = "releases"
_LOOK_AGAIN = "2"  # seconds: how often a worker says how far it is, nearly


@blueprint.route("/releases", methods=["POST"])
@guarded("releases:write", tag="releases:seal", changes=True)
@blueprint.arguments(wire.SealBody)
@blueprint.arguments(jobs.SealHeaders, location="headers")
@blueprint.response(201, wire.Release)
@blueprint.alt_response(200, schema=wire.Release, description="A dry run; nothing was sealed")
@blueprint.alt_response(
    202, schema=jobs.ReleaseJob, description="It takes long: a job to follow at `Location`"
)
def seal_release(body: dict[str, Any], headers: dict[str, str]) -> Any:
    """Seal a month, a quarter with its months, or a year

    Every permitted answer is worked out once and never changes. Missing returns refuse the sealing
    unless `accept_missing` is true. `dry_run` says what would be in, without figures. Where more
    than 50,000 rows are to be counted, or with `Prefer: respond-async`, the answer is a job.
    """
    period = str(period_named(body["period"]))
    note(period=period)
    if body["dry_run"]:
        return _dry_run(period)
    running, later = service.current(), preferred("respond-async", headers.get("prefer", ""))
    with writing() as session:
        made = releases.seal_or_ask(
            session,
            current_caller(),
            period=period,
            accept_missing=body["accept_missing"],
            later=later,
            now=running.business_now(),
            asked_at=running.now(),
            today=running.today(),
        )
    return _accepted(made, later=later) if isinstance(made, JobView) else _created(made)


@blueprint.route("/releases/jobs/<string:job_id>", methods=["GET"])
@guarded("releases:write", tag="releases:follow")
@blueprint.response(200, jobs.ReleaseJob)
def get_release_job(job_id: str) -> Any:
    """Follow a sealing that is done later

    It waits, runs, or has ended: with the release, or with the problem that refused it. For the
    client that asked, under the agreement it asked under, and for 90 days after the end.
    """
    with reading() as session:
        found = releases.job(session, current_caller(), job_id=job_id)
    note(period=found.period, subject=found.job_id)
    answer = flask.jsonify(_job(found))
    if found.ended_at is None:
        answer.headers["Retry-After"] = _LOOK_AGAIN
    return answer


@blueprint.route("/releases", methods=["GET"])
@guarded("aggregates:read", tag="releases:list")
@blueprint.arguments(wire.ReleaseQuery, location="query")
@blueprint.response(200, wire.ReleaseList)
def list_releases(query: dict[str, str]) -> Any:
    """List the releases, the newest first"""
    running, caller = service.current(), current_caller()
    client, secret = caller.client_id, running.vault.pairwise
    place = cursors.opened(query.get("cursor"), of=_LIST, client_id=client, secret=secret)
    after = (datetime.fromisoformat(place[0]), place[1]) if place else None
    with reading() as session:
        found, last = releases.releases(session, caller, after=after)
    follows = (last[0].isoformat(), last[1]) if last else None
    following = cursors.made(follows, of=_LIST, client_id=client, secret=secret)
    return {"releases": found, "next": following}


@blueprint.route("/releases/<string:release_id>", methods=["GET"])
@guarded("aggregates:read", tag="releases:read")
@blueprint.response(200, wire.Release)
def get_release(release_id: str) -> Any:
    """Read what a release was made from, and which measures it shows"""
    with reading() as session:
        view = releases.release(session, current_caller(), release_id=release_id)
    note(period=view.period, release=view.release_id)
    return flask.jsonify(_release(view))


def _release(view: ReleaseView) -> Any:
    return wire.Release().dump(_members(view))


def _members(view: ReleaseView) -> dict[str, Any]:
    blocked = [{"indicator": name, "datasets": held} for name, held in view.blocked.items()]
    return {**vars(view), "blocked": blocked}


def _dry_run(period: str) -> Any:
    running = service.current()
    unrecorded()
    with reading() as session:
        view = releases.seal(
            session,
            current_caller(),
            period=period,
            dry_run=True,
            now=running.business_now(),
            today=running.today(),
        )
    return flask.jsonify(_release(view))


def _created(view: ReleaseView) -> Any:
    answer = flask.jsonify(_release(view))
    answer.status_code = 201
    answer.headers["Location"] = f"/v1/releases/{view.release_id}"
    return answer


def _accepted(view: JobView, *, later: bool) -> Any:
    answer = flask.jsonify(_job(view))
    answer.status_code = 202
    answer.headers["Location"] = f"/v1/releases/jobs/{view.job_id}"
    answer.headers["Retry-After"] = _LOOK_AGAIN
    if later:
        answer.headers["Preference-Applied"] = "respond-async"
    return answer


def _job(view: JobView) -> Any:
    release = None if view.release is None else _members(view.release)
    return jobs.ReleaseJob().dump({**vars(view), "release": release})
