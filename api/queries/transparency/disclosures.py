"""What owners are told of the uses of their data, gathered by day, and a month of all uses.

What does not belong here: bands; counts leave this module exact, for the service to blur.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from schemas.tables.disclosures import disclosures


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included; None for no bound."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """Uses of one dataset of an owner in one day, by one recipient under one agreement."""

    day: date
    recipient: str
    agreement_id: str
    purpose: str
    dataset: str
    kind: str
    uses: int
    rows: int

    @property
    def place(self) -> tuple[date, str, str, str, str, str]:
        """Where it stands in the order."""
        return (
            self.day, self.recipient, self.agreement_id, self.purpose, self.dataset, self.kind,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthOfUses:
    """Uses of a dataset in a month, whoever owns the rows, by one recipient."""

    recipient: str
    agreement_id: str
    purpose: str
    dataset: str
    kind: str
    uses: int


@dataclass(frozen=True, slots=True)
class UsesSince:
    """Uses of an owner's dataset since an instant, by one recipient for one purpose."""

    recipient: str
    purpose: str
    kind: str
    uses: int


_WITHIN = tuple(
    disclosures.c[name] for name in ("recipient", "agreement_id", "purpose", "dataset", "kind")
)


def of_owner(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str,
    days: Days,
    after: tuple[date, str, str, str, str, str] | None,
    limit: int,
) -> list[Use]:
    """The uses of an owner's data, the newest day first."""
    query = select(disclosures.c.day, *_WITHIN, func.count(), func.sum(disclosures.c.rows)).where(
        disclosures.c.partnership_id == partnership_id, disclosures.c.agency_id == agency_id
    )
    if days.first is not None:
        query = query.where(disclosures.c.day >= days.first)
    if days.last is not None:
        query = query.where(disclosures.c.day <= days.last)
    if after is not None:
        day, *rest = after
        later = (disclosures.c.day == day) & (tuple_(*_WITHIN) > tuple_(*rest))
        query = query.where(or_(disclosures.c.day < day, later))
    grouped = query.group_by(disclosures.c.day, *_WITHIN)
    ordered = grouped.order_by(disclosures.c.day.desc(), *_WITHIN)
    rows: Iterable[Any] = session.execute(ordered.limit(limit))
    return [Use(*row) for row in rows]


def of_owner_since(
    session: Session, *, partnership_id: str, agency_id: str, dataset: str, since: datetime
) -> list[UsesSince]:
    """The uses of an owner's dataset since an instant, by who, for what, and how."""
    by = (disclosures.c.recipient, disclosures.c.purpose, disclosures.c.kind)
    query = select(*by, func.count()).where(
        disclosures.c.partnership_id == partnership_id,
        disclosures.c.agency_id == agency_id,
        disclosures.c.dataset == dataset,
        disclosures.c.at > since,
    )
    rows: Iterable[Any] = session.execute(query.group_by(*by).order_by(*by))
    return [UsesSince(*row) for row in rows]


def of_month(session: Session, *, partnership_id: str, days: Days) -> list[MonthOfUses]:
    """Every use between two days: an answer counts once, however many owners it rests on."""
    query = (
        select(*_WITHIN, func.count(disclosures.c.event_id.distinct()))
        .where(
            disclosures.c.partnership_id == partnership_id,
            disclosures.c.day >= days.first,
            disclosures.c.day <= days.last,
        )
        .group_by(*_WITHIN)
        .order_by(*_WITHIN)
    )
    rows: Iterable[Any] = session.execute(query)
    return [MonthOfUses(*row) for row in rows]
