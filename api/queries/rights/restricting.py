"""Orders that restrict a person, entered and lifted by an agency, and letting restrictions go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.queries import upsert
from api.queries.membership import among, blocks
from schemas.tables.restrictions import restrictions


def order(
    session: Session,
    person_id: bytes,
    *,
    partnership_id: str,
    agency_id: str,
    order_id: str,
    now: datetime,
) -> None:
    """Restrict a person everywhere and in every period, until the order is lifted."""
    upsert.add_if_absent(
        session,
        restrictions,
        {
            "partnership_id": partnership_id,
            "person_id": person_id,
            "source_id": order_id,
            "agency_id": agency_id,
            "made_at": now,
        },
    )


def lift(
    session: Session,
    persons: Collection[bytes],
    *,
    partnership_id: str,
    agency_id: str,
    now: datetime,
) -> int:
    """End the orders of one agency about a person; say how many there were.

    What an agency's own rows say of the person stays: it is mended by sending them again.
    """
    return _count(
        session,
        update(restrictions)
        .where(
            restrictions.c.partnership_id == partnership_id,
            restrictions.c.agency_id == agency_id,
            restrictions.c.person_id.in_(persons),
            restrictions.c.dataset.is_(None),
            restrictions.c.lifted_at.is_(None),
        )
        .values(lifted_at=now),
    )


def of_agency(session: Session, *, partnership_id: str, agency_id: str) -> set[bytes]:
    """Whom an agency's rows and orders restrict, or did."""
    query = select(restrictions.c.person_id).where(
        restrictions.c.partnership_id == partnership_id, restrictions.c.agency_id == agency_id
    )
    return set(session.scalars(query.distinct()))


def forget(
    session: Session, persons: Collection[bytes], *, partnership_id: str, agency_id: str
) -> int:
    """Remove, as the keeper, an agency's restrictions of persons."""
    return sum(
        _count(
            session,
            delete(restrictions).where(
                restrictions.c.partnership_id == partnership_id,
                restrictions.c.agency_id == agency_id,
                among(session, restrictions.c.person_id, block),
            ),
        )
        for block in blocks([*persons])
    )


def forget_delivery(session: Session, *, partnership_id: str, submission_id: str) -> int:
    """Remove, as the keeper, the restrictions that came with a delivery."""
    return _count(
        session,
        delete(restrictions).where(
            restrictions.c.partnership_id == partnership_id,
            restrictions.c.source_id == submission_id,
        ),
    )


def _count(session: Session, statement: Any) -> int:
    done: Any = session.execute(statement)
    return int(done.rowcount)
