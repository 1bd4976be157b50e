"""Reads and writes of term maps: the one in force, any by its number, and what nobody can hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from api.queries import upsert
from schemas.tables.term_maps import term_maps


@dataclass(frozen=True, slots=True)
class Key:
    """Whose map it is, and for which dataset."""

    partnership_id: str
    agency_id: str
    dataset: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One revision of a term map.

    Attributes:
        said: as the agency wrote it.
        terms: the same with its presets resolved.
        etag: digest of what it says.
    """

    agency_id: str
    dataset: str
    revision: int
    said: Mapping[str, Any]
    terms: Mapping[str, Any]
    etag: str
    set_at: datetime


_KEPT = tuple(term_maps.c[name] for name in Kept.__slots__)


def find(session: Session, key: Key, *, revision: int | None = None) -> Kept | None:
    """A revision of a map, or the one in force."""
    query = select(*_KEPT).where(
        term_maps.c.partnership_id == key.partnership_id,
        term_maps.c.agency_id == key.agency_id,
        term_maps.c.dataset == key.dataset,
    )
    if revision is not None:
        query = query.where(term_maps.c.revision == revision)
    row = session.execute(query.order_by(term_maps.c.revision.desc()).limit(1)).first()
    return None if row is None else Kept(*row)


def in_force(session: Session, *, partnership_id: str) -> list[Kept]:
    """The maps in force of every agency that the session can see, by agency and dataset."""
    own = (term_maps.c.partnership_id, term_maps.c.agency_id, term_maps.c.dataset)
    last = (
        select(*own, func.max(term_maps.c.revision).label("revision"))
        .where(term_maps.c.partnership_id == partnership_id)
        .group_by(*own)
        .subquery()
    )
    same = and_(*(term_maps.c[column.name] == column for column in last.c))
    query = select(*_KEPT).join(last, same)
    rows = session.execute(query.order_by(term_maps.c.agency_id, term_maps.c.dataset))
    return [Kept(*row) for row in rows]


def add(
    session: Session,
    key: Key,
    *,
    revision: int,
    values: Mapping[str, Any],
) -> None:
    """Add a revision, unless one of that number stands there."""
    own = {
        "partnership_id": key.partnership_id,
        "agency_id": key.agency_id,
        "dataset": key.dataset,
        "revision": revision,
    }
    upsert.add_if_absent(session, term_maps, own | dict(values))
