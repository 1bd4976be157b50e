"""Signed notes: a few lines of text and the signatures below them (C2SP signed-note).

What belongs here: the form of notes and of the keys that verify them, with Ed25519. What does not:
what a note says, and where keys lie. The form is that of transparency logs in use, so that their
tools verify these notes too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth.seals import encoding

LONGEST: Final = 8192
"""Bytes of a note that is read: many times the longest written here (design)."""

_ED25519: Final = b"\x01"  # the algorithm's number in signed-note
_ID_BYTES: Final = 4
_KEY_BYTES: Final = 32
_NAME: Final = re.compile(r"[^\s+\x00-\x1f]{1,200}")
_MARK: Final = "\u2014 "  # an em dash begins every line of a signature
_VERIFIER_PARTS: Final = 3


class BadNoteError(ValueError):
    """A note or a key that is not of the form, or that none of the known keys has signed."""


@dataclass(frozen=True)
class Verifier:
    """A public key and the name it signs under."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """What a line of a signature begins with: a short hash of name and key."""
        text = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(text).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """The key on one line, as verifiers take it."""
        key = encoding.text(_ED25519 + self.public_key)
        return f"{self.name}+{self.key_id.hex()}+{key}"

    @classmethod
    def parse(cls, line: str) -> Verifier:
        """The key of a line.

        Raises:
            BadNoteError: it is not one, or not an Ed25519 key.
        """
        parts = line.strip().split("+", _VERIFIER_PARTS - 1)
        try:
            name, key_id, key = parts
            raw = encoding.raw(key)
        except ValueError as problem:
            raise BadNoteError("a key is written NAME+ID+KEY") from problem
        made = cls(name, raw[1:])
        fits = raw[:1] == _ED25519 and len(raw) == 1 + _KEY_BYTES
        if not fits or not _NAME.fullmatch(name) or made.key_id.hex() != key_id:
            raise BadNoteError("the parts of the key do not belong together")
        return made

    def accepts(self, signature: bytes, *, text: bytes) -> bool:
        """Whether this key made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key under the name it signs with."""

    name: str
    private_key: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        """What verifies its signatures."""
        return Verifier(self.name, self.private_key.public_key().public_bytes_raw())

    def line(self, text: bytes) -> str:
        """Its signature of a text, as a line below it."""
        signed = self.verifier.key_id + self.private_key.sign(text)
        return f"{_MARK}{self.name} {encoding.text(signed)}\n"


def signed(text: str, *, signers: Iterable[Signer]) -> str:
    """The text as a note with these signatures; it ends with the end of a line."""
    return f"{text}\n" + "".join(each.line(text.encode()) for each in signers)


def opened(note: str, *, verifiers: Sequence[Verifier]) -> tuple[str, tuple[Verifier, ...]]:
    """The text of a note and which of the known keys signed it.

    Raises:
        BadNoteError: it is no note, a known key's signature is wrong, or none of them signed it.
    """
    text, between, below = note.rpartition("\n\n")
    if not between or len(note) > LONGEST or not below.endswith("\n"):
        raise BadNoteError("a note is a text, an empty line and its signatures")
    text += "\n"
    known = {(each.name, each.key_id): each for each in verifiers}
    by: list[Verifier] = []
    for line in below[:-1].split("\n"):
        name, key_id, signature = _signature(line)
        verifier = known.get((name, key_id))
        if verifier is None:
            continue
        if not verifier.accepts(signature, text=text.encode()):
            raise BadNoteError("the signature does not fit the text")
        by.append(verifier)
    if not by:
        raise BadNoteError("none of the known keys has signed it")
    return text, tuple(by)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, _, said = line.removeprefix(_MARK).partition(" ")
    try:
        raw = encoding.raw(said)
    except ValueError as problem:
        raise BadNoteError("a signature is not written as one") from problem
    if not line.startswith(_MARK) or not _NAME.fullmatch(name) or len(raw) <= _ID_BYTES:
        raise BadNoteError("a signature is not written as one")
    return name, raw[:_ID_BYTES], raw[_ID_BYTES:]
