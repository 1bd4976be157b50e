"""Participation over HTTP: who sent what, and when."""

from __future__ import annotations

from typing import Any

from api import service
from api.services import participation
from api.v1.doors import Door, guarded, note, reading, used
from auth.protect import current_caller
from schemas.wire import participation as wire

blueprint = Door("participation", __name__, description="Who sent what, and when")


@blueprint.route("/participation", methods=["GET"])
@guarded("participation:read", tag="participation:read")
@blueprint.arguments(wire.ParticipationQuery, location="query")
@blueprint.response(200, wire.Participation)
def get_participation(query: dict[str, str]) -> Any:
    """Read how the returns of a period stand: statuses, days and bands, never rows"""
    with reading() as session:
        view = participation.participation(
            session, current_caller(), period=query["period"], today=service.current().today()
        )
    note(period=view.period)
    used(view.used, kind="aggregate")
    return view
