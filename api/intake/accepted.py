"""Rows that were accepted together, as columns: what is stored of them, and their values on demand.

Every column is worked out when it is first asked for and at most once. Rows here have no finding;
what is wrong with others, and what becomes of these, is not decided here.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import Any, Final, Self

import polars as pl

from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.fields import CellMap, CountOrReason, PersonRef, PersonRefs

Values = Mapping[str, Any]


class Accepted(ABC):
    """Rows of one month.

    Attributes:
        dataset: their definition.
        numbers: their numbers in the file.
    """

    def __init__(self, dataset: type[Dataset], numbers: pl.Series) -> None:
        self.dataset, self.numbers = dataset, numbers
        self._columns = columns_by_name(dataset)
        self._loaded: dict[str, Sequence[Any]] = {}

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    @abstractmethod
    def stored(self) -> pl.DataFrame:
        """The stored columns as text by their stored names; nothing of persons' references."""

    @abstractmethod
    def only(self, chosen: pl.Series) -> Self:
        """The rows for which `chosen` is true."""

    @abstractmethod
    def _people(self, column: Column) -> pl.Series:
        """The references of a column; several joined by `;`."""

    @abstractmethod
    def _values(self, column: Column) -> Sequence[Any]:
        """The loaded values of a column, None where there is none."""

    def text(self, name: str) -> pl.Series:
        """A field's values as the text of a CSV cell, null where there is none."""
        column = self._columns[name]
        if isinstance(column.field, PersonRef | PersonRefs):
            return self._people(column)
        first, *others = (self.stored[stored] for stored, _ in column.stored)
        for other in others:
            first = first.fill_null(other)
        return first

    def loaded(self, name: str) -> Sequence[Any] | None:
        """A field's loaded values, None where there is none; None for what is no field."""
        if name not in self._columns:
            return None
        if name not in self._loaded:
            self._loaded[name] = self._values(self._columns[name])
        return self._loaded[name]

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Each row's number and its flat values, as the row by row check would give them."""
        for place, number in enumerate(self.numbers.to_list()):
            yield number, OneRow(self, place)


class OneRow(Mapping[str, Any]):
    """One row of a block: a value is looked up when it is asked for."""

    __slots__ = ("_block", "_place")

    def __init__(self, block: Accepted, place: int) -> None:
        self._block, self._place = block, place

    def get(self, key: str, default: Any = None) -> Any:
        values = self._block.loaded(key)
        value = None if values is None else values[self._place]
        return default if value is None else value

    def __getitem__(self, key: str) -> Any:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        for column in columns(self._block.dataset):
            if self.get(column.name) is not None:
                yield column.name

    def __len__(self) -> int:
        return sum(1 for _ in self)


class AcceptedCells(Accepted):
    """Rows of a table.

    Args:
        common: their cells by dotted names.
        stored: what is stored of them.
    """

    def __init__(
        self,
        dataset: type[Dataset],
        numbers: pl.Series,
        *,
        common: pl.DataFrame,
        stored: pl.DataFrame,
    ) -> None:
        super().__init__(dataset, numbers)
        self._common, self._stored = common, stored

    @property
    def stored(self) -> pl.DataFrame:
        return self._stored

    def only(self, chosen: pl.Series) -> Self:
        return type(self)(
            self.dataset,
            self.numbers.filter(chosen),
            common=self._common.filter(chosen),
            stored=self._stored.filter(chosen),
        )

    def _people(self, column: Column) -> pl.Series:
        if column.name in self._common.columns:
            return self._common[column.name]
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(self))

    def _values(self, column: Column) -> Sequence[Any]:
        texts, known = self.text(column.name).to_list(), dict[str | None, Any]({None: None})
        read = json.loads if isinstance(column.field, CellMap) else column.field.from_text
        for text in texts:
            if text not in known:
                known[text] = column.field.deserialize(read(text))
        return [known[text] for text in texts]


Cells = tuple[Any, ...]
"""A row's values in the order of its dataset's columns, None where there is none."""


def laid_out(dataset: type[Dataset]) -> Callable[[Values], Cells]:
    """What lays a row's values out, best done while they are at hand: later it takes longer."""
    names = [column.name for column in columns(dataset)]
    return lambda values: tuple(map(values.get, names))


class AcceptedValues(Accepted):
    """Rows whose values were loaded one by one.

    Args:
        values: their flat values.
        cells: the same, laid out.
    """

    def __init__(
        self,
        dataset: type[Dataset],
        numbers: pl.Series,
        *,
        values: Sequence[Values],
        cells: Sequence[Cells],
    ) -> None:
        super().__init__(dataset, numbers)
        self._rows, self._cells = values, cells
        self._stored: pl.DataFrame | None = None
        self._places = {column.name: place for place, column in enumerate(columns(dataset))}

    @property
    def stored(self) -> pl.DataFrame:
        if self._stored is None:
            self._stored = pl.DataFrame(
                [
                    made
                    for column in columns(self.dataset)
                    if not isinstance(column.field, PersonRef | PersonRefs)
                    for made in _texts(column, self._values(column))
                ]
            )
        return self._stored

    def only(self, chosen: pl.Series) -> Self:
        kept = chosen.to_list()
        return type(self)(
            self.dataset,
            self.numbers.filter(chosen),
            values=list(compress(self._rows, kept)),
            cells=list(compress(self._cells, kept)),
        )

    def rows(self) -> Iterator[tuple[int, Values]]:
        return zip(self.numbers.to_list(), self._rows, strict=True)

    def _people(self, column: Column) -> pl.Series:
        values = self._values(column)
        if isinstance(column.field, PersonRefs):
            values = [None if value is None else ";".join(value) for value in values]
        return pl.Series(column.name, values, dtype=pl.String)

    def _values(self, column: Column) -> Sequence[Any]:
        if not self._cells:
            return ()
        return self._by_column[self._places[column.name]]

    @cached_property
    def _by_column(self) -> list[Cells]:
        return list(zip(*self._cells, strict=True))


def _texts(column: Column, values: Sequence[Any]) -> Iterator[pl.Series]:
    """The stored columns of a field's values, as text."""
    if isinstance(column.field, CountOrReason):
        numbers = [None if isinstance(value, str) else value for value in values]
        parts: list[Sequence[Any]] = [
            numbers,
            [value if isinstance(value, str) else None for value in values],
        ]
    elif len(column.stored) > 1:
        stored = [column.field.stored(value) if value is not None else None for value in values]
        parts = [[s and s[place] for s in stored] for place in range(len(column.stored))]
    else:
        parts = [values]
    for (name, kind), part in zip(column.stored, parts, strict=True):
        yield _text(name, kind, part, column)


def _text(name: str, kind: str, values: Sequence[Any], column: Column) -> pl.Series:
    if kind in _AS_THEY_ARE:
        return pl.Series(name, values, dtype=pl.String)
    if kind in _CAST:
        return pl.Series(name, values, dtype=_CAST[kind]).cast(pl.String)
    if kind == "list":
        # few different lists occur, so each is written once
        written = {value: column.field.to_text(value) for value in {*values} - {None}}
        return pl.Series(name, [written.get(value) for value in values], dtype=pl.String)
    write = _map_text if kind == "map" else column.field.to_text
    return pl.Series(name, [None if v is None else write(v) for v in values], dtype=pl.String)


def _map_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


_AS_THEY_ARE: Final = frozenset({"text", "code", "month"})
_CAST: Final[Mapping[str, Any]] = {
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
"""Kinds of stored columns whose text polars writes as the fields do."""
