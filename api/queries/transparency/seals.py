"""The sealed log: its seals, its leaves, and the events that no seal holds yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, exists, insert, select
from sqlalchemy.orm import Session

from schemas.tables.audit import audit_events
from schemas.tables.seals import audit_leaves, audit_seals


@dataclass(frozen=True, slots=True)
class SealRow:
    """A seal as stored; `first` and `size` bound the places of the leaves it added."""

    seal_no: int
    first: int
    size: int
    root: bytes
    peaks: bytes
    consistency: bytes
    checkpoint: str
    sealed_at: datetime


TOLD: Final = (
    "at", "tag", "outcome", "agency_id", "client_id", "agreement_id", "dataset",
)  # fmt: skip
"""Members of an event that stand in columns beside its body."""

_TOLD = tuple(audit_events.c[name] for name in TOLD)
_SEAL = tuple(audit_seals.c[name] for name in SealRow.__slots__)


def head(session: Session, *, partnership_id: str) -> SealRow | None:
    """The newest seal of a tree."""
    query = select(*_SEAL).where(audit_seals.c.partnership_id == partnership_id)
    row = session.execute(query.order_by(audit_seals.c.seal_no.desc()).limit(1)).first()
    return SealRow(*row) if row else None


def checkpoint(session: Session, *, partnership_id: str) -> str | None:
    """The newest checkpoint of a tree."""
    newest = select(audit_seals.c.checkpoint).where(audit_seals.c.partnership_id == partnership_id)
    return session.scalar(newest.order_by(audit_seals.c.seal_no.desc()).limit(1))


def listed(
    session: Session, *, partnership_id: str, after: int = 0, limit: int | None = None
) -> list[SealRow]:
    """Seals in their order, from the one after a number."""
    query = select(*_SEAL).where(
        audit_seals.c.partnership_id == partnership_id, audit_seals.c.seal_no > after
    )
    ordered = query.order_by(audit_seals.c.seal_no).limit(limit)
    return [SealRow(*row) for row in session.execute(ordered)]


def numbered(
    session: Session, *, partnership_id: str, numbers: Collection[int]
) -> dict[int, SealRow]:
    """These seals, by number."""
    query = select(*_SEAL).where(
        audit_seals.c.partnership_id == partnership_id, audit_seals.c.seal_no.in_(numbers)
    )
    return {row.seal_no: SealRow(*row) for row in session.execute(query)}


def leaves(session: Session, *, partnership_id: str, first: int, size: int) -> list[bytes]:
    """The leaves at the places from `first` up to, and without, `size`."""
    query = select(audit_leaves.c.leaf).where(
        audit_leaves.c.partnership_id == partnership_id,
        audit_leaves.c.position >= first,
        audit_leaves.c.position < size,
    )
    return list(session.scalars(query.order_by(audit_leaves.c.position)))


def unsealed(
    session: Session, *, partnership_id: str, since: datetime | None, limit: int
) -> list[tuple[str, bytes]]:
    """Ids and leaves of events that are in no seal, the oldest first.

    `since` leaves aside what is older: None looks through the whole log, which costs more the
    longer that is.
    """
    sealed = exists().where(
        audit_leaves.c.partnership_id == partnership_id,
        audit_leaves.c.event_id == audit_events.c.event_id,
    )
    query = select(audit_events.c.event_id, audit_events.c.leaf).where(
        audit_events.c.partnership_id == partnership_id, ~sealed
    )
    if since is not None:
        query = query.where(audit_events.c.at >= since)
    ordered = query.order_by(audit_events.c.at, audit_events.c.event_id).limit(limit)
    return [(event_id, leaf) for event_id, leaf in session.execute(ordered)]


def events_in_order(
    session: Session, *, partnership_id: str, first: int, size: int | None = None
) -> Iterator[RowMapping]:
    """The events at these places in their order; body and salt are None where one is lost.

    Without a size, all from the first place on.
    """
    query = (
        select(
            audit_leaves.c.position,
            audit_leaves.c.event_id,
            audit_leaves.c.leaf,
            audit_events.c.body,
            audit_events.c.salt,
            *_TOLD,
        )
        .outerjoin(
            audit_events,
            (audit_events.c.partnership_id == audit_leaves.c.partnership_id)
            & (audit_events.c.event_id == audit_leaves.c.event_id),
        )
        .where(
            audit_leaves.c.partnership_id == partnership_id,
            audit_leaves.c.position >= first,
        )
        .order_by(audit_leaves.c.position)
    )
    if size is not None:
        query = query.where(audit_leaves.c.position < size)
    yield from session.execute(query).mappings()


def waiting(session: Session, *, partnership_id: str) -> Iterator[RowMapping]:
    """The events that no seal holds yet, the oldest first."""
    sealed = exists().where(
        audit_leaves.c.partnership_id == partnership_id,
        audit_leaves.c.event_id == audit_events.c.event_id,
    )
    query = select(
        audit_events.c.event_id,
        audit_events.c.leaf,
        audit_events.c.body,
        audit_events.c.salt,
        *_TOLD,
    ).where(audit_events.c.partnership_id == partnership_id, ~sealed)
    ordered = query.order_by(audit_events.c.at, audit_events.c.event_id)
    yield from session.execute(ordered).mappings()


def add(
    session: Session,
    *,
    partnership_id: str,
    seals: Sequence[dict[str, Any]],
    leaves: Sequence[dict[str, Any]],
) -> None:
    """Store seals and the leaves they add."""
    owner = {"partnership_id": partnership_id}
    # Leaves first: another sealer is met at a place before anything is signed for it.
    session.execute(insert(audit_leaves), [owner | each for each in leaves])
    session.execute(insert(audit_seals), [owner | each for each in seals])
