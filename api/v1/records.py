"""Records over HTTP: a page as JSON, or all pages streamed as NDJSON or CSV.

The event of a page is stored by the service before the page comes out here.
"""

from __future__ import annotations

from typing import Any, Final

import flask

from api import service
from api.services.records.page import Desk
from api.services.records.places import Place
from api.services.records.reach import Question
from api.services.records.reading import Reading
from api.v1.doors import Door, dataset_named, guarded, note, period_named
from api.v1.streaming import CSV, NDJSON, Written, streamed
from auth.protect import current_caller
from schemas.wire import records as wire

blueprint = Door("records", __name__, description="Records, own or under an agreement")

JSON: Final = "application/json"
AS_OF: Final = "Records-As-Of"
"""The field that says, of a stream, from when to ask next time."""


@blueprint.route("/records/<string:dataset>", methods=["GET"])
@guarded("records:read", tag="records:read", changes=True)
@blueprint.arguments(wire.RecordsQuery, location="query")
@blueprint.response(200, wire.RecordPage)
@blueprint.doc(
    parameters=[
        {
            "name": name,
            "in": "header",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$"},
            "description": words,
        }
        for name, words in (
            ("Acting-Person", "your reference of who reads; needed where others' rows are asked"),
            ("Access-Reason", "your reference of a case or reason; needed likewise"),
        )
    ],
    responses={
        200: {
            "content": {
                NDJSON: {"schema": {"type": "string"}},
                CSV: {"schema": {"type": "string"}},
            }
        }
    },
)
def get_records(query: dict[str, Any], dataset: str) -> Any:
    """Read records: your own, and those that an agreement lets you retrieve

    Own rows come whole under your own identifiers. Others' rows come under pairwise references,
    less what the agreement withholds and what never leaves, and only with Acting-Person and
    Access-Reason. `next` is a cursor; `updated_since` gives the returns that changed since, each
    behind word that it comes anew. As NDJSON or CSV (Accept) all pages are streamed; the last line
    has the state `end`, and a stream without it is not whole.
    """
    asked = dataset_named(dataset)
    period = period_named(query["period"]) if "period" in query else None
    note(dataset=asked, period=str(period or ""))
    question = Question(asked, period, query.get("agency"), query.get("updated_since"))
    written = Written(_reading(question), limit=query["limit"])
    place = written.place(query.get("cursor"))
    form = flask.request.accept_mimetypes.best_match([JSON, NDJSON, CSV]) or JSON
    if form == JSON:
        return flask.jsonify(written.document(written.reading.page(place, most=written.limit)))
    return _streamed(written, place, form=form)


def _reading(question: Question) -> Reading:
    running = service.current()
    desk = Desk(
        running.database,
        running.auth,
        secret=running.vault.pairwise,
        now=running.now,
        business_now=running.business_now,
    )
    return Reading(desk, current_caller(), question, flask.g.get("request_id", ""))


def _streamed(written: Written, place: Place | None, *, form: str) -> flask.Response:
    """All pages from a place on; what refuses the first is an answer of its own."""
    pages = written.reading.pages(place, most=written.limit)
    first = next(pages)
    content_type = f"{CSV}; charset=utf-8" if form == CSV else NDJSON
    body = streamed(written, first, pages, form=form)
    answer = flask.Response(body, content_type=content_type)
    answer.headers[AS_OF] = first.as_of.isoformat()
    return answer
