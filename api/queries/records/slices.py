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

from schemas.datasets import DATASETS
from schemas.tables.records import person_columns
from schemas.tables.returns import returns
from schemas.tables.views import standing

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
    """Agency and month of others' returns in force with a row about one of the persons.

    Args:
        session: a retrieving session.
        persons: restricted or not; nothing of their rows is read.
        partnership_id: the partnership.
        dataset: the returns' dataset.
        agencies: whose returns.
    """
    names = person_columns(DATASETS[dataset])
    if not names:
        return set()
    source = standing(dataset, engine_name=session.get_bind().dialect.name)
    waiting, found = iter(persons), set[tuple[str, str]]()
    while block := list(islice(waiting, AT_ONCE)):
        query = select(source.c.agency_id, source.c.month).where(
            source.c.partnership_id == partnership_id,
            source.c.agency_id.in_(agencies),
            or_(*(source.c[name].in_(block) for name in names)),
        )
        found.update((agency, month) for agency, month in session.execute(query.distinct()))
    return found
