"""Reads about the partnership itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.tables.partnerships import partnerships


def area(session: Session, partnership_id: str) -> str:
    """The local authority code whose residents the partnership serves.

    Raises:
        LookupError: there is no such partnership.
    """
    found = session.scalar(
        select(partnerships.c.lad_code).where(partnerships.c.partnership_id == partnership_id)
    )
    if found is None:
        raise LookupError("there is no such partnership")
    return str(found)


def lead(session: Session, partnership_id: str) -> str | None:
    """The agency that runs the partnership's returns."""
    return session.scalar(
        select(partnerships.c.lead_agency_id).where(partnerships.c.partnership_id == partnership_id)
    )


def names(session: Session) -> list[str]:
    """Every partnership of this installation."""
    query = select(partnerships.c.partnership_id).order_by(partnerships.c.partnership_id)
    return list(session.scalars(query))
