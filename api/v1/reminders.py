"""Reminders over HTTP: what the caller's agency should do next."""

from __future__ import annotations

from typing import Any

from api import service
from api.services import participation
from api.v1.doors import Door, guarded, reading
from auth.protect import current_caller
from schemas.wire import reminders as wire

blueprint = Door("reminders", __name__, description="What an agency should do next")


@blueprint.route("/reminders", methods=["GET"])
@guarded("returns:read", tag="reminders:list")
@blueprint.response(200, wire.ReminderList)
def list_reminders() -> Any:
    """List what the agency should do next, each with the call that answers it

    Returns due soon, due today or late; deliveries that were refused or wait for an explanation;
    the end or review of the token's agreement. They are worked out at each call and are gone once
    answered. A system may ask as often as it likes and tell new ones by their `id`.
    """
    running, today = service.current(), service.current().today()
    with reading() as session:
        found = participation.reminders(session, current_caller(), now=running.now(), today=today)
    return {"as_of": today, "reminders": found, "next": None}
