"""Persons who were erased: the keyed digest by which they are recognised, and what erasing leaves.

What belongs here: pure rules. The digest is keyed once more and differs by agency, so that neither
the ledger nor the store's own list fits a record, and two agencies' lists cannot be compared.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from schemas.dataset import Column, Dataset, columns
from schemas.fields import PersonRef

CODE: Final = "person_erased"
"""The finding of a row that was left out because its person has been erased."""

SENTENCE: Final = (
    "A person of this row was erased at your agency's decision: what the row says of that person is"
    " not stored. Erase the person in your own system as well."
)

_LABEL: Final = b"erasures"
_ALONE: Final = "counts_only"


@dataclass(frozen=True)
class Eraser:
    """Knows persons that one agency has erased.

    Attributes:
        secret: the service's own key for digests of persons, from which another is derived.
        partnership_id, agency_id: whose rows are meant.
        through: the last erased month, as 2026-03, by the erased person's keyed digest.
    """

    secret: bytes = field(repr=False)
    partnership_id: str
    agency_id: str
    through: Mapping[bytes, str] = field(default_factory=dict, repr=False)

    def digest(self, person_id: bytes) -> bytes:
        """The keyed digest by which an erased person is recognised."""
        message = b"|".join((self.partnership_id.encode(), self.agency_id.encode(), person_id))
        return hmac.digest(_derived(self.secret), message, hashlib.sha256)

    def erased_through(self, person_id: bytes) -> str:
        """The last month whose rows of this person are erased, "" where none are."""
        return self.through.get(self.digest(person_id), "")


@cache
def _derived(secret: bytes) -> bytes:
    """A key of its own (HMAC as a key derivation function, NIST SP 800-108)."""
    return hmac.digest(secret, _LABEL, hashlib.sha256)


@cache
def emptied(dataset: type[Dataset], block: str) -> Mapping[str, Any]:
    """What the stored columns of a person block become when its person alone is erased.

    They read as if nothing about that person had been recorded, so that the row still says that
    there was somebody. The row goes no further than counts.
    """
    values: dict[str, Any] = {f"{block}_person_id": None}
    for column in columns(dataset):
        if column.block == block and not isinstance(column.field, PersonRef):
            names = [name for name, _ in column.stored]
            values |= dict(zip(names, _nothing(column), strict=True))
    return values


def _nothing(column: Column) -> tuple[Any, ...]:
    if column.key == "sharing":
        return column.field.stored(_ALONE)
    fill = column.field.fill
    return (None,) * len(column.stored) if fill is None else column.field.stored(fill)


def without(refs: str, *, persons: frozenset[str]) -> str | None:
    """A list of digests in hexadecimal, joined by `;`, without these; None where none is left."""
    left = [each for each in refs.split(";") if each not in persons]
    return ";".join(left) or None
