"""Reads of the register that agreements need: agencies, the area, the keys agencies sign with.

What belongs here: statements, each giving values. What does not: writing the register, and any rule
about what was found.
"""

from __future__ import annotations

from sqlalchemy import Text, select, type_coerce
from sqlalchemy.orm import Session

from auth.clients import stored_key
from auth.drafting import Place
from auth.jose import PublicKey
from schemas.tables.agencies import agencies
from schemas.tables.partnerships import installation, partnerships
from schemas.tables.signing import agency_keys


def confirmed_keys(
    session: Session, *, partnership_id: str, agency_id: str
) -> dict[str, PublicKey]:
    """The keys an agency may sign with now, by name."""
    held = select(agency_keys.c.kid, type_coerce(agency_keys.c.jwk, Text)).where(
        agency_keys.c.partnership_id == partnership_id,
        agency_keys.c.agency_id == agency_id,
        agency_keys.c.state == "confirmed",
    )
    return {kid: stored_key(jwk) for kid, jwk in session.execute(held)}


def place(session: Session, *, partnership_id: str) -> Place:
    """Where terms are drafted: the agencies that have not closed, the area, the environment."""
    active = select(agencies.c.agency_id).where(
        agencies.c.partnership_id == partnership_id, agencies.c.status == "active"
    )
    area = select(partnerships.c.lad_code).where(partnerships.c.partnership_id == partnership_id)
    stamp = select(installation.c.value).where(installation.c.name == "environment")
    return Place(
        agencies=frozenset(session.scalars(active)),
        area=session.scalar(area),
        live=session.scalar(stamp) == "live",
    )


def agency_names(session: Session, *, partnership_id: str) -> dict[str, str]:
    """What the agencies of a partnership are called, closed ones too."""
    named = select(agencies.c.agency_id, agencies.c.name).where(
        agencies.c.partnership_id == partnership_id
    )
    return {row.agency_id: row.name for row in session.execute(named)}
