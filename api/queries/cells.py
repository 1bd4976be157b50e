"""Shown cells as stored: written once by a sealing, and looked up by key, of many tables at once.

Here belong the cells of datasets and those of linked families alike. What does not: what else a
release holds (`releases`), and any count. The statements are made once and not for each question:
making one takes longer than its answer (measured).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, literal_column, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import Executable

from schemas.tables.releases import cells, linked_cells


class Wanted(NamedTuple):
    """Cells of one table of a release: `dataset` is a dataset, or a family where it is `linked`.

    `cells` are those that are named, as `releases.spelled` spells them; None for all of the table.
    """

    dataset: str
    unit: str
    shape: str
    cells: tuple[str, ...] | None = None
    linked: bool = False


def shown(
    session: Session, *, partnership_id: str, release_id: str, wanted: Sequence[Wanted]
) -> list[dict[str, int]]:
    """The shown cells of each table that is wanted, in that order."""
    found: list[dict[str, int]] = [{} for _ in wanted]
    if not wanted:
        return found
    given: dict[str, Any] = {"partnership_id": partnership_id, "release_id": release_id}
    for place, each in enumerate(wanted):
        given |= {f"dataset_{place}": each.dataset, f"unit_{place}": each.unit}
        given[f"shape_{place}"] = each.shape
        if each.cells is not None:
            given[f"cells_{place}"] = list(each.cells)
    statement = _statement(tuple((each.linked, each.cells is not None) for each in wanted))
    for place, cell, value in session.execute(statement, given):
        found[place][cell] = value
    return found


@cache
def _statement(tables: tuple[tuple[bool, bool], ...]) -> Executable:
    """Look up so many tables; of each is said whether it is a family's, and its cells are named."""
    parts = [
        _part(place, linked=linked, named=named) for place, (linked, named) in enumerate(tables)
    ]
    return parts[0] if len(parts) == 1 else union_all(*parts)


def _part(place: int, *, linked: bool, named: bool) -> Select[Any]:
    kept = linked_cells.c if linked else cells.c
    found = select(literal_column(str(place)).label("place"), kept.cell, kept.value).where(
        kept.partnership_id == bindparam("partnership_id"),
        kept.release_id == bindparam("release_id"),
        (kept.family if linked else kept.dataset) == bindparam(f"dataset_{place}"),
        kept.unit == bindparam(f"unit_{place}"),
        kept.shape == bindparam(f"shape_{place}"),
    )
    return (
        found.where(kept.cell.in_(bindparam(f"cells_{place}", expanding=True))) if named else found
    )
