"""Keys that stand once in a file, in a few bytes a row.

A key is kept as 128 bits of hash under seeds drawn for each file, so that nobody can make two keys
meet, and of two keys that differ the hashes agree less often than once in 10^24 files of ten
million rows. The keys themselves are not kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from api.intake.accepted import Accepted, Values
from api.intake.watches.beside import Keys
from api.intake.watches.watch import RuleWatch
from schemas import rules
from schemas.dataset import Dataset, columns_by_name
from schemas.fields import Code, Count, Day, Flag, Month, Opaque, PersonRef
from schemas.findings import Finding

_PLAIN: Final = (Code, Count, Day, Flag, Month, Opaque, PersonRef)
"""Fields of which equal values have equal texts, and others others."""
_WAITING: Final = 5_000  # single rows that are hashed together
_NUMBER: Final = "row"


class HashedKeys(RuleWatch):
    """Finds the rows whose key stood before; a row with a blank among the fields has none."""

    def __init__(self, rule: rules.Rule, fields: Sequence[str]) -> None:
        super().__init__(rule)
        self._fields = tuple(fields)
        self._seeds = secrets.randbits(63), secrets.randbits(63)
        self._hashed: list[pl.DataFrame] = []
        self._waiting: list[tuple[str | int | None, ...]] = []

    @staticmethod
    def may_hash(keys: Keys, dataset: type[Dataset]) -> bool:
        """Whether the fields of a key are such that their texts can stand for them."""
        known = columns_by_name(dataset)
        fields = [known[name].field if name in known else None for name in keys.matched]
        return all(type(field) in _PLAIN for field in fields)

    def see(self, number: int, row: Values) -> None:
        """Take note of a row's key."""
        self._waiting.append((number, *(_text(row.get(name)) for name in self._fields)))
        if len(self._waiting) >= _WAITING:
            self._settle()

    def see_block(self, rows: Accepted) -> None:
        """Take note of the keys of rows that were accepted together."""
        texts = [rows.text(name).alias(str(place)) for place, name in enumerate(self._fields)]
        self._hash(pl.DataFrame([rows.numbers.cast(pl.UInt32).alias(_NUMBER), *texts]))

    def findings(self) -> Iterator[Finding]:
        """One for each row whose key stood before, in the order of the rows."""
        self._settle()
        return (self.found(number) for number in self._again())

    def _again(self) -> list[int]:
        """Rows whose key stood before; looked for by half of the hash, to hold little at once."""
        halves = [hashed["0"] for hashed in self._hashed]
        if not halves:
            return []
        ordered = pl.concat(halves, rechunk=False).sort()
        repeated = ordered.filter(ordered == ordered.shift(1)).unique()
        if repeated.is_empty():
            return []
        suspects = [each.filter(each["0"].is_in(repeated.implode())) for each in self._hashed]
        keys = pl.concat(suspects).sort(_NUMBER)
        return keys.filter(~pl.struct("0", "1").is_first_distinct())[_NUMBER].to_list()

    def _settle(self) -> None:
        if self._waiting:
            names = [_NUMBER, *map(str, range(len(self._fields)))]
            schema = {name: pl.UInt32 if name == _NUMBER else pl.String for name in names}
            self._hash(pl.DataFrame(self._waiting, schema=schema, orient="row"))
            self._waiting = []

    def _hash(self, keys: pl.DataFrame) -> None:
        keys = keys.drop_nulls()
        texts = keys.drop(_NUMBER)
        hashes = [texts.hash_rows(seed).alias(str(n)) for n, seed in enumerate(self._seeds)]
        self._hashed.append(pl.DataFrame([keys[_NUMBER], *hashes]))


def _text(value: Any) -> str | None:
    """A loaded value as the text of its cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
