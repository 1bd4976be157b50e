"""Whom an agency referred to another: what lets it see the answer.

What belongs here: the referrals in force that one agency sent to another, by person. What does not:
the rows of whoever was referred to.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.queries.pointers import in_force
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns

_referrals = RECORDS["referral"]


def referred(
    session: Session, persons: Collection[bytes], *, partnership_id: str, by: str, to: str
) -> set[bytes]:
    """Those of the persons of a page whom one agency's own rows say it referred to another."""
    rows = _referrals.c
    query = (
        select(rows.subject_person_id)
        .join(returns, in_force(_referrals))
        .where(
            rows.partnership_id == partnership_id,
            rows.agency_id == by,
            rows.to_partner == to,
            rows.subject_person_id.in_(persons),
        )
    )
    return set(session.scalars(query.distinct()))
