"""Aggregates over HTTP: one question to a sealed release, as JSON, CSV or SDMX-CSV."""

from __future__ import annotations

from typing import Any

import flask

from api import service
from api.reports.formats import aggregates as formats
from api.services import aggregates
from api.v1.doors import Door, guarded, note, reading, used
from api.v1.negotiating import AS_TEXT, FIGURES, figures, form_wanted
from auth.protect import current_caller
from auth.refusals import Unprocessable
from schemas.wire import aggregates as wire

blueprint = Door("aggregates", __name__, description="Released figures")


@blueprint.route("/aggregates/<string:measure>", methods=["GET"])
@guarded("aggregates:read", tag="aggregates:read")
@blueprint.arguments(wire.AggregateQuery, location="query")
@blueprint.response(200, wire.Aggregate)
@blueprint.doc(responses=AS_TEXT)
def get_aggregate(query: dict[str, Any], measure: str) -> Any:
    """Ask one question of a sealed period

    At most three variables: splits in `by`, and filters of one category each, named as the
    breakdown. Counts are protected and not additive; what is hidden has the value null.
    `format=csv` or `format=sdmx-csv`, or their media types in Accept, give a table.
    """
    wanted = form_wanted(query, FIGURES)
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
            as_of=query.get("as_of") if _single("as_of") else None,
            today=service.current().today(),
        )
    note(
        dataset=measure.partition(".")[0],
        period=answer.period,
        release=answer.release.release_id,
        question={"asked": answer.question},
    )
    used(answer.used, kind="aggregate")
    document = wire.Aggregate().dump(answer)
    return figures(document, wanted=wanted, table_of=formats.table, sdmx_of=formats.sdmx)


def _single(name: str) -> str:
    """A parameter that may stand once; empty where it is left out.

    Raises:
        Unprocessable: it is repeated, and a question has one of it.
    """
    sent = flask.request.args.getlist(name)
    if len(sent) > 1:
        raise Unprocessable("list_not_allowed", detail="A question has one period, unit and day.")
    return sent[0] if sent else ""
