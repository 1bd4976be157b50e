"""Releases over HTTP: seal a period, list what is sealed, read one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import flask

from api import cursors, service
from api.services import releases
from api.services.releases import ReleaseView
from api.v1.doors import Door, guarded, note, period_named, reading, unrecorded, writing
from auth.protect import current_caller
from schemas.wire import releases as wire

blueprint = Door("releases", __name__, description="Sealed periods and what they are made from")
_LIST = "releases"


@blueprint.route("/releases", methods=["POST"])
@guarded("releases:write", tag="releases:seal", changes=True)
@blueprint.arguments(wire.SealBody)
@blueprint.response(201, wire.Release)
@blueprint.alt_response(200, schema=wire.Release, description="A dry run; nothing was sealed")
def seal_release(body: dict[str, Any]) -> Any:
    """Seal a month, a quarter with its months, or a year

    Every permitted answer is worked out once and never changes. Missing returns refuse the sealing
    unless `accept_missing` is true. `dry_run` says what would be in, without figures.
    """
    running, caller, dry_run = service.current(), current_caller(), body["dry_run"]
    period = str(period_named(body["period"]))
    note(period=period)
    if dry_run:
        unrecorded()
    with reading() if dry_run else writing() as session:
        view = releases.seal(
            session,
            caller,
            period=period,
            accept_missing=body["accept_missing"],
            dry_run=dry_run,
            now=running.business_now(),
            today=running.today(),
        )
    answer = flask.jsonify(_release(view))
    answer.status_code = 200 if dry_run else 201
    if view.release_id:
        answer.headers["Location"] = f"/v1/releases/{view.release_id}"
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
    blocked = [{"indicator": name, "datasets": held} for name, held in view.blocked.items()]
    return wire.Release().dump({**vars(view), "blocked": blocked})
