"""Participation over HTTP: who sent what, and when; and what is overdue."""

from __future__ import annotations

from typing import Any

import flask

from api import service
from api.reports.formats import returns
from api.reports.formats.overdue import overdue_table
from api.services import participation
from api.v1.doors import Door, guarded, note, reading, used
from api.v1.negotiating import AS_TEXT, CSV, FIGURES, JSON, TEXT, figures, form_wanted, table
from auth.protect import current_caller
from schemas.wire import overdue as register
from schemas.wire import participation as wire

blueprint = Door("participation", __name__, description="Who sent what, and when")


@blueprint.route("/participation", methods=["GET"])
@guarded("participation:read", tag="participation:read")
@blueprint.arguments(wire.ParticipationQuery, location="query")
@blueprint.response(200, wire.Participation)
@blueprint.doc(responses=AS_TEXT)
def get_participation(query: dict[str, str]) -> Any:
    """Read how the returns of a period stand: statuses, days and bands, never rows

    `format=csv` or `format=sdmx-csv`, or their media types in Accept, give a table of returns.
    """
    wanted = form_wanted(query, FIGURES)
    with reading() as session:
        view = participation.participation(
            session, current_caller(), period=query["period"], today=service.current().today()
        )
    note(period=view.period)
    used(view.used, kind="aggregate")
    document = wire.Participation().dump(view)
    return figures(document, wanted=wanted, table_of=returns.table, sdmx_of=returns.sdmx)


@blueprint.route("/overdue", methods=["GET"])
@guarded("participation:read", tag="participation:overdue")
@blueprint.arguments(register.OverdueQuery, location="query")
@blueprint.response(200, register.OverdueList)
@blueprint.doc(responses={200: {"content": {CSV: TEXT}}})
def list_overdue(query: dict[str, str]) -> Any:
    """List the owed returns that have not come: since when, whom to ask, what waits for them

    `format=csv`, or Accept: text/csv, gives a table.
    """
    wanted = form_wanted(query, {"json": JSON, "csv": CSV})
    with reading() as session:
        found = participation.overdue(
            session,
            current_caller(),
            period=query.get("period"),
            today=service.current().today(),
        )
    note(period=found.period or "")
    if wanted == CSV:
        return table(overdue_table(found.overdue, period=found.period, as_of=found.as_of))
    return flask.jsonify(register.OverdueList().dump({**vars(found), "next": None}))
