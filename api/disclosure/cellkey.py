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
from dataclasses import dataclass, field

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

    secret: bytes = field(repr=False)
    partnership: str
    dataset: str
    variables: tuple[str, ...]
    period: str
    _name: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a secret that could be searched, and write the table's name once for all cells."""
        if len(self.secret) < EPOCH_SECRET_BYTES:
            raise ValueError(f"an epoch secret has at least {EPOCH_SECRET_BYTES} bytes")
        object.__setattr__(self, "variables", tuple(sorted(self.variables)))
        where = (self.partnership, self.dataset, self.variables, self.period)
        object.__setattr__(self, "_name", json.dumps(where).encode())

    def people_noise(self, people: int, *, key_sum: int) -> int:
        """Give the movement of a count of `people`, whose record keys add up to `key_sum`."""
        return ptable.noise(people, slot=self._slot(f"{PEOPLE} {key_sum}"))

    def records_noise(self, records: int, *, key_sum: int, people: int) -> int:
        """Give the movement of a count of records, `key_sum` taken over records.

        Where everybody has one record the two units count the same thing, so they share one draw:
        a second one would help to average the noise away.
        """
        tag = PEOPLE if records == people else RECORDS
        return ptable.noise(records, slot=self._slot(f"{tag} {key_sum}"))

    def figure_noise(self, value: int, *, identity: Sequence[str]) -> int:
        """Give the movement of a declared figure, which has no records: keyed by what it is."""
        return ptable.noise(value, slot=self._slot(f"{FIGURE} {json.dumps(identity)}"))

    def _slot(self, cell: str) -> int:
        """Hash table and cell to 12 bits; the table's name is JSON, so it cannot run into the cell.

        A draw must never be predictable without the secret, hence a keyed hash (RFC 2104).
        """
        digest = hmac.digest(self.secret, self._name + cell.encode(), hashlib.sha256)
        return int.from_bytes(digest[:2], "big") % ptable.SLOTS
