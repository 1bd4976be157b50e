"""The keys that sign the log's checkpoints: apart from those of tokens, and longer in use.

What belongs here: making them, one following another, and which sign now. Private keys are files
that only their owner may read; the database holds public keys. What does not: what is signed.

A checkpoint is kept for years, so that a key that has retired still verifies what it signed. The
first seal of each tree after a change is signed by the old key and by the new one: whoever holds
the old key sees that it gave way to the new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from auth.keys import write_private
from auth.refusals import Unavailable
from auth.seals.notes import Signer, Verifier
from schemas.tables.seals import seal_keys

_PREFIX: Final = "audit-"


@dataclass(frozen=True)
class SealKey:
    """A public key of the log and when it stopped signing."""

    verifier: Verifier
    created_at: datetime
    retired_at: datetime | None


def known(session: Session) -> tuple[SealKey, ...]:
    """Every key that ever signed, the newest first."""
    newest_first = select(seal_keys).order_by(
        seal_keys.c.created_at.desc(), seal_keys.c.key_id.desc()
    )
    return tuple(
        SealKey(Verifier(row.name, row.public_key), row.created_at, row.retired_at)
        for row in session.execute(newest_first)
    )


def prepare(session: Session, *, folder: Path, name: str, now: datetime) -> None:
    """Make the first key, if there is none: for one process, before the workers start.

    Args:
        session: a writing session.
        folder: where private keys lie.
        name: what the logs of this installation are called, for good: host and path, without a
            scheme.
        now: the present moment.
    """
    if not known(session):
        _add(session, folder=folder, name=name, now=now)


def rotate(session: Session, *, folder: Path, now: datetime, compromised: bool = False) -> Verifier:
    """Let a new key sign from now on; return its public half.

    Args:
        session: a writing session.
        folder: where private keys lie.
        now: the present moment.
        compromised: others may know the old key: it is destroyed, and signs nothing beside the new.

    Raises:
        Unavailable: there is no key yet that one could follow.
    """
    before = _active(known(session))
    session.execute(
        update(seal_keys).where(seal_keys.c.retired_at.is_(None)).values(retired_at=now)
    )
    made = _add(session, folder=folder, name=before.name, now=now)
    if compromised:
        _file(folder, before).unlink(missing_ok=True)
    return made


def signers(session: Session, *, folder: Path, before: Sequence[Verifier]) -> list[Signer]:
    """Who signs the next seal of a tree: the active key, beside the one that it follows.

    Args:
        session: reads the public keys.
        folder: where private keys lie.
        before: the keys that signed the tree's last seal; one whose file is gone signs no more.

    Raises:
        Unavailable: there is no active key, or this machine lacks its file.
    """
    active = _active(known(session))
    if not _file(folder, active).exists():
        raise _missing()
    # Once is enough: where the active key has signed already, the one before it has given way.
    wanted = [active] if active in before else [active, *before]
    return [_signer(folder, each) for each in wanted if _file(folder, each).exists()]


def _active(keys: Sequence[SealKey]) -> Verifier:
    found = next((each.verifier for each in keys if each.retired_at is None), None)
    if found is None:
        raise _missing()
    return found


def _missing() -> Unavailable:
    return Unavailable("seal_key_missing", detail="The log cannot be sealed: its key is missing.")


def _signer(folder: Path, verifier: Verifier) -> Signer:
    key = serialization.load_pem_private_key(_file(folder, verifier).read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise _missing()
    return Signer(verifier.name, key)


def _file(folder: Path, verifier: Verifier) -> Path:
    return folder / f"{_PREFIX}{verifier.key_id.hex()}.pem"


def _add(session: Session, *, folder: Path, name: str, now: datetime) -> Verifier:
    private = Ed25519PrivateKey.generate()
    made = Signer(name, private).verifier
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The file comes first: a key in the database that nobody can sign with would stop the sealing.
    write_private(_file(folder, made), pem)
    row = {
        "key_id": made.key_id.hex(),
        "name": name,
        "public_key": made.public_key,
        "created_at": now,
    }
    session.execute(insert(seal_keys), row)
    return made
