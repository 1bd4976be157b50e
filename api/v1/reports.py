"""Reports over HTTP: each in prose, as a page, as a document or as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import flask

from api import service
from api.reports.rendering import document, page
from api.reports.rendering.document import MEDIA_TYPE as DOCX
from api.reports.report import Report
from api.services import reports
from api.v1 import negotiating
from api.v1.doors import Door, guarded, note, reading, used
from api.v1.negotiating import HTML, JSON, MARKDOWN, TEXT
from auth.protect import current_caller
from auth.uses import Owners
from schemas.wire import reports as wire

blueprint = Door("reports", __name__, description="Reports written from released figures")

_FORMS: Final = {
    MARKDOWN: TEXT,
    HTML: TEXT,
    DOCX: {"schema": {"type": "string", "format": "binary"}},
}


@blueprint.route("/reports/board", methods=["GET"])
@guarded("aggregates:read", tag="reports:read")
@blueprint.arguments(wire.ReportQuery, location="query")
@blueprint.response(200, wire.BoardReport)
@blueprint.doc(responses={200: {"content": _FORMS}})
def get_board_report(query: dict[str, Any]) -> Any:
    """Read the board report of a sealed period: the quarterly partnership update

    Ask for `text/markdown` to have it in prose, `text/html` as a page, or the media type of DOCX as
    a document that can be edited. Every number in any of them is among the figures of the JSON. But
    for the line that says when it was written, the same release gives the same bytes on any day.
    """
    return _answered(reports.board_report, query)


@blueprint.route("/reports/scrutiny", methods=["GET"])
@guarded("aggregates:read", tag="reports:read")
@blueprint.arguments(wire.ReportQuery, location="query")
@blueprint.response(200, wire.ScrutinyBrief)
@blueprint.doc(responses={200: {"content": _FORMS}})
def get_scrutiny_report(query: dict[str, Any]) -> Any:
    """Read the scrutiny brief of a sealed period: a board's questions, answered in prose alone

    It has no table and no image in any form. A question that nothing answers says why, and who
    could answer it. Forms and dates are as for the board report.
    """
    return _answered(reports.scrutiny_report, query)


def _answered(write: Callable[..., tuple[Report, Owners]], query: Mapping[str, Any]) -> Any:
    """A report in the form that is asked for, with its event."""
    wanted = negotiating.accepted(_RENDERED)
    caller = current_caller()
    with reading() as session:
        written, owners = write(
            session,
            caller,
            period=query["period"],
            release=query.get("release"),
            as_of=query.get("as_of"),
            today=service.current().today(),
        )
    note(
        period=str(written.facts.period),
        release=written.facts.release_id,
        question={"report": written.kind, "datasets": ",".join(reports.datasets_used(caller))},
    )
    used(owners, kind="report")
    return _RENDERED[wanted](written)


def _json(written: Report) -> flask.Response:
    return flask.jsonify(wire.SHAPES[written.kind]().dump(written.document()))


def _markdown(written: Report) -> flask.Response:
    return negotiating.text(written.markdown(), media_type=MARKDOWN)


def _page(written: Report) -> flask.Response:
    return negotiating.page(page(written))


def _docx(written: Report) -> flask.Response:
    name = f"{written.kind}-{written.facts.period}.docx"
    answer = flask.Response(document(written), content_type=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


_RENDERED: Final[Mapping[str, Callable[[Report], flask.Response]]] = MappingProxyType(
    {JSON: _json, MARKDOWN: _markdown, HTML: _page, DOCX: _docx}
)
