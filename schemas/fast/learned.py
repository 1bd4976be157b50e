"""The distinct cells of a column that its own field has taken, with what they mean.

Most columns hold few different cells, so each is put to the field once and its rows look the answer
up: nothing here knows what any field takes. Only good cells are kept, and no more than a bound, so
that no body makes a table grow without end.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final

import polars as pl
from marshmallow import ValidationError

from schemas.fields import CellMap, Code, Domain, Flag

MOST_CELLS: Final = 10_000  # of a column; 27 years of days (design)
MOST_TRIES: Final = 4_096  # cells put to the field in one block, good or bad (design)

Stored = tuple[str | None, ...]
"""The text of each stored column of a field."""


class Learned:
    """What one column's good cells mean, each under a number from 1; 0 is a blank.

    Attributes:
        values: the loaded value of each number.
        stored: the text of its stored columns.
        plain: whether every good cell is what is stored of it, to the letter.
    """

    def __init__(self, field: Domain, *, read: Callable[[str], Any] | None = None) -> None:
        self.values: list[Any] = [None]
        self.stored: list[Stored] = [(None,) * len(field.storage)]
        self.plain = True
        self._field, self._read = field, read or field.from_text
        self._numbers: dict[str, int] = {}
        self._kind = pl.Enum([])

    def learn(self, cells: Iterable[str]) -> bool:
        """Put cells to the field and keep those that it takes; whether there were any."""
        known = len(self._numbers)
        for cell in cells:
            if cell not in self._numbers and len(self._numbers) < MOST_CELLS:
                self._try(cell)
        if len(self._numbers) == known:
            return False
        self._kind = pl.Enum(list(self._numbers))
        return True

    def take(self, value: Any) -> None:
        """Keep a value that no cell stands for, as what fills an absent column.

        Raises:
            ValidationError: the field does not take it.
        """
        self._keep(self._field.deserialize(value))

    def numbers(self, cells: pl.Expr) -> pl.Expr:
        """The number of each cell; 0 for a blank and for what is not known to be good."""
        found = cells.cast(self._kind, strict=False).to_physical().cast(pl.UInt32)
        return (found + 1).fill_null(0)

    def holds(self, cells: pl.Expr) -> pl.Expr:
        """Whether each cell is known to be good."""
        return cells.cast(self._kind, strict=False).is_not_null()

    def _try(self, cell: str) -> None:
        try:
            self._keep(self._field.deserialize(self._read(cell)))
        except ValidationError:
            return
        self._numbers[cell] = len(self.values) - 1
        self.plain = self.plain and self.stored[-1] == (cell,)

    def _keep(self, value: Any) -> None:
        self.stored.append(tuple(_text(self._field, part) for part in self._field.stored(value)))
        self.values.append(value)


def foreseen(field: Domain) -> Iterable[str]:
    """Cells to begin with, so that the first block need not be searched for them."""
    if isinstance(field, Code):
        return sorted(field.values)
    return ("true", "false") if isinstance(field, Flag) else ()


def _text(field: Domain, part: Any) -> str | None:
    """One stored value as text; a map as the store writes it."""
    if part is None or isinstance(part, str):
        return part
    if isinstance(field, CellMap):
        return json.dumps(part, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return field.to_text(part)
