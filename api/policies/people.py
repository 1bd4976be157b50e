"""References to persons become digests here: keyed hashes (HMAC, RFC 2104) under a secret that
lives outside the database.

The digest never leaves the service; what a recipient is given instead is `api.policies.pairwise`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

RECORD_KEY_BYTES: Final = (
    4  # low 32 bits of the digest: enough for noise that nobody can steer (ABS, ONS)
)
_HASH_BLOCK: Final = 64  # bytes of a block of SHA-256 (FIPS 180-4)
_INNER, _OUTER = 0x36, 0x5C  # RFC 2104 section 2


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

    def person_ids(self, references: Iterable[str | None]) -> Iterator[bytes | None]:
        """The digests of many references, None for none; what `person_id` gives, in less time.

        The two keyed halves of the hash (RFC 2104 section 2) are worked out once.
        """
        key = self._key.ljust(_HASH_BLOCK, b"\0")
        inner = hashlib.sha256(bytes(byte ^ _INNER for byte in key))
        outer = hashlib.sha256(bytes(byte ^ _OUTER for byte in key))
        inner.update(f"person|{self.partnership_id}|".encode())
        for reference in references:
            if reference is None:
                yield None
                continue
            first, second = inner.copy(), outer.copy()
            first.update(reference.encode())
            second.update(first.digest())
            made = second.digest()
            yield self.aliases.get(made, made)

    @property
    def _key(self) -> bytes:
        """The secret as the hash takes it: a longer one is hashed first (RFC 2104 section 2)."""
        long = len(self.secret) > _HASH_BLOCK
        return hashlib.sha256(self.secret).digest() if long else self.secret

    def unaliased(self, reference: str) -> bytes:
        """The digest of a reference itself, before any alias."""
        message = f"person|{self.partnership_id}|{reference}".encode()
        return hmac.digest(self.secret, message, hashlib.sha256)


def record_key(unit: bytes) -> int:
    """The low 32 bits of a digest or random key, from which a cell's noise is keyed."""
    return int.from_bytes(unit[-RECORD_KEY_BYTES:], "big")
