"""Standing envelopes over HTTP."""

from __future__ import annotations

from typing import Any

import flask

from api import service
from api.intake.reading.formats import parse
from api.services import envelopes
from api.v1.doors import Door, dataset_named, guarded, note, reading, writing
from auth.protect import current_caller
from schemas.wire.envelopes import StandingEnvelope

blueprint = Door("envelopes", __name__, description="The agency's standing envelope for bare files")


@blueprint.route("/envelopes/<string:dataset>", methods=["PUT"])
@guarded("returns:write", tag="envelopes:set", changes=True)
@blueprint.response(200, StandingEnvelope)
@blueprint.doc(
    requestBody={"content": {"application/json": {"schema": StandingEnvelope}}, "required": True}
)
def put_envelope(dataset: str) -> Any:
    """Set the envelope that goes with bare files of a dataset"""
    name = dataset_named(dataset)
    note(dataset=name)
    with writing() as session:
        return envelopes.keep(
            session,
            current_caller(),
            dataset=name,
            envelope=parse(flask.request.get_data()),
            now=service.current().business_now(),
        )


@blueprint.route("/envelopes/<string:dataset>", methods=["GET"])
@guarded("returns:write", tag="envelopes:read")
@blueprint.response(200, StandingEnvelope)
def get_envelope(dataset: str) -> Any:
    """Read the standing envelope of a dataset"""
    name = dataset_named(dataset)
    note(dataset=name)
    with reading() as session:
        return envelopes.read(session, current_caller(), dataset=name)
