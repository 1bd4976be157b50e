"""The register of reviews: frozen rows for a sealing, and what a release holds of them.

What belongs here: SELECTs of both and the INSERT of a sealing. What does not: which entries may be
known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from schemas.datasets.review_action import ReviewAction
from schemas.tables.commitments import release_commitments
from schemas.tables.records import RECORDS

FIELDS: Final = (
    "review_type", "review_ref", "stage", "publication", "recommendation_no", "action_no",
    "owner_partner", "due_on", "completed_on", "rag", "lifecycle", "reason", "wording",
    "update_status", "update_text", "bears_on",
)  # fmt: skip
"""What is read of an entry; days and numbers as they are stored."""

_rows = RECORDS[ReviewAction.name]


@dataclass(frozen=True, slots=True)
class Kept:
    """What a release holds: an entry, or the number of reviews that are closed to others."""

    agency_id: str
    month: str
    kind: str
    entry: Mapping[str, Any]


_KEPT = tuple(release_commitments.c[name] for name in Kept.__slots__)


def frozen(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> list[dict[str, Any]]:
    """The rows of these returns, with whose and of which month each is, in a stable order."""
    columns = [_rows.c[name] for name in ("agency_id", "month", *FIELDS)]
    query = select(*columns).where(
        _rows.c.partnership_id == partnership_id, _rows.c.submission_id.in_(submission_ids)
    )
    order = ("agency_id", "review_type", "review_ref", "recommendation_no", "action_no", "row_no")
    ordered = query.order_by(*(_rows.c[name].nulls_first() for name in order))
    return [dict(row) for row in session.execute(ordered).mappings()]


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
