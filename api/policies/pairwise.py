"""References that one recipient knows under one agreement, for persons, records and returns.

A keyed hash (HMAC-SHA-256, RFC 2104) under a secret that lives outside the database, over who
reads, under what, and what is meant. The same person has the same reference in all that a
recipient reads under one agreement, so that rows join; two recipients, or two agreements, never
have a string in common, so that nobody can compare theirs. What does not belong here: the digests
under which persons' rows are kept (`api.policies.people`), which never leave.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

_BREAK: Final = b"\x00"
"""Stands between the words of a message; no name, code or identifier holds one."""


@dataclass(frozen=True)
class Pairwise:
    """The references of one recipient under one agreement, each of 64 hexadecimal digits.

    Attributes:
        secret: the service's own key for them, 32 bytes or more.
        partnership_id, agreement_id, recipient: whose references these are.
    """

    secret: bytes = field(repr=False)
    partnership_id: str
    agreement_id: str
    recipient: str

    def person(self, person_id: bytes) -> str:
        """The reference of a person, by the digest that never leaves."""
        return self._made(b"person", person_id)

    def record(self, *, agency_id: str, dataset: str, record_id: str) -> str:
        """The reference of another agency's record, by its own identifier of it."""
        return self._made(b"record", *_spelled(agency_id, dataset, record_id))

    def of_a_return(self, *, agency_id: str, dataset: str, month: str) -> str:
        """The reference of the return in which an agency's rows of a month came."""
        return self._made(b"return", *_spelled(agency_id, dataset, month))

    def other(self, kind: str, value: str) -> str:
        """The reference of something else that agencies name alike: an offence, a review."""
        return self._made(b"other", *_spelled(kind, value))

    def _made(self, *parts: bytes) -> str:
        owner = _spelled(self.partnership_id, self.agreement_id, self.recipient)
        message = _BREAK.join((b"pairwise", *owner, *parts))
        return hmac.digest(self.secret, message, hashlib.sha256).hex()


def _spelled(*words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)
