"""Requests of data subjects, one row for each agency concerned, and whom agencies have erased."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, text, tuple_, update
from sqlalchemy.orm import Session

from api.queries import upsert
from schemas.tables.person_requests import erasures, person_requests

_LOCKED_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:whose, 0))")
_LOCKED_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:whose, 0))")


def hold_rows(session: Session, *, partnership_id: str, agency_id: str, alone: bool) -> None:
    """Keep storing and erasing of one agency's rows apart until the transaction ends.

    Many may store at a time, and nobody while somebody erases: otherwise rows that are stored but
    not committed yet would outlive the erasure of their person. SQLite has one writer anyhow.

    Args:
        session: a writing transaction.
        partnership_id: the partnership.
        agency_id: whose rows.
        alone: whether the caller erases.
    """
    hold(session, f"erasures|{partnership_id}|{agency_id}", alone=alone)


def hold(session: Session, whose: str, *, alone: bool = True) -> None:
    """Wait for a turn that ends with the transaction, alone or together with others."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCKED_ALONE if alone else _LOCKED_TOGETHER, {"whose": whose})


def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Enter the parts of a new request."""
    session.execute(insert(person_requests), [dict(row) for row in rows])


def change(
    session: Session,
    *,
    partnership_id: str,
    request_id: str,
    agency_id: str,
    values: Mapping[str, Any],
) -> None:
    """Take a step in the life of one agency's part."""
    session.execute(
        update(person_requests)
        .where(
            person_requests.c.partnership_id == partnership_id,
            person_requests.c.request_id == request_id,
            person_requests.c.agency_id == agency_id,
        )
        .values(dict(values))
    )


def parts(
    session: Session,
    *,
    partnership_id: str,
    request_id: str,
    agency_id: str = "",
    lock: bool = False,
) -> list[RowMapping]:
    """The parts of a request, or one agency's, in order of their agencies."""
    query = select(person_requests).where(
        person_requests.c.partnership_id == partnership_id,
        person_requests.c.request_id == request_id,
    )
    if agency_id:
        query = query.where(person_requests.c.agency_id == agency_id)
    ordered = query.order_by(person_requests.c.agency_id)
    return list(session.execute(ordered.with_for_update() if lock else ordered).mappings())


def listed(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str = "",
    after: tuple[datetime, str, str] | None = None,
    limit: int,
) -> list[RowMapping]:
    """Requests, the oldest first, those of one agency or of every one; `after` the last read."""
    held = person_requests.c
    order = (held.received_at, held.request_id, held.agency_id)
    query = select(person_requests).where(held.partnership_id == partnership_id)
    if agency_id:
        query = query.where(held.agency_id == agency_id)
    if after is not None:
        query = query.where(tuple_(*order) > tuple_(*after))
    return list(session.execute(query.order_by(*order).limit(limit)).mappings())


def forget_closed(session: Session, *, partnership_id: str, before: datetime) -> int:
    """Remove requests that were closed before an instant; say how many parts there were."""
    done: Any = session.execute(
        delete(person_requests).where(
            person_requests.c.partnership_id == partnership_id,
            person_requests.c.closed_at < before,
        )
    )
    return int(done.rowcount)


def erased(
    session: Session, *, partnership_id: str, agency_id: str, from_month: str = ""
) -> dict[bytes, str]:
    """Whom an agency has erased: keyed digests, and the last erased month of each.

    Those alone that were erased through `from_month` or a later one, where it is given.
    """
    query = select(erasures.c.person, erasures.c.through_month).where(
        erasures.c.partnership_id == partnership_id,
        erasures.c.agency_id == agency_id,
        erasures.c.through_month >= from_month,
    )
    return {row[0]: row[1] for row in session.execute(query)}


def all_erased(session: Session, *, partnership_id: str) -> list[RowMapping]:
    """Every erasure of a partnership, for whoever compares it with the ledger."""
    query = select(erasures).where(erasures.c.partnership_id == partnership_id)
    return list(session.execute(query).mappings())


def agencies_that_erased(session: Session, *, partnership_id: str) -> list[str]:
    """The agencies of a partnership that have erased anybody."""
    query = select(erasures.c.agency_id).where(erasures.c.partnership_id == partnership_id)
    return sorted(session.scalars(query.distinct()))


def add_erased(
    session: Session,
    digests: Iterable[bytes],
    *,
    partnership_id: str,
    agency_id: str,
    through: str,
    now: datetime,
) -> None:
    """Enter erased persons; one who was erased before is erased through the later month."""
    for digest in digests:
        upsert.put(
            session,
            erasures,
            {
                "partnership_id": partnership_id,
                "agency_id": agency_id,
                "person": digest,
                "through_month": through,
                "erased_at": now,
            },
        )
