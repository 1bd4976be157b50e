"""Shown cells of linked measures as they are stored: written once, by a sealing.

What does not belong here: looking them up (`cells`), the cells of one dataset's own measures
(`releases`), and any count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from schemas.tables.releases import linked_cells


def add(
    session: Session, *, partnership_id: str, release_id: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Store shown cells: family, unit, shape, cell, value and what each rests on."""
    owner = {"partnership_id": partnership_id, "release_id": release_id}
    if rows:
        session.execute(insert(linked_cells), [{**row, **owner} for row in rows])
