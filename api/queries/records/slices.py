"""The returns whose rows a question is about, and how each stands.

A return is what an agency owes of a dataset and month; its rows come and go together. What belongs
here: finding the returns, and those in which somebody's restriction may have changed. What does
not: their rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.queries.pointers import in_force
from schemas.datasets import DATASETS
from schemas.tables.records import RECORDS, person_columns
from schemas.tables.returns import returns

AT_ONCE: Final = 200  # persons in one question: below every engine's limit of bound values


@dataclass(frozen=True, slots=True)
class Slice:
    """One agency's return of a month; `submission_id` is None where nothing is in force."""

    agency_id: str
    month: str
    submission_id: str | None
    changed_at: datetime


def slices(
    session: Session,
    *,
    partnership_id: str,
    dataset: str,
    agencies: Collection[str],
    months: Collection[str] | None,
) -> list[Slice]:
    """The returns of these agencies that were ever delivered, withdrawn ones among them.

    Args:
        session: sees the returns of all these agencies.
        partnership_id: the partnership.
        dataset: the return's dataset.
        agencies: whose returns.
        months: which months; None for all.
    """
    query = select(
        returns.c.agency_id, returns.c.month, returns.c.submission_id, returns.c.changed_at
    ).where(
        returns.c.partnership_id == partnership_id,
        returns.c.dataset == dataset,
        returns.c.agency_id.in_(agencies),
        returns.c.revision > 0,
    )
    if months is not None:
        query = query.where(returns.c.month.in_(months))
    return [Slice(*row) for row in session.execute(query)]


def standing_in(
    session: Session,
    persons: Iterable[bytes],
    *,
    partnership_id: str,
    dataset: str,
    agencies: Collection[str],
) -> set[tuple[str, str]]:
    """Agency and month of the returns in force with a row about one of the persons."""
    table = RECORDS[dataset]
    waiting, found = iter(persons), set[tuple[str, str]]()
    columns = [table.c[name] for name in person_columns(DATASETS[dataset])]
    while columns and (block := list(islice(waiting, AT_ONCE))):
        query = (
            select(table.c.agency_id, table.c.month)
            .join(returns, in_force(table))
            .where(
                table.c.partnership_id == partnership_id,
                table.c.agency_id.in_(agencies),
                or_(*(column.in_(block) for column in columns)),
            )
            .distinct()
        )
        found.update((agency, month) for agency, month in session.execute(query))
    return found
