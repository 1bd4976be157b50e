"""The register of uses over HTTP: as data, as Markdown or as a page."""

from __future__ import annotations

from typing import Any

import flask

from api import service
from api.services.transparency import register
from api.v1.doors import Door, guarded, note, reading
from api.v1.negotiating import HTML, JSON, MARKDOWN, TEXT, accepted, text
from auth.protect import current_caller
from schemas.evaluate import LONDON
from schemas.wire import register as wire

blueprint = Door("register", __name__, description="The register of uses of data")


@blueprint.route("/register", methods=["GET"])
@guarded("disclosures:read", tag="register:read")
@blueprint.arguments(wire.RegisterQuery, location="query")
@blueprint.response(200, wire.RegisterOfUses)
@blueprint.doc(responses={200: {"content": {MARKDOWN: TEXT, HTML: TEXT}}})
def get_register(query: dict[str, str]) -> Any:
    """Read the partnership's register of uses of a month: who, for what, which data, how often

    Ask for `text/markdown` or `text/html` to have it as a text or as a page.
    """
    wanted, running = accepted((JSON, MARKDOWN, HTML)), service.current()
    with reading() as session:
        found = register.register(
            session,
            current_caller(),
            month=query["month"],
            # Uses are dated by the real clock, whatever day a sandbox is fixed at.
            today=running.now().astimezone(LONDON).date(),
        )
    note(period=str(found.month))
    if wanted == JSON:
        return flask.jsonify(wire.RegisterOfUses().dump(found.document()))
    written = found.markdown() if wanted == MARKDOWN else found.html()
    return text(written, media_type=wanted)
