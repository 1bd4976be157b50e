"""What a receipt gives back: the agency's own year, the released figure beside it, uses of its
data.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.queries.pointers import in_force
from schemas.tables.disclosures import disclosures
from schemas.tables.returns import returns, series_breaks, submissions

COUNTED: Final = ("records", "aggregate", "report")
"""Uses that are counted exactly; of reading under a case an owner is told in bands alone."""


def own_months(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    dataset: str,
    months: Sequence[str],
) -> dict[str, tuple[str, int]]:
    """The agency's own months: status and rows stored of what is in force."""
    query = (
        select(returns.c.month, returns.c.status, submissions.c.rows_stored)
        .join(
            submissions,
            in_force(submissions),
        )
        .where(
            returns.c.partnership_id == partnership_id,
            returns.c.agency_id == agency_id,
            returns.c.dataset == dataset,
            returns.c.month.in_(months),
        )
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}


def uses_since(
    session: Session, *, partnership_id: str, agency_id: str, dataset: str, since: datetime
) -> dict[str, int]:
    """How many answers others drew from the agency's dataset since an instant, by who asked."""
    query = (
        select(disclosures.c.recipient, func.count())
        .where(
            disclosures.c.partnership_id == partnership_id,
            disclosures.c.agency_id == agency_id,
            disclosures.c.dataset == dataset,
            disclosures.c.kind.in_(COUNTED),
            disclosures.c.at > since,
        )
        .group_by(disclosures.c.recipient)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def series_breaks_at(
    session: Session, *, partnership_id: str, agency_id: str, dataset: str, months: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """The months at which the agency's counting rule changes, with the rule before and after."""
    query = select(
        series_breaks.c.month, series_breaks.c.before_rule, series_breaks.c.after_rule
    ).where(
        series_breaks.c.partnership_id == partnership_id,
        series_breaks.c.agency_id == agency_id,
        series_breaks.c.dataset == dataset,
        series_breaks.c.month.in_(months),
        series_breaks.c.before_rule != series_breaks.c.after_rule,
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query)}
