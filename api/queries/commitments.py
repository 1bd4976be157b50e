"""The register of reviews as releases hold it.

What belongs here: SELECTs and the INSERT of a sealing. What does not: rows of returns, and which
entries may be known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from schemas.tables.commitments import release_commitments


@dataclass(frozen=True, slots=True)
class Kept:
    """What a release holds: an entry, or that a register came in which none may be known."""

    agency_id: str
    month: str
    kind: str
    entry: Mapping[str, Any]


_KEPT = tuple(release_commitments.c[name] for name in Kept.__slots__)


def add(session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Kept]) -> None:
    """Store what a release says of commitments, numbered in the order given."""
    if rows:
        owner = {"partnership_id": partnership_id, "release_id": release_id}
        session.execute(
            insert(release_commitments),
            [
                {name: getattr(row, name) for name in Kept.__slots__} | owner | {"entry_no": number}
                for number, row in enumerate(rows, start=1)
            ],
        )


def held(session: Session, *, partnership_id: str, release_id: str) -> list[Kept]:
    """What a release says of commitments, in its order."""
    query = select(*_KEPT).where(
        release_commitments.c.partnership_id == partnership_id,
        release_commitments.c.release_id == release_id,
    )
    return [Kept(*row) for row in session.execute(query.order_by(release_commitments.c.entry_no))]
