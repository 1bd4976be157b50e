"""Sealing the log: events take their places in a tree, and a signed checkpoint says how it stands.

What belongs here: one tree for each partnership and one for events of none, grown in batches. What
does not: hashing and signing (`auth.seals`), and when it is done. Places are given to events that
have been committed, in the transaction that seals them: an event that is committed late is sealed
later, and none is passed over. Two sealers at once meet at the keys of the same places, and the
second begins again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.db import NOBODY, Context, Database
from api.queries import partnerships
from api.queries.transparency import seals as stored
from auth import audit
from auth.audit import Event
from auth.caller import OPERATOR
from auth.refusals import Conflict
from auth.seals import checkpoints, keys
from auth.seals.checkpoints import Checkpoint
from auth.seals.merkle import Growth, Tree
from auth.seals.notes import Signer, Verifier

BATCH: Final = 256
"""Events of one seal: few enough that, where a whole seal is in doubt, little else is (design)."""

ROUND: Final = 64
"""Seals of one transaction, which on SQLite keeps other writers waiting (design)."""

LOOKED_BACK: Final = timedelta(days=2)
"""How far back a quick round looks; the longest transaction lasts minutes. A thorough round looks
through the whole log."""


@dataclass(frozen=True)
class Sealed:
    """What a round did: how many events it sealed, and the newest checkpoint."""

    partnership_id: str
    events: int
    seals: int
    checkpoint: str


def seal_all(
    database: Database, *, folder: Path, now: datetime, thorough: bool
) -> Iterator[Sealed]:
    """Seal what waits in every tree, one transaction after another.

    Args:
        database: the store.
        folder: where the keys lie.
        now: the present moment.
        thorough: look through the whole log for events that wait, not only at the newest.

    Raises:
        Conflict: a tree is not as its last seal says.
        Unavailable: the key is missing, or the store is busy.
    """
    with database.reading(NOBODY) as session:
        known = ["", *partnerships.names(session)]
    since = None if thorough else now - LOOKED_BACK
    for partnership_id in known:
        while done := _round(database, partnership_id, folder=folder, now=now, since=since):
            yield done
            if done.events < BATCH * ROUND:
                break


def _round(
    database: Database, partnership_id: str, *, folder: Path, now: datetime, since: datetime | None
) -> Sealed | None:
    """A transaction of sealing; None where nothing waits or another sealer was quicker."""
    context = Context(partnership_id, reach="partnership")
    with suppress(UnderWay), database.writing(context) as session:
        return seal(session, partnership_id=partnership_id, folder=folder, now=now, since=since)
    return None


class UnderWay(Conflict):
    """Another sealer gave these places away first; nothing was done."""


def seal(
    session: Session,
    *,
    partnership_id: str,
    folder: Path,
    now: datetime,
    since: datetime | None = None,
) -> Sealed | None:
    """Seal the events of a tree that wait, at most `BATCH * ROUND` of them.

    Args:
        session: a writing session with the reach of the partnership; the caller commits.
        partnership_id: whose tree it is; empty for events of nobody known.
        folder: where the keys lie.
        now: the present moment.
        since: look at events from then on; None looks at all.

    Returns:
        None where no event waits.

    Raises:
        UnderWay: another sealer was quicker.
        Conflict: the tree is not as its last seal says; it is not sealed over.
        Unavailable: the key is missing.
    """
    known = tuple(each.verifier for each in keys.known(session))
    tree, number, before = _standing(session, partnership_id, verifiers=known)
    waiting = stored.unsealed(
        session, partnership_id=partnership_id, since=since, limit=BATCH * ROUND
    )
    if not waiting:
        return None
    signers = keys.signers(session, folder=folder, before=before)
    origin = checkpoints.origin(signers[0].name, partnership_id=partnership_id)
    made = list(_seals(tree, number, waiting, origin=origin, signers=signers, now=now))
    _store(session, partnership_id, seals=made, waiting=waiting, first=tree.size)
    return Sealed(partnership_id, len(waiting), len(made), made[-1]["checkpoint"])


def _standing(
    session: Session, partnership_id: str, *, verifiers: Sequence[Verifier]
) -> tuple[Tree, int, tuple[Verifier, ...]]:
    """The tree as its last seal left it, that seal's number, and who signed it."""
    last = stored.head(session, partnership_id=partnership_id)
    if last is None:
        return Tree(), 0, ()
    try:
        said, by = Checkpoint.opened(last.checkpoint, verifiers=verifiers)
        tree = Tree.unpacked(last.size, peaks=last.peaks)
    except ValueError as problem:
        raise _altered() from problem
    if (said.size, said.root) != (tree.size, tree.root):
        raise _altered()
    return tree, last.seal_no, by


def _altered() -> Conflict:
    return Conflict(
        "log_altered",
        detail="The last seal is not what was signed. Run `safershare audit verify`.",
    )


def _seals(
    tree: Tree,
    number: int,
    waiting: Sequence[tuple[str, bytes]],
    *,
    origin: str,
    signers: Sequence[Signer],
    now: datetime,
) -> Iterator[dict[str, Any]]:
    """The seals over these events, one after another."""
    for start in range(0, len(waiting), BATCH):
        grown = Growth(tree, [leaf for _, leaf in waiting[start : start + BATCH]])
        after, number = grown.after, number + 1
        # Once is enough for the old key: what follows is signed by the new one alone.
        by = signers if start == 0 else signers[:1]
        yield {
            "seal_no": number,
            "first": tree.size,
            "size": after.size,
            "root": after.root,
            "peaks": after.packed(),
            "consistency": b"".join(grown.consistency()),
            "checkpoint": Checkpoint(origin, after.size, after.root, now).signed(by),
            "sealed_at": now,
        }
        tree = after


def _store(
    session: Session,
    partnership_id: str,
    *,
    seals: Sequence[dict[str, Any]],
    waiting: Sequence[tuple[str, bytes]],
    first: int,
) -> None:
    places = [
        {"position": position, "event_id": event_id, "leaf": leaf}
        for position, (event_id, leaf) in enumerate(waiting, start=first)
    ]
    try:
        stored.add(session, partnership_id=partnership_id, seals=seals, leaves=places)
    except IntegrityError as problem:
        raise UnderWay("sealing_under_way", detail="Another sealer was quicker.") from problem


def turn_key(
    session: Session, *, folder: Path, public_url: str, compromised: bool, now: datetime
) -> Verifier:
    """Let a new key sign the log, or make the first one; recorded as the operator's deed.

    Args:
        session: a writing session of the operator, for no partnership.
        folder: where the keys lie.
        public_url: the installation's address, which the first key's name is made of.
        compromised: others may know the present key: it is destroyed.
        now: the present moment.

    Returns:
        The public key that signs from now on.
    """
    if keys.known(session):
        tag, made = (
            "audit:rotate-key",
            keys.rotate(session, folder=folder, now=now, compromised=compromised),
        )
    else:
        keys.prepare(session, folder=folder, name=checkpoints.origin_name(public_url), now=now)
        tag, made = "audit:make-key", keys.known(session)[0].verifier
    event = Event(tag, client_id=OPERATOR, subject=made.key_id.hex())
    audit.record(session, event, now=now)
    return made
