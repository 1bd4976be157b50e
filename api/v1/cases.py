"""Cases over HTTP: listing them, their timelines, and timelines opened in an emergency."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import flask
from sqlalchemy.orm import Session

from api import cursors, service
from api.services.cases import glass, listing, reading, timelines
from api.v1.doors import Door, guarded, note, on_behalf, used, writing
from api.v1.doors import reading as own
from auth.protect import current_caller
from schemas.wire import cases as wire

blueprint = Door("cases", __name__, description="Cases of persons at high risk")

_CASE = "/cases/<string:case>"


def _opened(cursor: str | None, *, of: str) -> list[str] | None:
    client_id, secret = current_caller().client_id, service.current().vault.pairwise
    return cursors.opened(cursor, of=of, client_id=client_id, secret=secret)


def _made(place: tuple[str, ...] | None, *, of: str) -> str | None:
    client_id, secret = current_caller().client_id, service.current().vault.pairwise
    return cursors.made(place, of=of, client_id=client_id, secret=secret)


@contextmanager
def _both() -> Iterator[tuple[Session, Session]]:
    """A session of the caller's own, and one that reads others' rows on its behalf."""
    context = on_behalf(current_caller())
    with own() as session, service.current().database.retrieving(context) as shared:
        yield session, shared


@blueprint.route("/cases", methods=["GET"])
@guarded("cases:read", tag="cases:list-own")
@blueprint.arguments(wire.CaseQuery, location="query")
@blueprint.response(200, wire.CaseList)
def list_cases(query: dict[str, str]) -> Any:
    """List the cases that the agency has listed, and the open ones it is a member of"""
    after = _opened(query.get("cursor"), of="cases")
    with own() as session:
        page, last = reading.listed(
            session,
            current_caller(),
            after=after[0] if after else "",
            today=service.current().today(),
        )
    return {"cases": page, "next": _made((last,) if last else None, of="cases")}


@blueprint.route(_CASE, methods=["PUT"])
@guarded("cases:write", tag="cases:list", changes=True)
@blueprint.arguments(wire.CaseBody)
@blueprint.response(200, wire.Case)
@blueprint.alt_response(201, schema=wire.Case, description="A new case")
def put_case(body: dict[str, Any], case: str) -> Any:
    """List a case under a random id, or change one of the agency's own

    The coordinator that the agreement names lists anybody, and opens every provider's rows to the
    members. Any other agency lists a person of its own rows, and opens those alone.
    """
    running = service.current()
    with writing() as session:
        new, kept = listing.put(
            session,
            current_caller(),
            case_id=case,
            said=body,
            secret=running.vault.person,
            environment=running.settings.environment,
            now=running.business_now(),
            today=running.today(),
        )
    answer = flask.jsonify(wire.Case().dump(kept))
    answer.status_code = 201 if new else 200
    return answer


@blueprint.route(_CASE, methods=["GET"])
@guarded("cases:read", tag="cases:read")
@blueprint.response(200, wire.Case)
def get_case(case: str) -> Any:
    """Read how a case stands; whom it is about is not said"""
    with own() as session:
        return reading.case(
            session, current_caller(), case_id=case, today=service.current().today()
        )


@blueprint.route(_CASE, methods=["DELETE"])
@guarded("cases:write", tag="cases:end", changes=True)
@blueprint.response(204)
def delete_case(case: str) -> None:
    """End a case at once; that it was listed stays on record"""
    with writing() as session:
        listing.end(session, current_caller(), case_id=case, now=service.current().business_now())


@blueprint.route(f"{_CASE}/members/<string:agency>", methods=["PUT"])
@guarded("cases:write", tag="cases:add-member", changes=True)
@blueprint.response(200, wire.Case)
def put_case_member(case: str, agency: str) -> Any:
    """Let an agency read the timeline of a case"""
    running = service.current()
    with writing() as session:
        return listing.add_member(
            session,
            current_caller(),
            case_id=case,
            agency_id=agency,
            now=running.business_now(),
            today=running.today(),
        )


@blueprint.route(f"{_CASE}/members/<string:agency>", methods=["DELETE"])
@guarded("cases:write", tag="cases:remove-member", changes=True)
@blueprint.response(204)
def delete_case_member(case: str, agency: str) -> None:
    """Let an agency read the timeline no more, from its next request on"""
    with writing() as session:
        listing.remove_member(
            session,
            current_caller(),
            case_id=case,
            agency_id=agency,
            now=service.current().business_now(),
        )


@blueprint.route(f"{_CASE}/conflicts/<string:agency>", methods=["PUT"])
@guarded("cases:write", tag="cases:set-conflicts", changes=True)
@blueprint.arguments(wire.ConflictBody)
@blueprint.response(200, wire.Case)
def put_case_conflict(body: dict[str, list[str]], case: str, agency: str) -> Any:
    """Say who of an agency must not see a case: persons by their references, or all of it"""
    return _conflicts(case, agency, acting_persons=body["acting_persons"])


@blueprint.route(f"{_CASE}/conflicts/<string:agency>", methods=["DELETE"])
@guarded("cases:write", tag="cases:set-conflicts", changes=True)
@blueprint.response(204)
def delete_case_conflict(case: str, agency: str) -> None:
    """Take an agency and all its persons off the list of conflicts"""
    _conflicts(case, agency, acting_persons=None)


def _conflicts(case: str, agency: str, *, acting_persons: list[str] | None) -> dict[str, Any]:
    running = service.current()
    with writing() as session:
        return listing.set_conflicts(
            session,
            current_caller(),
            case_id=case,
            agency_id=agency,
            acting_persons=acting_persons,
            now=running.business_now(),
            today=running.today(),
        )


@blueprint.route(f"{_CASE}/timeline", methods=["GET"])
@guarded("cases:read", tag="cases:timeline")
@blueprint.response(200, wire.Timeline)
def get_timeline(case: str) -> Any:
    """Read the events of a listed person across agencies; not for live safety decisions

    Acting-Person and Access-Reason are required. What is not open to the caller is refused in one
    way: no such case, not a member, ended, in conflict.
    """
    running = service.current()
    with _both() as (session, shared):
        found = timelines.read(
            session,
            shared,
            current_caller(),
            case_id=case,
            now=running.now(),
            today=running.today(),
        )
    note(
        case_id=found.token,
        question={"ground": found.ground},
        counts={"events": len(found.shown["events"])},
    )
    used(found.used, kind="case")
    return found.shown


@blueprint.route("/cases/break-glass", methods=["POST"])
@guarded("cases:write", tag="cases:break-glass", changes=True)
@blueprint.arguments(wire.BreakGlassBody)
@blueprint.response(201, wire.BreakGlass)
def break_glass(body: dict[str, Any]) -> Any:
    """Open one person's timeline for three hours in an emergency; the owners are told at once

    It is granted whether or not anybody holds a row about the person. Somebody of the agency other
    than Acting-Person approves. The timeline is then read by the case that the answer names.
    """
    running, caller = service.current(), current_caller()
    with writing() as session:
        broken = glass.ask(
            session,
            caller,
            said=body,
            secret=running.vault.person,
            environment=running.settings.environment,
            now=running.now(),
            today=running.today(),
        )
    with _both() as (session, shared):
        owners = glass.owners(session, shared, caller, broken=broken)
    with writing() as session:
        return glass.tell(session, caller, broken=broken, owners=owners)


@blueprint.route("/cases/notices", methods=["GET"])
@guarded("disclosures:read", tag="cases:notices")
@blueprint.arguments(wire.CaseQuery, location="query")
@blueprint.response(200, wire.GlassNoticeList)
def list_notices(query: dict[str, str]) -> Any:
    """List when the agency's rows were opened in an emergency, by whom and why"""
    after = _opened(query.get("cursor"), of="notices")
    before = (datetime.fromisoformat(after[0]), after[1]) if after else None
    with own() as session:
        page, last = glass.notices(session, current_caller(), before=before)
    return {"notices": page, "next": _made(last, of="notices")}
