"""The service's own secrets, one file each beside the signing keys, outside the database.

What belongs here: reading them, and making them once on the first start of a sandbox. What does
not:
signing keys (`auth.keys`) and anything that uses a secret.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LENGTH: Final = 32  # bytes: as long as the digests they key (RFC 2104 section 3)
_PERSON: Final = "person.secret"
_PAIRWISE: Final = "pairwise.secret"


class VaultError(Exception):
    """A secret is missing or unfit; the message names the file and how to mend it."""


@dataclass(frozen=True)
class Vault:
    """The secrets by use.

    Attributes:
        person: keys the digests of references to persons.
        pairwise: keys the references that a recipient is given.
    """

    person: bytes = field(repr=False)
    pairwise: bytes = field(repr=False)


def opened(folder: Path) -> Vault:
    """The secrets of a folder.

    Raises:
        VaultError: a file is missing, or too short.
    """
    return Vault(person=_read(folder / _PERSON), pairwise=_read(folder / _PAIRWISE))


def prepare(folder: Path) -> None:
    """Make the secrets that are missing; those that are there stay as they are."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (_PERSON, _PAIRWISE):
        _make(folder / name)


def _read(path: Path) -> bytes:
    try:
        secret = path.read_bytes()
    except OSError as error:
        raise VaultError(
            f"{path.name} cannot be read in the key folder. A sandbox makes it on `safershare db"
            " upgrade`; in live, restore it from its backup: a new one would unlink every person."
        ) from error
    if len(secret) < LENGTH:
        raise VaultError(f"{path.name} is shorter than {LENGTH} bytes.")
    return secret


def _make(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(LENGTH))
        file.flush()
        os.fsync(file.fileno())
