"""A contributor's own view over HTTP: its figures and quality beside the partnership's."""

from __future__ import annotations

from typing import Any

from api import service
from api.services import participation
from api.v1.doors import Door, guarded, note, reading, used
from auth.protect import current_caller
from schemas.wire import contribution as wire

blueprint = Door("contribution", __name__, description="What a contributor gets back")


@blueprint.route("/contribution", methods=["GET"])
@guarded("returns:read", tag="contribution:read")
@blueprint.arguments(wire.ContributionQuery, location="query")
@blueprint.response(200, wire.Contribution)
def get_contribution(query: dict[str, str]) -> Any:
    """Read the agency's own figures, completeness and timeliness beside the partnership's

    Of the token's datasets: the agency's own records, whole and exact, and one released figure
    beside them, for the period and the three before it; completeness and days to receipt in bands;
    how its data was used since its last return. Nothing is split, and nothing is worked out from
    the two together.
    """
    with reading() as session:
        view = participation.own_view(
            session, current_caller(), period=query["period"], today=service.current().today()
        )
    note(period=view.period, release=view.release.release_id if view.release else "")
    used(view.used, kind="aggregate")
    return view
