"""Up to when each agency's rows are known, and of which sector each agency is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.policies.returns import DELIVERED
from schemas.tables.agencies import agencies
from schemas.tables.returns import returns


@dataclass(frozen=True, slots=True)
class Known:
    """One agency's dataset: the last month with a return in force, and the months missing before.

    `known_up_to` is None where there is no return yet.
    """

    agency: str
    dataset: str
    known_up_to: str | None
    missing: tuple[str, ...]


def known_up_to(
    session: Session, *, partnership_id: str, providers: Collection[str], datasets: Collection[str]
) -> list[Known]:
    """What is known of each agency's records, by agency and dataset.

    It is about returns alone, and so the same whoever is listed.
    """
    query = select(returns.c.agency_id, returns.c.dataset, returns.c.month, returns.c.status).where(
        returns.c.partnership_id == partnership_id,
        returns.c.agency_id.in_(sorted(providers)),
        returns.c.dataset.in_(sorted(datasets)),
        returns.c.level == "record",
    )
    months: dict[tuple[str, str], dict[str, bool]] = {}
    for agency, dataset, month, status in session.execute(query):
        months.setdefault((agency, dataset), {})[month] = status in DELIVERED
    return [_known(*named, months=months[named]) for named in sorted(months)]


def _known(agency: str, dataset: str, *, months: dict[str, bool]) -> Known:
    there = [month for month, delivered in months.items() if delivered]
    last = max(there, default=None)
    missing = sorted(month for month in months if last and month < last and not months[month])
    return Known(agency, dataset, last, tuple(missing))


def sectors(session: Session, *, partnership_id: str) -> dict[str, str]:
    """The sector of each agency."""
    query = select(agencies.c.agency_id, agencies.c.sector).where(
        agencies.c.partnership_id == partnership_id
    )
    return {row.agency_id: row.sector for row in session.execute(query)}
