"""The event of a use of others' data, and what each owner is told of it.

What belongs here: writing both in one transaction. What does not: reading them back, and deciding
whose data an answer rests on; the verb that answers knows that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from sqlalchemy import insert
from sqlalchemy.orm import Session

from auth import audit
from auth.audit import Event
from schemas.evaluate import LONDON
from schemas.tables.disclosures import disclosures

Kind = Literal["records", "case", "aggregate", "report"]
"""What was read: rows, one person's events under a case, figures, or a report of figures."""

Owners = Mapping[str, Mapping[str, int]]
"""Agency -> dataset -> rows that were read of it; for figures, 1: the answer they went into."""

Used = dict[str, dict[str, int]]
"""The same while it is being gathered."""

NOBODYS: Final[Owners] = MappingProxyType({})
"""Where nobody's data is read."""

_INSERT: Final = insert(disclosures)


def record(session: Session, event: Event, *, owners: Owners, kind: Kind, now: datetime) -> str:
    """Store an event with the uses it tells of, in the session's transaction; return its id.

    Args:
        session: a writing session on behalf of the reader, whom the event names.
        event: what was read, allowed and about to be sent.
        owners: whose data it rests on; the reader's own is no use by another and is left out.
        kind: what was read.
        now: the present moment.
    """
    event_id = audit.record(session, event, now=now)
    rows = [
        {
            "partnership_id": event.partnership_id,
            "event_id": event_id,
            "agency_id": owner,
            "dataset": dataset,
            "at": now,
            "day": now.astimezone(LONDON).date(),
            "recipient": event.agency_id,
            "agreement_id": event.agreement_id,
            "purpose": event.purpose,
            "kind": kind,
            "rows": count,
        }
        for owner, used in sorted(owners.items())
        if owner != event.agency_id
        for dataset, count in sorted(used.items())
    ]
    if rows:
        session.execute(_INSERT, rows)
    return event_id
