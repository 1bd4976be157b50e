"""Reads and writes of what each agency owes, and of the months that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.orm import Session

from api.queries import upsert
from schemas.period import Period
from schemas.tables.agencies import agencies
from schemas.tables.returns import expectations, periods


def owed_from(
    session: Session, *, partnership_id: str, agency_id: str, dataset: str
) -> Period | None:
    """The first month an agency owes of a dataset, None where nothing is owed."""
    found = session.scalar(
        select(expectations.c.from_month).where(
            expectations.c.partnership_id == partnership_id,
            expectations.c.agency_id == agency_id,
            expectations.c.dataset == dataset,
        )
    )
    return None if found is None else Period.parse_month(found)


def listed(session: Session, *, partnership_id: str) -> list[RowMapping]:
    """Everything owed in a partnership, by agency and dataset."""
    query = (
        select(expectations)
        .where(expectations.c.partnership_id == partnership_id)
        .order_by(expectations.c.agency_id, expectations.c.dataset)
    )
    return list(session.execute(query).mappings())


def put(session: Session, *, values: Mapping[str, Any]) -> None:
    """Say what an agency owes of a dataset, in place of what was said before."""
    upsert.put(session, expectations, values)


def agency_exists(session: Session, *, partnership_id: str, agency_id: str) -> bool:
    """Whether the partnership has an agency of that name."""
    query = select(agencies.c.agency_id).where(
        agencies.c.partnership_id == partnership_id, agencies.c.agency_id == agency_id
    )
    return session.scalar(query) is not None


def open_months(session: Session, *, partnership_id: str) -> list[RowMapping]:
    """The open months of a partnership in order."""
    query = (
        select(periods).where(periods.c.partnership_id == partnership_id).order_by(periods.c.month)
    )
    return list(session.execute(query).mappings())


def open_new(
    session: Session, months: Sequence[str], *, partnership_id: str, now: datetime
) -> None:
    """Open months that are not open yet."""
    rows = [{"partnership_id": partnership_id, "month": m, "opened_at": now} for m in months]
    if rows:
        session.execute(insert(periods), rows)
