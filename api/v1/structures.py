"""Data structures over HTTP, open to everybody: what the columns of SDMX-CSV are and may hold."""

from __future__ import annotations

from typing import Any

from api import service
from api.reports.formats import structures
from api.reports.formats.message import MEDIA_TYPE, VERSIONED, message
from api.v1.doors import Door
from api.v1.negotiating import text
from auth.refusals import NotFound
from schemas.wire import structures as wire

blueprint = Door("structures", __name__, description="What the columns of SDMX-CSV mean")


@blueprint.route("/structures", methods=["GET"])
@blueprint.response(200, wire.StructureList)
def list_structures() -> Any:
    """List the data structures of figures, indicators and participation"""
    held = [structures.structure(name) for name in structures.names()]
    return {
        "structures": [
            {
                "name": each.name,
                "reference": each.reference,
                "title": each.title,
                "url": f"/v1/structures/{each.name}",
            }
            for each in held
        ],
        "next": None,
    }


@blueprint.route("/structures/<string:structure>", methods=["GET"])
@blueprint.alt_response(200, schema=wire.StructureMessage, content_type=MEDIA_TYPE)
def get_structure(structure: str) -> Any:
    """Give a data structure with its concepts and code lists, as SDMX-JSON 2.0"""
    if structure not in structures.names():
        raise NotFound("no_structure", detail="There is no such structure; see /v1/structures.")
    written = message(structures.structure(structure), prepared=service.current().now())
    return text(written, media_type=VERSIONED)
