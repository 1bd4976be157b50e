"""The columns of a frame of text, each with what it takes and what it means, as expressions.

A column is `Judged` (its distinct cells are put to the field), `Filled` (absent from the file, with
one value that stands in) or of a kind of its own where cells seldom repeat: identifiers, references
and free text here, moments in `moments`. Which rows a rule breaks is not decided here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import polars as pl
from marshmallow import ValidationError

from schemas.dataset import Column
from schemas.fast.kinds import EPOCH, Kind
from schemas.fast.learned import Learned, foreseen
from schemas.fast.moments import Moments
from schemas.fields import (
    UNSAFE_TEXT,
    CellMap,
    Count,
    Day,
    Domain,
    Instant,
    LinkedRef,
    Opaque,
    PersonRef,
    PersonRefs,
    Text,
)

_SURROGATES: Final = "\ud800-\udfff"  # no frame can hold them, nor can its patterns name them
_UNSAFE: Final = UNSAFE_TEXT.pattern.replace(_SURROGATES, "")


class Cells(Protocol):
    """One column of the dataset as a frame of text has it."""

    column: Column

    def coded(self) -> dict[str, pl.Expr]:
        """What is worked out of the text first, by the names of the columns that keep it."""

    def blank(self) -> pl.Expr:
        """Whether the row has no value here."""

    def taken(self) -> pl.Expr:
        """Whether the row has a value here that the field takes."""

    def stored(self) -> tuple[pl.Expr, ...]:
        """The text of the stored columns, for rows that were accepted."""

    def seen(self, kind: Kind) -> pl.Expr | None:
        """The values as that kind, null where blank; None where they are not of that kind."""


class Numbered(Protocol):
    """Cells whose values are known one by one, under a number."""

    column: Column
    table: Learned

    @property
    def number(self) -> pl.Expr:
        """The number of each row's value; 0 where there is none."""


class Judged:
    """Cells of which each different one is put to the field.

    Args:
        asked: whether a rule asks for the values, so that their numbers are worked out once.
    """

    def __init__(self, column: Column, sources: tuple[str, ...], *, asked: bool) -> None:
        self.column, self._sources, self._asked = column, sources, asked
        is_map = isinstance(column.field, CellMap)
        self.table = Learned(column.field, read=_map_reader(column.name) if is_map else None)
        self.table.learn(foreseen(column.field))

    @property
    def is_plain(self) -> bool:
        """Whether every good cell so far is what is stored of it, to the letter."""
        return self.table.plain and len(self._sources) == 1

    @property
    def number(self) -> pl.Expr:
        """The number of each row's value; 0 where there is none."""
        return pl.col(self._coded) if self._asked else self.table.numbers(self.text())

    def text(self) -> pl.Expr:
        """The cell; of a map, its cells as one JSON object."""
        if not isinstance(self.column.field, CellMap):
            return pl.col(self._sources[0])
        cells = pl.struct(self._sources).struct.json_encode()
        return pl.when(pl.any_horizontal(pl.col(self._sources).is_not_null())).then(cells)

    def coded(self) -> dict[str, pl.Expr]:
        return {self._coded: self.table.numbers(self.text())} if self._asked else {}

    def blank(self) -> pl.Expr:
        return pl.all_horizontal(pl.col(self._sources).is_null())

    def taken(self) -> pl.Expr:
        return self.number > 0 if self._asked else self.table.holds(self.text())

    def stored(self) -> tuple[pl.Expr, ...]:
        if self.is_plain:
            return tuple(self.text() for _ in self.column.stored)
        return _looked_up(self)

    def seen(self, kind: Kind) -> pl.Expr | None:
        return _seen(self, kind)

    @property
    def _coded(self) -> str:
        return f"{self.column.name}#"


class Filled:
    """A column that is not in the file, and the value that stands in for it.

    Args:
        given: whether the row has the block that the column stands in; None for the record itself.
    """

    def __init__(self, column: Column, value: Any, *, given: pl.Expr | None) -> None:
        self.column, self.table = column, Learned(column.field)
        self._given = pl.lit(True) if given is None else given
        try:
            self.table.take(value)
            self._taken = True
        except ValidationError:
            self._taken = False

    @property
    def number(self) -> pl.Expr:
        """1 where the value stands in, which is the only one; 0 elsewhere."""
        return self.taken().cast(pl.UInt32)

    def coded(self) -> dict[str, pl.Expr]:
        return {}

    def blank(self) -> pl.Expr:
        return ~self._given

    def taken(self) -> pl.Expr:
        return self._given if self._taken else pl.lit(False)

    def stored(self) -> tuple[pl.Expr, ...]:
        texts = (pl.lit(text, pl.String) for text in self.table.stored[-1])
        return tuple(pl.when(self._given).then(text) for text in texts)

    def seen(self, kind: Kind) -> pl.Expr | None:
        return _seen(self, kind)


class Plain:
    """Cells that are stored as they stand: identifiers, references, free text."""

    def __init__(self, column: Column, sources: tuple[str, ...]) -> None:
        self.column = column
        self._cell = pl.col(sources[0])

    def coded(self) -> dict[str, pl.Expr]:
        return {}

    def blank(self) -> pl.Expr:
        return self._cell.is_null()

    def taken(self) -> pl.Expr:
        return _TAKES[type(self.column.field)](self._cell, self.column.field).fill_null(False)

    def stored(self) -> tuple[pl.Expr, ...]:
        return tuple(self._cell for _ in self.column.stored)

    def seen(self, kind: Kind) -> pl.Expr | None:
        own: Kind = "texts" if isinstance(self.column.field, PersonRefs) else "text"
        return self._cell if kind == own else None


def _map_reader(name: str) -> Any:
    """The map that a JSON object of its cells stands for, without the blank ones."""

    def read(text: str) -> dict[str, str]:
        cells = json.loads(text).items()
        return {key.removeprefix(f"{name}."): cell for key, cell in cells if cell is not None}

    return read


def _looked_up(cells: Numbered) -> tuple[pl.Expr, ...]:
    """The text of each stored column by the number of the value."""
    texts = zip(*cells.table.stored, strict=True)
    return tuple(pl.lit(pl.Series(part, dtype=pl.String)).gather(cells.number) for part in texts)


def _seen(cells: Numbered, kind: Kind) -> pl.Expr | None:
    """Days and whole numbers by the number of the value."""
    field = cells.column.field
    if kind == "day" and type(field) is Day:
        values = [None if day is None else day.toordinal() - EPOCH for day in cells.table.values]
    elif kind == "number" and type(field) is Count:
        values = cells.table.values
    else:
        return None
    return pl.lit(pl.Series(values, dtype=pl.Int64)).gather(cells.number)


def _matches(cell: pl.Expr, field: Any) -> pl.Expr:
    """The field's own pattern; written in ASCII, it means the same to both engines."""
    return cell.str.contains(f"^(?:{_pattern(field)})$")


def _several(cell: pl.Expr, field: Any) -> pl.Expr:
    """References that differ, each by its own pattern."""
    one, parts = f"(?:{_pattern(field.of)})", cell.str.split(";")
    matched = cell.str.contains(f"^{one}(?:;{one}){{0,{field.longest - 1}}}$")
    differ: pl.Expr = parts.list.n_unique() == parts.list.len()
    return matched & differ


def _readable(cell: pl.Expr, field: Any) -> pl.Expr:
    """Text without unsafe characters, neither too short nor too long."""
    stripped: pl.Expr = cell.str.strip_chars().str.len_chars()
    clean: pl.Expr = ~cell.str.contains(_UNSAFE)
    fits: pl.Expr = (stripped >= field.low) & (cell.str.len_chars() <= field.high)
    return clean & fits


def _pattern(field: Any) -> str:
    return str(field.pattern.pattern).removesuffix("\\Z")


_TAKES: Final[Mapping[type[Domain], Callable[[pl.Expr, Any], pl.Expr]]] = {
    LinkedRef: lambda cell, field: _matches(cell, field.of),
    Opaque: _matches,
    PersonRef: _matches,
    PersonRefs: _several,
    Text: _readable,
}


def cells(column: Column, sources: tuple[str, ...], *, asked: bool) -> Cells:
    """The cells of a column that is in the file.

    Args:
        column: the dataset's column.
        sources: the frame's columns that it is read from: one, or one for each dimension of a map.
        asked: whether a rule asks for it.
    """
    kind = type(column.field)
    if kind is Instant:
        return Moments(column, sources)
    return Plain(column, sources) if kind in _TAKES else Judged(column, sources, asked=asked)
