"""Seals of the log over HTTP."""

from __future__ import annotations

from typing import Any, Final

from api import cursors, service
from api.services.transparency import events
from api.v1.doors import Door, guarded, reading
from auth.protect import current_caller
from schemas.wire import audit_seals as wire

blueprint = Door("audit_seals", __name__, description="Signed checkpoints of the log")

_QUESTION: Final = "audit-seals"


@blueprint.route("/audit-seals", methods=["GET"])
@guarded("audit:read", tag="audit-seals:list")
@blueprint.arguments(wire.SealsQuery, location="query")
@blueprint.response(200, wire.AuditSealList)
def list_seals(query: dict[str, str]) -> Any:
    """Read the seals of the partnership's log, each proven to continue the one before

    Whoever kept a checkpoint finds it among them, or knows that the log was rewritten.
    """
    caller, secret = current_caller(), service.current().vault.pairwise
    after = cursors.opened(
        query.get("cursor"), of=_QUESTION, client_id=caller.client_id, secret=secret
    )
    with reading() as session:
        page = events.seals_of(session, caller, after=after)
    following = cursors.made(page.last, of=_QUESTION, client_id=caller.client_id, secret=secret)
    return {"audit_seals": page.seals, "log": page.log, "keys": page.keys, "next": following}
