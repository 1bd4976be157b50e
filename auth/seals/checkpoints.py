"""Checkpoints: what a log was at a moment, as one signed note (C2SP tlog-checkpoint).

What belongs here: the lines of a checkpoint, written and read. What does not: trees and keys. Four
lines: the log's name, its size, its root, and when it was sealed, which the form leaves to logs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from auth.seals import encoding, notes
from auth.seals.merkle import HASH_BYTES
from auth.seals.notes import BadNoteError, Signer, Verifier

_SEALED: Final = "sealed "
_MOMENT: Final = "%Y-%m-%dT%H:%M:%SZ"
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,18}")  # up to 2^63, as tlog-checkpoint bounds it
_LINES: Final = 4


@dataclass(frozen=True)
class Checkpoint:
    """A log's size and root when it was sealed."""

    origin: str
    size: int
    root: bytes
    sealed_at: datetime

    @property
    def text(self) -> str:
        """What is signed."""
        root = encoding.text(self.root)
        moment = self.sealed_at.astimezone(UTC).strftime(_MOMENT)
        return f"{self.origin}\n{self.size}\n{root}\n{_SEALED}{moment}\n"

    def signed(self, signers: Iterable[Signer]) -> str:
        """The checkpoint as a signed note."""
        return notes.signed(self.text, signers=signers)

    @classmethod
    def opened(
        cls, note: str, *, verifiers: Sequence[Verifier]
    ) -> tuple[Checkpoint, tuple[Verifier, ...]]:
        """The checkpoint of a note and which of the known keys signed it.

        Raises:
            BadNoteError: it is no checkpoint, or none of the known keys has signed it.
        """
        text, by = notes.opened(note, verifiers=verifiers)
        lines = text.split("\n")[:-1]
        if len(lines) != _LINES or not _SIZE.fullmatch(lines[1]):
            raise BadNoteError("a checkpoint has a name, a size, a root and a moment")
        try:
            root = encoding.raw(lines[2])
            moment = datetime.strptime(lines[3], _SEALED + _MOMENT).replace(tzinfo=UTC)
        except ValueError as problem:
            raise BadNoteError("a checkpoint has a name, a size, a root and a moment") from problem
        if len(root) != HASH_BYTES:
            raise BadNoteError("a root has 32 bytes")
        return cls(lines[0], int(lines[1]), root, moment), by


def origin(name: str, *, partnership_id: str) -> str:
    """What the log of a partnership is called; the installation's own bears the name alone."""
    return f"{name}/{partnership_id}" if partnership_id else name


def origin_of(note: str) -> str:
    """The log that a checkpoint says it is of, before it is verified."""
    return note.partition("\n")[0]


def origin_name(public_url: str) -> str:
    """What the logs of an installation are called: its address without the scheme."""
    return f"{public_url.partition('://')[2]}/audit"
