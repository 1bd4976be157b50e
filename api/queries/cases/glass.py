"""Timelines opened in an emergency, and what the owners of rows are told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auth.refusals import Conflict
from schemas.tables.cases import break_glass, break_glass_notices


@dataclass(frozen=True, slots=True)
class Notice:
    """What an owner is told: who opened, why and until when; never about whom."""

    token: str
    at: datetime
    recipient: str
    agreement_id: str
    purpose: str
    reason: str
    acting_person: str
    approver: str
    expires_at: datetime


def so_far(session: Session, *, partnership_id: str, agency_id: str, day: date) -> int:
    """How many an agency has opened on a day."""
    query = select(func.coalesce(func.max(break_glass.c.number), 0)).where(
        break_glass.c.partnership_id == partnership_id,
        break_glass.c.agency_id == agency_id,
        break_glass.c.asked_on == day,
    )
    return session.scalar(query) or 0


def add(session: Session, *, values: Mapping[str, Any]) -> None:
    """Write down what is opened.

    Raises:
        Conflict: the agency opened another at this moment.
    """
    try:
        session.execute(insert(break_glass), dict(values))
    except IntegrityError as problem:
        raise Conflict(
            "changed_meanwhile", detail="Your agency opened another at this moment. Send it again."
        ) from problem


def last(
    session: Session, *, partnership_id: str, agency_id: str, case_id: str, until: datetime
) -> None:
    """Let what was written down be open until an instant."""
    own = break_glass.c
    session.execute(
        update(break_glass)
        .where(
            own.partnership_id == partnership_id,
            own.agency_id == agency_id,
            own.case_id == case_id,
        )
        .values(expires_at=until)
    )


def tell(session: Session, notice: Notice, *, partnership_id: str, owners: Collection[str]) -> None:
    """Tell each owner."""
    said = {name: getattr(notice, name) for name in Notice.__slots__}
    rows = [
        {**said, "partnership_id": partnership_id, "agency_id": owner} for owner in sorted(owners)
    ]
    if rows:
        session.execute(insert(break_glass_notices), rows)


def told(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    before: tuple[datetime, str] | None,
    limit: int,
) -> list[Notice]:
    """What an owner was told, the latest first."""
    own = break_glass_notices.c
    query = select(*(own[name] for name in Notice.__slots__)).where(
        own.partnership_id == partnership_id, own.agency_id == agency_id
    )
    if before is not None:
        at, token = before
        query = query.where(or_(own.at < at, (own.at == at) & (own.token > token)))
    rows = session.execute(query.order_by(own.at.desc(), own.token).limit(limit))
    return [Notice(*row) for row in rows]
