"""The service's own signing keys: their states, their files, and how one follows another.

What belongs here: the plan of rotation as pure rules, and the key ring that every worker reads.
Private keys are files that only their owner may read; the database holds public keys and the
instants that decide their state, so that all workers agree without being told. What does not: what
is signed, and the keys of agencies and clients.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from auth import jose
from auth.dpop import Nonces
from auth.jose import PrivateKey, PublicKey
from auth.refusals import Conflict, Unavailable
from schemas.tables.signing import server_keys

JWKS_CACHE: Final = timedelta(seconds=300)
"""How long anyone may keep the published keys."""

LEAD: Final = timedelta(seconds=600)
"""How long a key is published before it signs: twice the cache, so that everyone has seen it."""

OVERLAP: Final = timedelta(seconds=600)
"""How long a key is still published after it signed last: a token's 300 s, and skew and caches."""

_REFRESH: Final = timedelta(seconds=30)
"""How old a worker's view of the keys may grow; far below `LEAD`."""

_RETRY: Final = timedelta(seconds=1)
"""How old it may be when a token names a key that is not in view."""

_SECRET_BYTES: Final = 32


class State(StrEnum):
    """Where a key is in its life. The first three are published, one active key signs."""

    PENDING = "pending"
    ACTIVE = "active"
    RETIRING = "retiring"
    GONE = "gone"


@dataclass(frozen=True)
class ServerKey:
    """A public key of the service and its times."""

    kid: str
    key: PublicKey
    active_from: datetime
    active_until: datetime | None = None
    gone_at: datetime | None = None

    def state(self, *, now: datetime) -> State:
        """The key's state at an instant."""
        if self.gone_at is not None and now >= self.gone_at:
            return State.GONE
        if self.active_until is not None and now >= self.active_until:
            return State.RETIRING
        return State.ACTIVE if now >= self.active_from else State.PENDING


@dataclass(frozen=True)
class KeySet:
    """All keys of the service as they were read."""

    keys: tuple[ServerKey, ...]
    read_at: datetime

    def published(self, *, now: datetime) -> tuple[ServerKey, ...]:
        """The keys that verify tokens: pending, active and retiring ones."""
        return tuple(key for key in self.keys if key.state(now=now) is not State.GONE)

    def named(self, kid: str, *, now: datetime) -> list[PublicKey]:
        """The published keys with that name."""
        return [each.key for each in self.published(now=now) if each.kid == kid]

    def signing(self, *, now: datetime) -> ServerKey:
        """The one key that signs: the active one that began last.

        Raises:
            Unavailable: there is none.
        """
        active = [key for key in self.keys if key.state(now=now) is State.ACTIVE]
        if not active:
            raise Unavailable("signing_key_missing", detail="Tokens cannot be signed now.")
        return max(active, key=lambda key: (key.active_from, key.kid))

    def jwks(self, *, now: datetime) -> dict[str, list[dict[str, str]]]:
        """The JWK Set (RFC 7517 section 5) to publish."""
        shown = [
            {**each.key.jwk, "kid": each.kid, "use": "sig", "alg": "ES256"}
            for each in self.published(now=now)
        ]
        return {"keys": shown}


class Keyring:
    """The keys a worker uses, read again from time to time.

    Args:
        folder: where private keys and secrets lie, one file each.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._view: KeySet | None = None
        self._private: dict[str, PrivateKey] = {}

    def keys(self, session: Session, *, now: datetime) -> KeySet:
        """The keys, at most `_REFRESH` old."""
        return self._newer_than(_REFRESH, session=session, now=now)

    def in_view(self, kid: str, *, now: datetime) -> list[PublicKey]:
        """The published keys with that name, without asking the database; none if it is time to."""
        view = self._view
        return view.named(kid, now=now) if view is not None and _fresh(view, now=now) else []

    def verifying(self, session: Session, *, kid: str, now: datetime) -> list[PublicKey]:
        """The published keys with that name; the database is asked again if none is in view."""
        found = self.keys(session, now=now).named(kid, now=now)
        if found:
            return found
        return self._newer_than(_RETRY, session=session, now=now).named(kid, now=now)

    def signer(self, session: Session, *, now: datetime) -> tuple[str, PrivateKey]:
        """The key that signs now, and its name.

        Raises:
            Unavailable: no key is active, or this machine lacks its file.
        """
        kid = self.keys(session, now=now).signing(now=now).kid
        if kid not in self._private:
            try:
                self._private[kid] = jose.private_key((self._folder / f"{kid}.pem").read_bytes())
            except (OSError, ValueError) as problem:
                raise Unavailable(
                    "signing_key_missing", detail="Tokens cannot be signed now."
                ) from problem
        return kid, self._private[kid]

    def nonces(self) -> Nonces:
        """The nonces of this service; every machine with the same folder makes the same.

        Raises:
            OSError: the folder lacks the secret that `prepare` makes.
        """
        return Nonces((self._folder / _NONCE_FILE).read_bytes())

    def _newer_than(self, oldest: timedelta, *, session: Session, now: datetime) -> KeySet:
        view = self._view
        if view is None or not _fresh(view, now=now, oldest=oldest):
            view = self._view = KeySet(tuple(_read(session)), now)
        return view


def _fresh(view: KeySet, *, now: datetime, oldest: timedelta = _REFRESH) -> bool:
    # A clock that was set back must not keep a view for ever.
    return timedelta() <= now - view.read_at <= oldest


_NONCE_FILE: Final = "dpop-nonce.secret"


def _read(session: Session) -> Iterable[ServerKey]:
    for row in session.execute(select(server_keys)):
        yield ServerKey(
            row.kid, jose.public_key(row.jwk), row.active_from, row.active_until, row.gone_at
        )


def prepare(session: Session, *, folder: Path, now: datetime) -> None:
    """Make what is missing for a first start: the folder, a signing key, the nonce secret.

    For one process, before the workers start.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / _NONCE_FILE).exists():
        write_private(folder / _NONCE_FILE, secrets.token_bytes(_SECRET_BYTES))
    if session.execute(select(server_keys.c.kid).limit(1)).first() is None:
        _add(session, folder=folder, active_from=now, now=now)


def rotate(session: Session, *, folder: Path, now: datetime) -> str:
    """Let a new key follow the active one after `LEAD`; return its name.

    Raises:
        Conflict: a key is already waiting to follow.
    """
    keys = _alone(session)
    if any(key.state(now=now) is State.PENDING for key in keys):
        raise Conflict("rotation_under_way", detail="A new key is already waiting to follow.")
    _destroy_gone(keys, folder=folder, now=now)
    begins = now + LEAD
    _retire(session, until=begins, gone_at=begins + OVERLAP)
    return _add(session, folder=folder, active_from=begins, now=now)


def replace_at_once(session: Session, *, folder: Path, now: datetime) -> str:
    """Withdraw every key now and sign with a new one: all tokens in use stop working.

    For a key that may be known to others; workers follow within `_REFRESH`.
    """
    _alone(session)
    _retire(session, until=now, gone_at=now)
    return _add(session, folder=folder, active_from=now, now=now)


def listed(session: Session) -> list[ServerKey]:
    """Every key the service ever signed with, oldest first."""
    return sorted(_read(session), key=lambda key: (key.active_from, key.kid))


def _alone(session: Session) -> list[ServerKey]:
    """All keys, for the one transaction that may change them: a second one waits for its end."""
    session.execute(select(server_keys.c.kid).with_for_update())
    return list(_read(session))


def _destroy_gone(keys: Iterable[ServerKey], *, folder: Path, now: datetime) -> None:
    """Take away the private halves of keys that nobody is told of any more."""
    for key in keys:
        if key.state(now=now) is State.GONE:
            (folder / f"{key.kid}.pem").unlink(missing_ok=True)


def _retire(session: Session, *, until: datetime, gone_at: datetime) -> None:
    """Set the end of every key that would outlast it."""
    outlasting = (server_keys.c.gone_at.is_(None)) | (server_keys.c.gone_at > gone_at)
    session.execute(
        update(server_keys).where(outlasting).values(active_until=until, gone_at=gone_at)
    )


def _add(session: Session, *, folder: Path, active_from: datetime, now: datetime) -> str:
    private = jose.generate_key()
    kid = private.public.thumbprint
    # The file comes first: a key in the database that nobody can sign with would stop the service.
    write_private(folder / f"{kid}.pem", private.pem())
    row: Mapping[str, Any] = {
        "kid": kid,
        "jwk": dict(private.public.jwk),
        "created_at": now,
        "active_from": active_from,
    }
    session.execute(insert(server_keys), row)
    return kid


def write_private(path: Path, content: bytes) -> None:
    """Write a file that never was readable to others and never replaces one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
