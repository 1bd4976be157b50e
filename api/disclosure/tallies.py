"""Tallies: every table of a release counted from one reading of the rows.

What belongs here: rows as numbers kept in columns, and the counts of any table of them. What does
not: how rows are read (`api.queries.coded`), and what may be shown of a count (`protect`). Like
every count that is not protected yet, these are for the sealing of releases alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import prod
from typing import Any, Final

import polars as pl

from api.disclosure.coding import Coding
from api.disclosure.lattice import Shape
from api.disclosure.protect import CountedCell
from schemas.breakdowns import Breakdown

_UNIT: Final = "unit"
_KEY: Final = "key"
_LINKED: Final = "linked"
_ROWS: Final = "rows"
_PLACES: Final = 1 << 32
"""More than there are units, so that a cell and a unit make one number of 64 bits."""

_SEVERAL: Final = 1 << 62
_RESTRICTED: Final = 1 << 63
"""What is added to a unit's number so that it stands after those it is not counted with."""

_OWN: Final = {_UNIT: pl.Binary, _KEY: pl.UInt32, _LINKED: pl.UInt8}


class Rows:
    """Rows as they are read, kept as columns: some 20 bytes each until they are tallied.

    A unit's key is kept as a number of 62 bits, by which two of 5,000,000 units are taken for one
    with a chance of three in a million; keys are made by the service, and nobody can choose one.
    """

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._words = [f"word_{number}" for number in range(len(coding.words))]
        self._frames = [pl.DataFrame(schema=self._types).with_columns(_number())]

    @property
    def _types(self) -> dict[str, Any]:
        return _OWN | dict.fromkeys(self._words, pl.Int64)

    def add(self, columns: Sequence[Sequence[Any]]) -> None:
        """Take some rows: their unit keys, record keys, whether each names a person, the words."""
        named = dict(zip(self._types, columns, strict=True))
        self._frames.append(pl.DataFrame(named, schema=self._types).with_columns(_number()))

    def tally(self, *, restricted: Collection[bytes]) -> Tally:
        """Have done with reading; `restricted` are the unit keys that no small area counts."""
        keys = pl.DataFrame({_UNIT: list(restricted)}, schema={_UNIT: pl.Binary})
        apart = pl.col(_UNIT).is_in(keys.select(_number()).to_series().implode())
        several = pl.len().over(_UNIT) > 1
        whole = pl.concat(self._frames)
        self._frames.clear()
        marks = several * pl.lit(_SEVERAL, pl.UInt64) + apart * pl.lit(_RESTRICTED, pl.UInt64)
        whole = whole.with_columns(pl.col(_UNIT) + marks).sort(_UNIT)
        first = [
            int(whole[_UNIT].search_sorted(bound))
            for bound in (_SEVERAL, _RESTRICTED, _RESTRICTED + _SEVERAL)
        ]
        return Tally(_digits(whole.with_columns(pl.col(_UNIT).rle_id()), self._coding), first=first)


class Tally:
    """The rows of one dataset in one release, ready to be counted by any of its tables.

    They stand in four parts, and `first` says where the second, third and fourth begin: units with
    one row and with several, then the same of those who are restricted.
    """

    def __init__(self, rows: pl.DataFrame, *, first: Sequence[int]) -> None:
        self.records = len(rows)
        ends = [*first, self.records]
        parts = [rows[begin:end] for begin, end in zip([0, *first], ends, strict=True)]
        single, several, also_single, also_several = parts
        self._free = _Counter(single, several)
        self._everyone = _Counter(
            pl.concat([single, also_single]), pl.concat([several, also_several])
        )

    def cells(self, shape: Shape) -> Iterator[CountedCell]:
        """Give the non-empty cells of a table; by area they count nobody who is restricted."""
        by_area = any(breakdown.area for breakdown in shape.breakdowns)
        return (self._free if by_area else self._everyone).cells(shape.breakdowns)


class _Counter:
    """Counts rows by cell and unit.

    Units with one row need no telling apart, so their rows are added up by cell at once; a person's
    several rows are brought together first.
    """

    def __init__(self, single: pl.DataFrame, several: pl.DataFrame) -> None:
        self._single, self._several = single.lazy(), several.lazy()

    def cells(self, breakdowns: Sequence[Breakdown]) -> Iterator[CountedCell]:
        cell = _cell(breakdowns).alias("cell")
        key = pl.col(_KEY).cast(pl.Int64)
        pairs = self._several.select(cell * _PLACES + pl.col(_UNIT), key, _LINKED)
        several = pairs.group_by("cell").agg(
            pl.col(_KEY).first(), pl.col(_LINKED).max(), pl.len().cast(pl.Int64).alias(_ROWS)
        )
        units = several.with_columns(pl.col("cell") // _PLACES)
        single = self._single.select(cell, key, _LINKED)
        counted = pl.collect_all([_added(single), _summed(units)])
        for number, one, other in _beside(*counted):
            yield _made(_key(number, breakdowns), one, other)


Sums = tuple[int, ...]
"""Of one cell: rows, persons, units, the three sums of keys, and the two largest units' rows."""

_SUMS: Final = (
    "records", "persons", "units", "record_keys", "unit_keys", "person_keys", "top", "top_two",
)  # fmt: skip
_NONE: Final[Sums] = (0,) * len(_SUMS)


def _number() -> pl.Expr:
    """A unit's key as a number, below what tells the parts of a tally from each other."""
    return pl.col(_UNIT).hash().mod(_SEVERAL)


def _digits(rows: pl.DataFrame, coding: Coding) -> pl.DataFrame:
    """The rows with one small column for each grouping in place of the words."""
    read = [
        ((pl.col(f"word_{place}") // step) % len(each.codes)).cast(_narrow(each)).alias(each.name)
        for place, word in enumerate(coding.words)
        for each, step in word
    ]
    made = rows.select(_UNIT, _KEY, _LINKED, *read)
    wider = [
        pl.lit(pl.Series(numbers, dtype=_narrow(each))).gather(pl.col(finer.name)).alias(each.name)
        for each, finer, numbers in coding.derived
    ]
    return made.with_columns(*wider)


def _narrow(breakdown: Breakdown) -> type[pl.DataType]:
    """The smallest column that holds the numbers of its categories."""
    return pl.UInt8 if len(breakdown.codes) <= 1 << 8 else pl.UInt16


def _cell(breakdowns: Sequence[Breakdown]) -> pl.Expr:
    """The number of a row's cell: its categories' numbers as digits."""
    number = pl.lit(0, dtype=pl.UInt64)
    for each in breakdowns:
        number = number * len(each.codes) + pl.col(each.name)
    return number


def _key(number: int, breakdowns: Sequence[Breakdown]) -> tuple[str, ...]:
    """The categories of a cell's number."""
    step, codes = prod(len(each.codes) for each in breakdowns), []
    for each in breakdowns:
        step //= len(each.codes)
        codes.append(each.codes[number // step % len(each.codes)])
    return tuple(codes)


def _added(single: pl.LazyFrame) -> pl.LazyFrame:
    """Rows to cells, where each is a unit of its own."""
    key, rows = pl.col(_KEY), pl.len().cast(pl.Int64)
    people = pl.col(_LINKED).cast(pl.Int64).sum()
    keys, of_people = key.sum(), (key * pl.col(_LINKED)).sum()
    one, two = pl.lit(1, dtype=pl.Int64), pl.min_horizontal(rows, pl.lit(2, dtype=pl.Int64))
    numbers = (rows, people, rows, keys, keys, of_people, one, two)
    return single.group_by("cell").agg(
        number.alias(name) for name, number in zip(_SUMS, numbers, strict=True)
    )


def _summed(units: pl.LazyFrame) -> pl.LazyFrame:
    """Units in cells to cells; sums of keys stay within 63 bits (`cellkey`)."""
    key, rows = pl.col(_KEY), pl.col(_ROWS)
    people, count = pl.col(_LINKED).cast(pl.Int64).sum(), pl.len().cast(pl.Int64)
    keys, of_people = key.sum(), (key * pl.col(_LINKED)).sum()
    top, two = rows.max(), rows.top_k(2).sum()
    numbers = (rows.sum(), people, count, (key * rows).sum(), keys, of_people, top, two)
    return units.group_by("cell").agg(
        number.alias(name) for name, number in zip(_SUMS, numbers, strict=True)
    )


def _beside(single: pl.DataFrame, several: pl.DataFrame) -> Iterator[tuple[int, Sums, Sums]]:
    """The sums of each cell on either side, in the order of the cells' numbers."""
    sides: list[Mapping[int, Sums]] = [
        defaultdict(lambda: _NONE, {row[0]: row[1:] for row in side.iter_rows()})
        for side in (single, several)
    ]
    for number in sorted(sides[0].keys() | sides[1].keys()):
        yield number, sides[0][number], sides[1][number]


def _made(key: tuple[str, ...], one: Sums, other: Sums) -> CountedCell:
    records, persons, units, record_keys, unit_keys, person_keys = (
        mine + theirs for mine, theirs in zip(one[:6], other[:6], strict=True)
    )
    largest = sorted(each for top, two in (one[6:], other[6:]) for each in (top, two - top))
    top, top_two = largest[-1], largest[-1] + largest[-2]
    return CountedCell(
        key, records, persons, units, record_keys, unit_keys, person_keys, top, top_two
    )
