"""Reports over HTTP: the board report, in prose or as data."""

from __future__ import annotations

from typing import Any, Final

import flask

from api import service
from api.services import reports
from api.v1.doors import Door, guarded, note, reading, used
from auth.protect import current_caller
from schemas.wire import reports as wire

blueprint = Door("reports", __name__, description="Reports written from released figures")

MARKDOWN: Final = "text/markdown"
JSON: Final = "application/json"


@blueprint.route("/reports/board", methods=["GET"])
@guarded("aggregates:read", tag="reports:read")
@blueprint.arguments(wire.ReportQuery, location="query")
@blueprint.response(200, wire.BoardReport)
@blueprint.doc(responses={200: {"content": {MARKDOWN: {"schema": {"type": "string"}}}}})
def get_board_report(query: dict[str, str]) -> Any:
    """Read the board report of a sealed period

    Ask for `text/markdown` to have it in prose: no table, no image. Every number in the prose is
    among the figures of the JSON.
    """
    wanted = _wanted()
    caller = current_caller()
    with reading() as session:
        written, owners = reports.board_report(
            session,
            caller,
            period=query["period"],
            release=query.get("release"),
            today=service.current().today(),
        )
    note(
        period=str(written.facts.period),
        release=written.facts.release_id,
        question={"report": "board", "datasets": ",".join(reports.datasets_used(caller))},
    )
    used(owners, kind="report")
    if wanted == MARKDOWN:
        return flask.Response(written.markdown(), content_type=f"{MARKDOWN}; charset=utf-8")
    return flask.jsonify(wire.BoardReport().dump(written.document()))


def _wanted() -> str:
    """The media type to answer in; who names none takes any (RFC 9110 section 12.5.1)."""
    accepted = flask.request.accept_mimetypes
    wanted: str | None = accepted.best_match([JSON, MARKDOWN]) if accepted else JSON
    return wanted or flask.abort(406)
