"""Data-sharing agreements over HTTP: list, read, draft, sign, change."""

from __future__ import annotations

from typing import Any

from api import service
from api.reports import agreements as paper
from api.v1.doors import Door, guarded, note, writing
from api.v1.negotiating import PAGES, page, page_wanted
from auth import agreement_desk
from auth.protect import current_caller
from auth.refusals import Unprocessable
from schemas.wire import agreements as wire

blueprint = Door("agreements", __name__, description="Data-sharing agreements as data")


def _clocks() -> dict[str, Any]:
    running = service.current()
    return {"caller": current_caller(), "now": running.now(), "today": running.today()}


@blueprint.route("/agreements", methods=["GET"])
@guarded("agreements:read", tag="agreements:list", changes=True)
@blueprint.response(200, wire.AgreementListSchema)
def list_agreements() -> Any:
    """List the agreements that the agency is or was a party to"""
    with writing() as session:
        return {"agreements": agreement_desk.listed(session, **_clocks()), "next": None}


@blueprint.route("/agreements/<string:agreement>", methods=["GET"])
@guarded("agreements:read", tag="agreements:read", changes=True)
@blueprint.arguments(wire.AgreementQuery, location="query")
@blueprint.response(200, wire.AgreementSchema)
@blueprint.doc(responses=PAGES)
def get_agreement(query: dict[str, Any], agreement: str) -> Any:
    """Read an agreement with its terms, signatures and history

    The terms are the newest, or those of a `version`. `format=html`, or Accept: text/html, gives a
    page for people.
    """
    wanted = page_wanted(query)
    with writing() as session:
        shown = agreement_desk.shown(session, agreement, version=query.get("version"), **_clocks())
    return page(paper.page(wire.AgreementSchema().dump(shown))) if wanted else shown


@blueprint.route("/agreements", methods=["POST"])
@guarded("agreements:write", tag="agreements:draft", changes=True)
@blueprint.arguments(wire.DraftSchema)
@blueprint.response(201, wire.AgreementSchema)
def draft_agreement(body: dict[str, Any]) -> Any:
    """File the terms of a new agreement, unsigned"""
    with writing() as session:
        return agreement_desk.draft(session, wire.DraftSchema().dump(body), **_clocks())


@blueprint.route("/agreements/<string:agreement>", methods=["PATCH"])
@guarded("agreements:write", tag="agreements:change", changes=True)
@blueprint.arguments(wire.AgreementPatchSchema)
@blueprint.response(200, wire.AgreementSchema)
def change_agreement(body: dict[str, Any], agreement: str) -> Any:
    """Suspend, resume, end or withdraw from an agreement, or file changed terms, unsigned"""
    if len(body) != 1:
        raise Unprocessable("one_change", detail="Send either change or terms.")
    note(question={"change": body.get("change", "terms")})
    with writing() as session:
        if "change" in body:
            return agreement_desk.change(session, agreement, what=body["change"], **_clocks())
        terms = wire.DraftSchema().dump(body["terms"])
        return agreement_desk.redraft(session, agreement, document=terms, **_clocks())


@blueprint.route("/agreements/<string:agreement>/signatures", methods=["POST"])
@guarded("agreements:sign", tag="agreements:sign", changes=True)
@blueprint.arguments(wire.SignatureRequestSchema)
@blueprint.response(201, wire.AgreementSchema)
def sign_agreement(body: dict[str, Any], agreement: str) -> Any:
    """Add the agency's signature of a version: a JWS over the hash of its terms"""
    with writing() as session:
        return agreement_desk.sign(
            session, agreement, version=body["version"], jws=body["signature"], **_clocks()
        )
