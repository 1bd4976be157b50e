"""Term maps over HTTP: an agency's own words, and what the agencies' sources cannot hold."""

from __future__ import annotations

from typing import Any

import flask

from api import service
from api.intake.reading.formats import parse
from api.services import term_maps
from api.v1.doors import Door, dataset_named, guarded, note, reading, writing
from auth.protect import current_caller
from schemas.wire import term_maps as wire

blueprint = Door("term_maps", __name__, description="The agency's own words for the common ones")


@blueprint.route("/term-maps/<string:dataset>", methods=["PUT"])
@guarded("returns:write", tag="term-maps:set", changes=True)
@blueprint.response(200, wire.KeptTermMap)
@blueprint.doc(
    requestBody={"content": {"application/json": {"schema": wire.TermMapBody}}, "required": True}
)
def put_term_map(dataset: str) -> Any:
    """Set the agency's own words for the columns and codes of a dataset

    Every later body for the dataset is read through it, in every format. The map as a whole takes
    the place of the one before, which stays on record under its revision; an empty object says
    that the agency uses the common words. If-Match is heeded when it is sent.
    """
    name = dataset_named(dataset)
    note(dataset=name)
    with writing() as session:
        etag, kept = term_maps.keep(
            session,
            current_caller(),
            dataset=name,
            said=parse(flask.request.get_data()),
            if_match=flask.request.headers.get("If-Match"),
            now=service.current().business_now(),
        )
    return _answer(etag, kept)


@blueprint.route("/term-maps/<string:dataset>", methods=["GET"])
@guarded("returns:write", tag="term-maps:read")
@blueprint.arguments(wire.TermMapQuery, location="query")
@blueprint.response(200, wire.KeptTermMap)
def get_term_map(query: dict[str, int], dataset: str) -> Any:
    """Read the agency's term map for a dataset, in force or by its revision"""
    name = dataset_named(dataset)
    note(dataset=name)
    with reading() as session:
        etag, kept = term_maps.read(
            session, current_caller(), dataset=name, revision=query.get("revision")
        )
    return _answer(etag, kept)


def _answer(etag: str, kept: dict[str, Any]) -> flask.Response:
    answer = flask.jsonify(wire.KeptTermMap().dump(kept))
    answer.headers["ETag"] = f'"{etag}"'
    return answer


@blueprint.route("/capabilities", methods=["GET"])
@guarded("participation:read", tag="capabilities:read")
@blueprint.response(200, wire.CapabilityList)
def list_capabilities() -> Any:
    """List which fields each agency's source cannot hold, by agency and dataset"""
    with reading() as session:
        found = term_maps.capabilities(session, current_caller())
    return {"capabilities": found, "next": None}
