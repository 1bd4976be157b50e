"""The beginning: the first administrator of an empty database, made once.

Every other right comes from somebody who has one. This one comes from whoever set the database up,
and so it is given once: the store keeps the fact, and of two who begin at once one finds it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.queries import register as stored
from api.services import agencies, clients, partnerships
from auth import audit
from auth.audit import Event
from auth.caller import OPERATOR
from auth.refusals import Conflict

ADMINISTRATION: Final = frozenset(
    {
        "agreements:read",
        "agreements:write",
        "audit:read",
        "disclosures:read",
        "participation:read",
        "periods:read",
        "periods:write",
    }
)
"""What the first client may do: run the partnership. Signing is another client's (design)."""


@dataclass(frozen=True)
class Beginning:
    """The first partnership, the agency that leads it, and that agency's office client."""

    partnership_id: str
    title: str
    area: str
    lead: str
    lead_title: str
    sector: str
    client_id: str
    jwk: Mapping[str, Any]


def begin(session: Session, begun: Beginning, *, now: datetime) -> None:
    """Write down the first partnership with its lead and the lead's office client.

    Args:
        session: a writing transaction in the partnership's own context.
        begun: what is written down.
        now: when.

    Raises:
        Conflict: this database has begun already.
        Unprocessable: a name, the area, the sector or the key is not fit.
    """
    if stored.all_partnerships(session):
        raise _begun()
    try:
        stored.begin(session, administrator=f"{begun.partnership_id}/{begun.client_id}")
    except IntegrityError as taken:
        raise _begun() from taken
    _write(session, begun, now=now)
    event = Event(
        "installation:begin",
        partnership_id=begun.partnership_id,
        client_id=OPERATOR,
        subject=begun.client_id,
    )
    audit.record(session, event, now=now)


def _begun() -> Conflict:
    return Conflict(
        "already_begun", detail="This database has its first administrator; others add to it."
    )


def _write(session: Session, begun: Beginning, *, now: datetime) -> None:
    partnerships.add(
        session,
        partnership_id=begun.partnership_id,
        name=begun.title,
        area=begun.area,
        lead=begun.lead,
        now=now,
    )
    agencies.add(
        session,
        partnership_id=begun.partnership_id,
        agency_id=begun.lead,
        name=begun.lead_title,
        sector=begun.sector,
        now=now,
    )
    clients.add(
        session,
        partnership_id=begun.partnership_id,
        agency_id=begun.lead,
        client_id=begun.client_id,
        jwk=begun.jwk,
        scopes=ADMINISTRATION,
        now=now,
    )
