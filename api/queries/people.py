"""Persons' digests and their aliases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from api.policies.people import Digester
from schemas.datasets import RECORD_DATASETS
from schemas.tables.people import person_aliases
from schemas.tables.records import RECORDS, person_columns

AT_ONCE: Final = 200  # digests in one question: below every engine's limit of bound values


def digester(session: Session, partnership_id: str, *, secret: bytes) -> Digester:
    """What turns references into digests, knowing the partnership's aliases."""
    query = select(person_aliases.c.person_id, person_aliases.c.same_as).where(
        person_aliases.c.partnership_id == partnership_id
    )
    return Digester(secret, partnership_id, {row[0]: row[1] for row in session.execute(query)})


def seen(
    session: Session, digests: Iterable[bytes], *, partnership_id: str, agency_id: str
) -> set[bytes]:
    """Those of the digests that stand in rows of the agency itself."""
    wanted = list(digests)
    found: set[bytes] = set()
    for start in range(0, len(wanted), AT_ONCE):
        block = wanted[start : start + AT_ONCE]
        for dataset in RECORD_DATASETS:
            found |= _seen_in(session, dataset.name, block, partnership_id, agency_id)
    return found


def _seen_in(
    session: Session, dataset: str, block: list[bytes], partnership_id: str, agency_id: str
) -> set[bytes]:
    table = RECORDS[dataset]
    found: set[bytes] = set()
    for name in person_columns(next(d for d in RECORD_DATASETS if d.name == dataset)):
        column = table.c[name]
        query = select(column).where(
            table.c.partnership_id == partnership_id,
            table.c.agency_id == agency_id,
            column.in_(block),
        )
        found |= set(session.scalars(query.distinct()))
    return found


def add_aliases(
    session: Session,
    pairs: dict[bytes, bytes],
    *,
    partnership_id: str,
    agency_id: str,
    now: datetime,
) -> None:
    """Record that digests under a later key are persons known under an earlier one."""
    rows = [
        {
            "partnership_id": partnership_id,
            "person_id": new,
            "same_as": old,
            "agency_id": agency_id,
            "recorded_at": now,
        }
        for new, old in pairs.items()
    ]
    if rows:
        session.execute(insert(person_aliases), rows)
