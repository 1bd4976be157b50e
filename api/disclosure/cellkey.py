"""Cell keys: which slot of the perturbation table a cell uses.

A cell's noise is fixed by the people in it, as in the cell-key method of the ABS and ONS (Fraser
and Wooton 2005), and, unlike there, also by the table it stands in: partnership, dataset,
variables, period, unit and epoch. The same people in another table or period get another draw, so
that equal noise no longer tells that nobody joined or left. The categories are left out on purpose:
two groupings whose category holds the same people give one cell and one draw.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

from api.disclosure import ptable

EPOCH_SECRET_BYTES = 32
"""Length of an epoch's secret: as long as the hash (RFC 2104 section 3)."""

RECORD_KEY_BYTES = 4
"""Record keys are 32 bits: the sum over 2**31 records stays within a signed 64-bit column."""

PEOPLE = "people"
RECORDS = "records"
FIGURE = "figure"


def record_key(person_id: bytes) -> int:
    """Give a person's record key, 0..2**32-1: the low 32 bits of their `person_id`."""
    return int.from_bytes(person_id[-RECORD_KEY_BYTES:], "big")


@dataclass(frozen=True)
class Table:
    """The table a cell stands in, and the secret of the epoch it is sealed in.

    `variables` are base variables, never their groupings; sorted here, so that every spelling of a
    question meets the same draw. The secret is never printed. Raises ValueError for a short one.
    """

    secret: bytes
    partnership: str
    dataset: str
    variables: tuple[str, ...]
    period: str

    def __post_init__(self) -> None:
        """Sort the variables, and refuse a secret that could be searched."""
        if len(self.secret) < EPOCH_SECRET_BYTES:
            raise ValueError(f"an epoch secret has at least {EPOCH_SECRET_BYTES} bytes")
        object.__setattr__(self, "variables", tuple(sorted(self.variables)))

    def __repr__(self) -> str:
        return f"Table({self.partnership}, {self.dataset}, {self.variables}, {self.period})"

    def people_noise(self, people: int, *, key_sum: int) -> int:
        """Give the movement of a count of `people`, whose record keys add up to `key_sum`."""
        return ptable.noise(people, slot=self._slot(PEOPLE, key_sum))

    def records_noise(self, records: int, *, key_sum: int, people: int) -> int:
        """Give the movement of a count of records, `key_sum` taken over records.

        Where everybody has one record the two units count the same thing, so they share one draw:
        a second one would help to average the noise away.
        """
        tag = PEOPLE if records == people else RECORDS
        return ptable.noise(records, slot=self._slot(tag, key_sum))

    def figure_noise(self, value: int, *, identity: Sequence[str]) -> int:
        """Give the movement of a declared figure, which has no records: keyed by what it is."""
        return ptable.noise(value, slot=self._slot(FIGURE, *identity))

    def _slot(self, *parts: str | int) -> int:
        """Hash table and parts, written so that no two lists read alike, to 12 bits."""
        where = (self.partnership, self.dataset, self.variables, self.period)
        message = json.dumps((where, parts), separators=(",", ":")).encode()
        digest = hmac.digest(self.secret, message, hashlib.sha256)
        return int.from_bytes(digest[:2], "big") % ptable.SLOTS
