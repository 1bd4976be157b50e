"""Returns over HTTP: put, read, withdraw, list; revisions and findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import Any, Final

import flask
from sqlalchemy.orm import Session

from api import cursors, service
from api.intake.findings import FINDING, GROUP, table
from api.policies.reminders import DRY_RUN, EXPLAIN, REFUSED_FOR
from api.services import deliveries, filed, findings, returns
from api.services.deliveries import Delivery, Desk
from api.services.returns import Submitted, Wish
from api.services.verdicts import ReturnRefused, unread_told
from api.v1.bodies import received
from api.v1.doors import (
    Door,
    dataset_named,
    guarded,
    note,
    period_named,
    reading,
    unrecorded,
    used,
    writing,
)
from auth import live
from auth.protect import current_caller
from auth.uses import Used
from schemas.period import Period
from schemas.wire import findings as shapes
from schemas.wire import returns as wire

blueprint = Door("returns", __name__, description="What an agency owes and what it has sent")

_PATH: Final = "/returns/<string:dataset>/<string:period>"


@blueprint.route(_PATH, methods=["PUT"])
@guarded("returns:write", tag="returns:submit", changes=True)
@blueprint.arguments(wire.SubmitQuery, location="query")
@blueprint.response(200, wire.Receipt)
@blueprint.alt_response(201, schema=wire.Receipt, description="The first delivery of the period")
def put_return(query: dict[str, Any], dataset: str, period: str) -> Any:
    """Put a return: replace what is in force for the period as a whole

    Send a JSON document of `envelope` and `records`, a form of `envelope` and `file`, or a bare
    CSV, NDJSON, JSON, Excel or Parquet file, with which the standing envelope goes. gzip is taken
    as Content-Encoding. CSV and NDJSON come with Content-Length or Content-Digest (or packed), so
    that rows that break off on the way are not taken for all. Of a workbook the sheet `records` is
    read, or the only visible one, or the one that `sheet` names. Errors refuse the whole return,
    unless `on_error=quarantine` keeps its good rows. Equal deliveries change nothing and answer
    with the same ETag. Once the month after the period is over, a revision needs If-Match and a
    reason in its envelope.
    """
    owed, span = dataset_named(dataset), period_named(period)
    note(dataset=owed, period=str(span))
    if query["dry_run"]:
        unrecorded()
        note(question={DRY_RUN: "true"})
    wish = Wish(flask.request.headers.get("If-Match"), quarantine=query["on_error"] == "quarantine")
    with unread_told(owed, span) if query["dry_run"] else _refusal_noted():
        done = _submitted(owed, span, wish=wish, dry_run=query["dry_run"], sheet=query.get("sheet"))
    answer = flask.jsonify(wire.Receipt().dump(done.receipt))
    answer.status_code = 201 if done.outcome == "first" else 200
    if not query["dry_run"]:
        answer.headers["ETag"] = f'"{done.etag}"'
    return answer


@contextmanager
def _refusal_noted() -> Iterator[None]:
    """Let the event say where a delivery was refused for nothing but a missing explanation."""
    try:
        yield
    except ReturnRefused as refusal:
        if refusal.only_explaining:
            note(question={REFUSED_FOR: EXPLAIN})
        raise


def _submitted(
    dataset: str, period: Period, *, wish: Wish, dry_run: bool, sheet: str | None
) -> Submitted:
    """Examine the body with no lock held, then store it in one transaction."""
    running, caller = service.current(), current_caller()
    desk = Desk(running.today(), running.settings.environment, running.vault.person)
    with ExitStack() as held:
        sent = received(held, sheet=sheet)

        def examined(past: Session, store: Session | None) -> Delivery:
            return held.enter_context(
                deliveries.examined(
                    past,
                    caller,
                    sent=sent,
                    dataset=dataset,
                    period=period,
                    desk=desk,
                    writing=store,
                )
            )

        if dry_run:
            with reading() as past:
                delivery = examined(past, None)
                return returns.preview(past, caller, delivery=delivery, wish=wish, today=desk.today)
        with writing() as session:
            with reading() as past:
                delivery = examined(past, None if wish.quarantine else session)
            # the agreement may have ended while the body was read
            live.confirm(session, caller=caller, action="submit", context=running.auth)
            return returns.submit(
                session,
                caller,
                delivery=delivery,
                wish=wish,
                now=running.business_now(),
                today=desk.today,
                logged_at=running.now(),
            )


@blueprint.route(_PATH, methods=["GET"])
@guarded("returns:read", tag="returns:read")
@blueprint.response(200, wire.Receipt)
def get_return(dataset: str, period: str) -> Any:
    """Read the receipt of what is in force"""
    owed, span = dataset_named(dataset), period_named(period)
    note(dataset=owed, period=str(span))
    shown: Used = {}
    with reading() as session:
        etag, said = filed.read(
            session,
            current_caller(),
            dataset=owed,
            period=span,
            today=service.current().today(),
            used=shown,
        )
    used(shown, kind="aggregate")
    answer = flask.jsonify(wire.Receipt().dump(said))
    answer.headers["ETag"] = f'"{etag}"'
    return answer


@blueprint.route(_PATH, methods=["DELETE"])
@guarded("returns:write", tag="returns:withdraw", changes=True)
@blueprint.arguments(wire.WithdrawQuery, location="query")
@blueprint.response(204)
def delete_return(query: dict[str, Any], dataset: str, period: str) -> None:
    """Withdraw what is in force; its revisions stay on record"""
    owed, span = dataset_named(dataset), period_named(period)
    note(dataset=owed, period=str(span))
    running = service.current()
    with writing() as session:
        returns.withdraw(
            session,
            current_caller(),
            dataset=owed,
            period=span,
            if_match=flask.request.headers.get("If-Match"),
            reason=query.get("reason"),
            now=running.business_now(),
            today=running.today(),
        )


@blueprint.route("/returns", methods=["GET"])
@guarded("returns:read", tag="returns:list")
@blueprint.arguments(wire.ListQuery, location="query")
@blueprint.response(200, wire.ReturnList)
def list_returns(query: dict[str, str]) -> Any:
    """List the agency's returns; the DA lead sees the status of every agency's"""
    period = period_named(query["period"]) if "period" in query else None
    running, caller = service.current(), current_caller()
    question = f"returns|{query.get('period', '')}"
    after = cursors.opened(
        query.get("cursor"), of=question, client_id=caller.client_id, secret=running.vault.pairwise
    )
    with reading() as session:
        page, last = filed.listed(
            session,
            caller,
            period=period,
            after=(after[0], after[1], after[2]) if after else None,
            today=running.today(),
        )
    following = cursors.made(
        last, of=question, client_id=caller.client_id, secret=running.vault.pairwise
    )
    return {"returns": page, "next": following}


@blueprint.route(f"{_PATH}/revisions", methods=["GET"])
@guarded("returns:read", tag="returns:revisions")
@blueprint.response(200, wire.RevisionList)
def list_revisions(dataset: str, period: str) -> Any:
    """List every delivery against a return, the latest first"""
    owed, span = dataset_named(dataset), period_named(period)
    note(dataset=owed, period=str(span))
    with reading() as session:
        found = filed.revisions(session, current_caller(), dataset=owed, period=span)
    return {"revisions": found, "next": None}


@blueprint.route(f"{_PATH}/findings", methods=["GET"])
@guarded("returns:read", tag="returns:findings")
@blueprint.arguments(shapes.FindingsQuery, location="query")
@blueprint.response(200, shapes.FindingList)
@blueprint.doc(responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}})
def list_findings(query: dict[str, Any], dataset: str, period: str) -> Any:
    """List the findings of what is in force, as JSON or CSV

    Each says what is wrong, what would be right, and how many say the same; the commonest come
    first. At most 5,000 are kept one by one, and all are counted. `group=true` gives each kind
    once, with its count and first rows.
    """
    owed, span = dataset_named(dataset), period_named(period)
    note(dataset=owed, period=str(span))
    running, caller = service.current(), current_caller()
    question = f"findings|{owed}|{span}"
    after = cursors.opened(
        query.get("cursor"), of=question, client_id=caller.client_id, secret=running.vault.pairwise
    )
    with reading() as session:
        page = findings.page(
            session, caller, dataset=owed, period=span, after=int(after[0]) if after else 0
        )
    last = None if page.last is None or query["group"] else (str(page.last),)
    following = cursors.made(
        last, of=question, client_id=caller.client_id, secret=running.vault.pairwise
    )
    listed = () if query["group"] else page.findings
    body = shapes.FindingList().dump({**asdict(page), "findings": listed, "next": following})
    return _csv(body, group=query["group"]) if query["format"] == "csv" else flask.jsonify(body)


def _csv(body: dict[str, Any], *, group: bool) -> flask.Response:
    """Findings as CSV; the next page's cursor is in the Link field (RFC 8288)."""
    text = (
        table(body["summary"], columns=GROUP) if group else table(body["findings"], columns=FINDING)
    )
    answer = flask.Response(text, content_type="text/csv; charset=utf-8")
    if body["next"]:
        answer.headers["Link"] = f'<?cursor={body["next"]}&format=csv>; rel="next"'
    return answer
