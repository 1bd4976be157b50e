"""Erasing the body of an event: its leaf, and every proof, stays.

What belongs here: emptying a body with its salt, so that it cannot be guessed from its leaf, and
the event that tells of it. What does not: when a body has to go.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from api.queries.transparency import events
from auth import audit
from auth.audit import Event
from auth.caller import Caller
from auth.refusals import Conflict, NotFound
from auth.seals.verifying import ERASE


def erase_bodies(
    session: Session, actor: Caller, *, event_ids: Collection[str], now: datetime
) -> None:
    """Erase the bodies of these events for good, and record it.

    Args:
        session: a writing session with the reach of the actor's partnership.
        actor: who has them erased.
        event_ids: the events; one that is erased already stays as it is.
        now: the present moment.

    Raises:
        NotFound: the partnership's log has no such event.
        Conflict: it tells of an erasure itself, and has to stay.
    """
    for event_id in event_ids:
        kept = events.found(session, partnership_id=actor.partnership_id, event_id=event_id)
        if kept is None:
            raise NotFound("no_event", detail="The log has no such event.")
        if kept["tag"] == ERASE:
            raise Conflict("event_stays", detail="An event that tells of an erasure stays.")
        if not kept["body"]:
            continue
        events.erase(session, partnership_id=actor.partnership_id, event_id=event_id)
        audit.record(session, Event.by(actor, tag=ERASE, subject=event_id), now=now)
