"""Requests of persons about their own records, over HTTP, for the agency that they asked."""

from __future__ import annotations

from typing import Any, Final

from api import cursors, service
from api.ledger import Ledger
from api.policies.person_requests import Checked
from api.services.rights import copies, person_requests, receiving
from api.services.rights.erasing import Tools
from api.services.rights.receiving import Asked
from api.v1.doors import Door, guarded, note, reading, writing
from auth.protect import current_caller
from schemas.wire import person_requests as wire

blueprint = Door("person_requests", __name__, description="Persons and their own records")

_LIST: Final = "person-requests"
_ONE: Final = "/person-requests/<string:request>"


@blueprint.route("/person-requests", methods=["POST"])
@guarded("rights:write", tag="rights:receive", changes=True)
@blueprint.arguments(wire.PersonRequestBody)
@blueprint.response(201, wire.PersonRequestItem)
def add_person_request(body: dict[str, Any]) -> Any:
    """Enter a request of a person about the agency's own records"""
    running = service.current()
    asked = Asked(body["kind"], body["person_ref"], running.settings.environment)
    with writing() as session:
        return receiving.receive(
            session,
            current_caller(),
            asked=asked,
            secret=running.vault.person,
            now=running.business_now(),
            today=running.today(),
        )


@blueprint.route("/person-requests", methods=["GET"])
@guarded("rights:write", tag="rights:list")
@blueprint.arguments(wire.PersonRequestQuery, location="query")
@blueprint.response(200, wire.PersonRequestList)
def list_person_requests(query: dict[str, str]) -> Any:
    """List the agency's requests, the oldest first"""
    caller, secret = current_caller(), service.current().vault.pairwise
    after = cursors.opened(query.get("cursor"), of=_LIST, client_id=caller.client_id, secret=secret)
    with reading() as session:
        page, last = person_requests.listed(session, caller, after=after)
    following = cursors.made(last, of=_LIST, client_id=caller.client_id, secret=secret)
    return {"requests": page, "next": following}


@blueprint.route(_ONE, methods=["GET"])
@guarded("rights:write", tag="rights:read")
@blueprint.response(200, wire.PersonRequestItem)
def get_person_request(request: str) -> Any:
    """Read a request, and while it is open where the agency's records name the person"""
    with reading() as session:
        shown = person_requests.shown(session, current_caller(), request_id=request)
    note(subject=shown["request"])
    return shown


@blueprint.route(f"{_ONE}/risk-check", methods=["PUT"])
@guarded("rights:write", tag="rights:check", changes=True)
@blueprint.arguments(wire.RiskCheckBody)
@blueprint.response(200, wire.PersonRequestItem)
def put_risk_check(body: dict[str, Any], request: str) -> Any:
    """Record the risk check of the agency that owns the records"""
    with writing() as session:
        return person_requests.check(
            session,
            current_caller(),
            request_id=request,
            checked=Checked(
                body["outcome"],
                identity_established=body["identity_established"],
                left_out=tuple(body["left_out"]),
            ),
            now=service.current().business_now(),
        )


@blueprint.route(f"{_ONE}/decision", methods=["PUT"])
@guarded("rights:write", tag="rights:decide", changes=True)
@blueprint.arguments(wire.PersonDecisionBody)
@blueprint.response(200, wire.PersonRequestItem)
def put_person_decision(body: dict[str, Any], request: str) -> Any:
    """Carry a request out in the agency's own records, or refuse it with a reason"""
    running = service.current()
    with writing() as session:
        return person_requests.decide(
            session,
            current_caller(),
            request_id=request,
            decision=body["decision"],
            reason=body["reason"],
            tools=Tools(running.vault.person, Ledger.beside_keys(running.settings.key_dir)),
            now=running.business_now(),
        )


@blueprint.route(f"{_ONE}/copy", methods=["GET"])
@guarded("rights:write", tag="rights:copy")
@blueprint.response(200, wire.PersonCopy)
def get_person_copy(request: str) -> Any:
    """Fetch the person's copy, once a risk check has cleared it; other people are left out"""
    today = service.current().today()
    with reading() as session:
        made = copies.copy(session, current_caller(), request_id=request, today=today)
    note(subject=made["request"], counts={"rows": len(made["records"])})
    return made
