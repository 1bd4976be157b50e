"""Aggregates over HTTP: one question to a sealed release, as JSON or CSV."""

from __future__ import annotations

import csv
import io
from typing import Any, Final

import flask

from api import service
from api.services import aggregates
from api.services.aggregates import Answer
from api.v1.doors import Door, guarded, note, reading, used
from auth.protect import current_caller
from auth.refusals import Unprocessable
from schemas.wire import aggregates as wire

blueprint = Door("aggregates", __name__, description="Released figures")

CSV: Final = "text/csv"
JSON: Final = "application/json"


@blueprint.route("/aggregates/<string:measure>", methods=["GET"])
@guarded("aggregates:read", tag="aggregates:read")
@blueprint.arguments(wire.AggregateQuery, location="query")
@blueprint.response(200, wire.Aggregate)
@blueprint.doc(responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}})
def get_aggregate(query: dict[str, str], measure: str) -> Any:
    """Ask one question of a sealed period

    At most three variables: splits in `by`, and filters of one category each, named as the
    breakdown. Counts are protected and not additive; what is hidden has the value null.
    """
    splits = [name for text in flask.request.args.getlist("by") for name in text.split(",")]
    asked = query.keys() & wire.BREAKDOWNS.keys()
    with reading() as session:
        answer = aggregates.aggregate(
            session,
            current_caller(),
            measure=measure,
            period=_single("period"),
            by=[name for name in splits if name],
            filters={name: flask.request.args.getlist(name) for name in asked},
            unit=_single("unit") or query["unit"],
            release=_single("release") or None,
            today=service.current().today(),
        )
    note(
        dataset=measure.partition(".")[0],
        period=answer.period,
        release=answer.release.release_id,
        question={"asked": answer.question},
    )
    used(answer.used, kind="aggregate")
    if flask.request.accept_mimetypes.best_match([JSON, CSV]) == CSV:
        return _csv(answer)
    return flask.jsonify(wire.Aggregate().dump(answer))


def _single(name: str) -> str:
    """A parameter that may stand once; empty where it is left out.

    Raises:
        Unprocessable: it is repeated, and a question has one of it.
    """
    sent = flask.request.args.getlist(name)
    if len(sent) > 1:
        raise Unprocessable("list_not_allowed", detail="A question has one period and one unit.")
    return sent[0] if sent else ""


def _csv(answer: Answer) -> flask.Response:
    """The observations as CSV, each line saying what it is an answer to."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    said = {
        "measure": answer.measure,
        "unit": answer.unit,
        "period": answer.period,
        "release": answer.release.release_id,
        "epoch": answer.release.epoch,
        **answer.filters,
    }
    writer.writerow([*said, *answer.by, "value", "status"])
    for each in answer.observations:
        shown = [each[name] for name in (*answer.by, "value", "status")]
        writer.writerow([*said.values(), *shown])
    return flask.Response(text.getvalue(), content_type=f"{CSV}; charset=utf-8")
