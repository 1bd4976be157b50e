"""References to persons become digests here, and digests become references that one recipient
knows.

Both are keyed hashes (HMAC, RFC 2104) under secrets that live outside the database. The digest
never leaves the service; a pairwise reference differs for every agreement and recipient, so that
two recipients cannot compare theirs.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

RECORD_KEY_BYTES: Final = (
    4  # low 32 bits of the digest: enough for noise that nobody can steer (ABS, ONS)
)


@dataclass(frozen=True)
class Digester:
    """Turns references into digests for one partnership.

    Attributes:
        secret: the service's own key, 32 bytes or more; never stored with the data.
        partnership_id: the tenant; equal references in two partnerships give unlike digests.
        aliases: digests under a later reference key, and the digest they are kept under.
    """

    secret: bytes = field(repr=False)
    partnership_id: str
    aliases: Mapping[bytes, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def person_id(self, reference: str) -> bytes:
        """The 32-byte digest under which a person's rows are kept."""
        made = self.unaliased(reference)
        return self.aliases.get(made, made)

    def unaliased(self, reference: str) -> bytes:
        """The digest of a reference itself, before any alias."""
        message = f"person|{self.partnership_id}|{reference}".encode()
        return hmac.digest(self.secret, message, hashlib.sha256)


def record_key(unit: bytes) -> int:
    """The low 32 bits of a digest or random key, from which a cell's noise is keyed."""
    return int.from_bytes(unit[-RECORD_KEY_BYTES:], "big")


def pairwise(secret: bytes, *, person_id: bytes, agreement_id: str, recipient: str) -> str:
    """The reference by which one recipient knows a person under one agreement, 64 hex digits."""
    message = b"|".join((b"pairwise", agreement_id.encode(), recipient.encode(), person_id))
    return hmac.digest(secret, message, hashlib.sha256).hex()
