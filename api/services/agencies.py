"""Agencies: written down by the operator, with the keys they sign agreements with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.queries import register as stored
from auth import register
from auth.refusals import NotFound


def add(
    session: Session, *, partnership_id: str, agency_id: str, name: str, sector: str, now: datetime
) -> None:
    """Write down an agency of a partnership.

    Raises:
        NotFound: there is no such partnership.
        Unprocessable: its name is no slug, or there is no such sector.
        Conflict: there is one of that name.
    """
    if not stored.partnership_exists(session, partnership_id=partnership_id):
        raise NotFound("partnership_unknown", detail="There is no partnership of that name.")
    register.create_agency(
        session,
        partnership_id=partnership_id,
        agency_id=agency_id,
        name=name,
        sector=sector,
        now=now,
    )


def listed(session: Session, *, partnership_id: str) -> list[dict[str, Any]]:
    """The agencies of a partnership, by name."""
    return [
        {
            "agency": row["agency_id"],
            "name": row["name"],
            "sector": row["sector"],
            "status": row["status"],
        }
        for row in stored.all_agencies(session, partnership_id=partnership_id)
    ]


def shown(session: Session, *, partnership_id: str, agency_id: str) -> dict[str, Any]:
    """One agency, with its signing keys.

    Raises:
        NotFound: there is none of that name.
    """
    for row in listed(session, partnership_id=partnership_id):
        if row["agency"] == agency_id:
            return {**row, "signing_keys": _keys(session, partnership_id, agency_id)}
    raise NotFound("agency_unknown", detail="There is no agency of that name.")


def _keys(session: Session, partnership_id: str, agency_id: str) -> list[dict[str, Any]]:
    found = stored.signing_keys(session, partnership_id=partnership_id, agency_id=agency_id)
    return [{"kid": row["kid"], "state": row["state"]} for row in found]


def trust_key(
    session: Session, *, partnership_id: str, agency_id: str, jwk: dict[str, Any], now: datetime
) -> str:
    """Write down a key that an agency signs agreements with, and let it count.

    Whoever calls this has compared the key's thumbprint with the agency. Returns the key's name.

    Raises:
        Unprocessable: the key is not fit.
        Conflict: the agency has it already, or there is no such agency.
    """
    kid = register.add_signing_key(
        session, partnership_id=partnership_id, agency_id=agency_id, jwk=jwk, now=now
    )
    register.confirm_signing_key(
        session, partnership_id=partnership_id, agency_id=agency_id, kid=kid, now=now
    )
    return kid
