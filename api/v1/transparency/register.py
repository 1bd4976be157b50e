"""The register of uses over HTTP: as data, as Markdown or as a page."""

from __future__ import annotations

from typing import Any, Final

import flask

from api import service
from api.services.transparency import register
from api.v1.doors import Door, guarded, note, reading
from auth.protect import current_caller
from schemas.evaluate import LONDON
from schemas.wire import register as wire

blueprint = Door("register", __name__, description="The register of uses of data")

JSON: Final = "application/json"
MARKDOWN: Final = "text/markdown"
HTML: Final = "text/html"
_TEXT: Final = {"schema": {"type": "string"}}


@blueprint.route("/register", methods=["GET"])
@guarded("disclosures:read", tag="register:read")
@blueprint.arguments(wire.RegisterQuery, location="query")
@blueprint.response(200, wire.RegisterOfUses)
@blueprint.doc(responses={200: {"content": {MARKDOWN: _TEXT, HTML: _TEXT}}})
def get_register(query: dict[str, str]) -> Any:
    """Read the partnership's register of uses of a month: who, for what, which data, how often

    Ask for `text/markdown` or `text/html` to have it as a text or as a page.
    """
    wanted, running = _wanted(), service.current()
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
    text = found.markdown() if wanted == MARKDOWN else found.html()
    return flask.Response(text, content_type=f"{wanted}; charset=utf-8")


def _wanted() -> str:
    """The media type to answer in; who names none takes any (RFC 9110 section 12.5.1)."""
    accepted = flask.request.accept_mimetypes
    wanted: str | None = accepted.best_match([JSON, MARKDOWN, HTML]) if accepted else JSON
    return wanted or flask.abort(406)
