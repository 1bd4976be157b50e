"""The protected counts of records that found no counterpart with another agency, as stored.

What does not belong here: the records themselves, and any count that is not protected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from schemas.tables.reconciliations import reconciliations


@dataclass(frozen=True, slots=True)
class Shown:
    """A protected count: of an agency's own records, or of the others' beside its own."""

    agency_id: str
    dataset: str
    rule: str
    field: str
    side: str
    value: int


_SHOWN: Final = tuple(reconciliations.c[name] for name in Shown.__slots__)


def add(session: Session, *, partnership_id: str, release_id: str, shown: Sequence[Shown]) -> None:
    """Store the counts of a release that may be shown."""
    if shown:
        owner = {"partnership_id": partnership_id, "release_id": release_id}
        session.execute(
            insert(reconciliations),
            [owner | {name: getattr(each, name) for name in Shown.__slots__} for each in shown],
        )


def of_agency(
    session: Session, *, partnership_id: str, release_id: str, agency_id: str
) -> list[Shown]:
    """What a release tells one agency."""
    query = select(*_SHOWN).where(
        reconciliations.c.partnership_id == partnership_id,
        reconciliations.c.release_id == release_id,
        reconciliations.c.agency_id == agency_id,
    )
    order = (reconciliations.c[name] for name in ("rule", "field", "side"))
    return [Shown(*row) for row in session.execute(query.order_by(*order))]
