"""Shown cells of linked measures as stored: written once by a sealing, and looked up by key.

What does not belong here: the cells of one dataset's own measures (`releases`), and any count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from schemas.tables.releases import linked_cells


def add(
    session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store shown cells: family, unit, shape, cell, value and what each rests on."""
    owner = {"partnership_id": partnership_id, "release_id": release_id}
    if rows:
        session.execute(insert(linked_cells), [{**row, **owner} for row in rows])


def shown(
    session: Session,
    *,
    partnership_id: str,
    release_id: str,
    dataset: str,
    unit: str,
    shape: str,
    keys: Collection[str] | None = None,
) -> dict[str, int]:
    """The shown cells of one shape of the family `dataset`, or those of them that are named."""
    kept = linked_cells.c
    query = select(kept.cell, kept.value).where(
        kept.partnership_id == partnership_id,
        kept.release_id == release_id,
        kept.family == dataset,
        kept.unit == unit,
        kept.shape == shape,
    )
    if keys is not None:
        query = query.where(kept.cell.in_(keys))
    return {row[0]: row[1] for row in session.execute(query)}
