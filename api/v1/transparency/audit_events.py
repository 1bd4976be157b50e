"""Events of the log over HTTP."""

from __future__ import annotations

from typing import Any

from api import cursors, service
from api.services.transparency import events
from api.services.transparency.disclosures import Days
from api.v1.doors import Door, guarded, note, reading
from auth.protect import current_caller
from schemas.wire import audit_events as wire

blueprint = Door("audit_events", __name__, description="The log of what was done")


@blueprint.route("/audit-events", methods=["GET"])
@guarded("audit:read", tag="audit-events:list")
@blueprint.arguments(wire.EventsQuery, location="query")
@blueprint.response(200, wire.AuditEventList)
def list_events(query: dict[str, Any]) -> Any:
    """Read your agency's own calls, each with the proof that it is in the log

    The agency that leads the partnership may ask for everyone's: of others' calls it is told that
    they were made, and nothing of what they said. `safershare audit verify` proves an answer that
    was saved as it came.
    """
    caller, secret = current_caller(), service.current().vault.pairwise
    days = Days(query.get("first"), query.get("last"))
    question = f"audit-events|{query['whose']}|{days.first}|{days.last}"
    after = cursors.opened(
        query.get("cursor"), of=question, client_id=caller.client_id, secret=secret
    )
    with reading() as session:
        page = events.events(session, caller, whose=query["whose"], days=days, after=after)
    note(question={"whose": query["whose"]})
    following = cursors.made(page.last, of=question, client_id=caller.client_id, secret=secret)
    return {"audit_events": page.events, "seals": page.seals, "next": following}
