"""Reads of the register: partnerships, their agencies, the agencies' clients and signing keys.

What belongs here: what an operator is shown, and a new partnership's row. What does not: the other
writes, which `auth.register` does, and anything about a person.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import RowMapping, exists, insert, select
from sqlalchemy.orm import Session

from schemas.tables.agencies import agencies
from schemas.tables.clients import clients
from schemas.tables.partnerships import installation, partnerships
from schemas.tables.signing import agency_keys


def add_partnership(
    session: Session,
    *,
    partnership_id: str,
    name: str,
    area: str,
    lead: str | None,
    now: datetime,
) -> None:
    """Write a partnership down; a second one of that name is refused by the store."""
    row = {
        "partnership_id": partnership_id,
        "name": name,
        "lad_code": area,
        "lead_agency_id": lead,
        "created_at": now,
    }
    session.execute(insert(partnerships), row)


def begin(session: Session, *, administrator: str) -> None:
    """Write down who the first administrator is; a second one is refused by the store."""
    row = {"name": "first_administrator", "value": administrator}
    session.execute(insert(installation), row)


def partnership_exists(session: Session, *, partnership_id: str) -> bool:
    """Whether there is a partnership of that name."""
    found = select(exists().where(partnerships.c.partnership_id == partnership_id))
    return bool(session.scalar(found))


def all_partnerships(session: Session) -> list[RowMapping]:
    """Every partnership in this database, by name."""
    return list(
        session.execute(select(partnerships).order_by(partnerships.c.partnership_id)).mappings()
    )


def all_agencies(session: Session, *, partnership_id: str) -> list[RowMapping]:
    """The agencies of a partnership, by name."""
    query = (
        select(agencies)
        .where(agencies.c.partnership_id == partnership_id)
        .order_by(agencies.c.agency_id)
    )
    return list(session.execute(query).mappings())


def all_clients(session: Session, *, partnership_id: str) -> list[RowMapping]:
    """The clients of a partnership's agencies, by name."""
    query = (
        select(clients)
        .where(clients.c.partnership_id == partnership_id)
        .order_by(clients.c.client_id)
    )
    return list(session.execute(query).mappings())


def signing_keys(session: Session, *, partnership_id: str, agency_id: str) -> list[RowMapping]:
    """The keys an agency signs agreements with, or would, the oldest first."""
    query = (
        select(agency_keys)
        .where(agency_keys.c.partnership_id == partnership_id, agency_keys.c.agency_id == agency_id)
        .order_by(agency_keys.c.created_at, agency_keys.c.kid)
    )
    return list(session.execute(query).mappings())
