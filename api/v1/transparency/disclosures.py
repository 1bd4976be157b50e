"""Disclosures over HTTP: who used the caller's own data."""

from __future__ import annotations

from typing import Any

from api import cursors, service
from api.services.transparency import disclosures
from api.services.transparency.disclosures import Days
from api.v1.doors import Door, guarded, reading
from auth.protect import current_caller
from schemas.wire import disclosures as wire

blueprint = Door("disclosures", __name__, description="Uses of an agency's data by others")


@blueprint.route("/disclosures", methods=["GET"])
@guarded("disclosures:read", tag="disclosures:read")
@blueprint.arguments(wire.DaysQuery, location="query")
@blueprint.response(200, wire.DisclosureList)
def list_disclosures(query: dict[str, Any]) -> Any:
    """Read who used your agency's data, under which agreement, for which purpose and when

    Days are those of London and counts are bands. What was asked, about whom and in which case is
    not told.
    """
    caller, secret = current_caller(), service.current().vault.pairwise
    days = Days(query.get("first"), query.get("last"))
    question = f"disclosures|{days.first}|{days.last}"
    after = cursors.opened(
        query.get("cursor"), of=question, client_id=caller.client_id, secret=secret
    )
    with reading() as session:
        page, last = disclosures.disclosures(session, caller, days=days, after=after)
    following = cursors.made(last, of=question, client_id=caller.client_id, secret=secret)
    return {"disclosures": page, "next": following}
