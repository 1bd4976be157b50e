"""The log of this database, in its order: for an export, and to be verified where it stands.

What belongs here: turning stored seals, leaves and events into records. What does not: whether they
are whole (`auth.seals.verifying`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.queries import partnerships
from api.queries.transparency import seals as stored
from api.queries.transparency.seals import TOLD
from auth.seals import keys
from auth.seals.checkpoints import origin_of
from auth.seals.merkle import HASH_BYTES
from auth.seals.notes import Verifier
from auth.seals.records import Entry, Record, Seal

_LOST = bytes(HASH_BYTES)  # stands for a leaf that is gone; no hash is likely to equal it


def trees(session: Session) -> list[str]:
    """Whose logs there are: each partnership's, and the installation's own under an empty name."""
    return ["", *partnerships.names(session)]


def verifiers(session: Session) -> tuple[Verifier, ...]:
    """Every public key that this database knows, the newest first."""
    return tuple(each.verifier for each in keys.known(session))


def size(session: Session, *, partnership_id: str) -> int:
    """How many events are sealed."""
    last = stored.head(session, partnership_id=partnership_id)
    return last.size if last else 0


def origin(session: Session, *, partnership_id: str) -> str:
    """What a log calls itself in its checkpoints; empty where nothing is sealed."""
    last = stored.head(session, partnership_id=partnership_id)
    return origin_of(last.checkpoint) if last else ""


def records(session: Session, *, partnership_id: str) -> Iterator[Record]:
    """The seals of a tree, each with its events, and then what no seal holds yet.

    Args:
        session: a reading session with the reach of the partnership.
        partnership_id: whose log it is.
    """
    end = 0
    for seal in stored.listed(session, partnership_id=partnership_id):
        rows = list(
            stored.events_in_order(
                session, partnership_id=partnership_id, first=seal.first, size=seal.size
            )
        )
        leaves = {row["position"]: row["leaf"] for row in rows}
        places = range(seal.first, seal.size)
        yield Seal(
            seal.seal_no,
            seal.first,
            seal.checkpoint,
            tuple(leaves.get(place, _LOST) for place in places),
        )
        for row in rows:
            if row["body"] is not None:
                yield _entry(row, position=row["position"])
        end = seal.size
    # Places beyond the last seal: a seal over them has been taken away.
    for row in stored.events_in_order(session, partnership_id=partnership_id, first=end):
        if row["body"] is not None:
            yield _entry(row, position=row["position"])
    for row in stored.waiting(session, partnership_id=partnership_id):
        yield _entry(row, position=None)


def _entry(row: RowMapping, *, position: int | None) -> Entry:
    kept: dict[str, Any] = {name: row[name] for name in TOLD}
    return Entry(position, row["event_id"], row["body"], row["salt"], kept, row["leaf"])
