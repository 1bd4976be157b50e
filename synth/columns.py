"""One column at a time, as codes and the few words that they stand for.

What a code says is spelt out once, however many rows say it. Columns are made of codes, numbers,
days, masks and keys, and told as JSON values, as cells of a table or as members of JSON objects.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from synth import days
from synth.chance import LOTS
from synth.draws import U64, Bools, Ints, Keys
from synth.references import checks
from synth.runs import Spelt, Vocabulary, spelt

Word = str | int | bool | tuple[str, ...] | None
Codes = npt.NDArray[np.integer[Any]]

_LETTERS: Final = "bcdfghjklmnpqrst"
"""Sixteen letters of which no word, number or mark of anybody can be made (design)."""
_LANES: Final = 4  # groups of 16 bits in a key
FEW: Final = 9  # things of which all short lists are fewer than rows (measured)


@dataclass(frozen=True, eq=False)
class Words:
    """Very many words that stand for codes again and again: their cells are made once."""

    words: Sequence[str]
    cells: pl.Series

    @classmethod
    def of(cls, words: Sequence[str]) -> Words:
        """The words, with their cells."""
        return cls(words, pl.Series(words, dtype=pl.String))


@dataclass(frozen=True)
class Coded:
    """A column as codes: what row n says is `words[codes[n]]`, and None where it says nothing.

    Attributes:
        codes: held in as few bytes as the words need, and one word more.
        cells: the words as cells of a table, where they are made already.
    """

    codes: Codes
    words: Sequence[Word]
    cells: pl.Series | None = None

    def __post_init__(self) -> None:
        """Let go of bytes that no code needs: many columns are held at once."""
        if len(self.words) < LOTS:
            object.__setattr__(self, "codes", self.codes.astype(np.uint16, copy=False))

    def at(self, places: Ints) -> Coded:
        """The same column at some places."""
        return Coded(self.codes.take(places), self.words, self.cells)

    def where(self, said: Bools) -> Coded:
        """The same column, blank elsewhere."""
        return Coded(np.where(said, self.codes + 1, 0), (None, *self.words))

    def saying(self, word: str, where: Bools) -> Coded:
        """The same column, with one of its words in some rows."""
        return replace(self, codes=np.where(where, list(self.words).index(word), self.codes))

    def values(self) -> list[Any]:
        """What each row says, as JSON."""
        told = [list(word) if isinstance(word, tuple) else word for word in self.words]
        return [told[code] for code in self.codes.tolist()]

    def text(self) -> pl.Series:
        """What each row says, as a cell of a table."""
        cells = self.cells
        if cells is None:
            cells = _cells(tuple(self.words), self._truths)
        return spelt(cells, self.codes)

    def cell(self) -> Spelt:
        """What each row says as a cell of a table, to be told beside others; blank, if nothing."""
        return Spelt(_vocabulary(tuple(self.words), None, self._truths), self.codes)

    def piece(self) -> pl.Series | pl.Expr:
        """The column as a part of a longer text; one word for all rows is said once."""
        return pl.lit(_cell(self.words[0])) if len(self.words) == 1 else self.text()

    def member(self, name: str) -> Spelt:
        """What each row says as a member of a JSON object, with the comma after it, to be told."""
        return Spelt(_vocabulary(tuple(self.words), name, self._truths), self.codes)

    @property
    def _truths(self) -> bool:
        """Whether the words are truth values: True and 1 are equal, and are not told alike."""
        return isinstance(next(reversed(self.words), None), bool)


@dataclass(frozen=True)
class Joined:
    """A column of text in parts, each as codes; blank where it is not said.

    Attributes:
        listed: whether JSON holds it as a list of one.
    """

    parts: tuple[Coded, ...]
    said: Bools | None = None
    listed: bool = False

    def at(self, places: Ints) -> Joined:
        """The same column at some places."""
        said = None if self.said is None else self.said.take(places)
        return replace(self, parts=tuple(part.at(places) for part in self.parts), said=said)

    def where(self, said: Bools) -> Joined:
        """The same column, blank elsewhere."""
        return replace(self, said=said if self.said is None else self.said & said)

    def values(self) -> list[Any]:
        """What each row says, as JSON."""
        told = self.text().to_list()
        return [None if word is None else [word] for word in told] if self.listed else told

    def text(self) -> pl.Series:
        """What each row says, as a cell of a table."""
        return pl.select(self.cell()).to_series()

    def cell(self) -> pl.Expr:
        """What each row says as a cell of a table, to be told beside others."""
        whole = pl.concat_str([part.piece() for part in self.parts])
        if self.said is not None:
            whole = pl.when(pl.Series(self.said)).then(whole).otherwise(pl.lit(None, pl.String))
        return whole

    def member(self, name: str) -> pl.Expr:
        """What each row says as a member of a JSON object, with the comma after it."""
        start, end = (f'{quoted(name)}:["', '"],') if self.listed else (f'{quoted(name)}:"', '",')
        return (pl.lit(start) + self.cell() + pl.lit(end)).fill_null("")


Column = Coded | Joined


def constant(value: Word, *, rows: int) -> Coded:
    """The same in every row."""
    return Coded(np.zeros(rows, dtype=np.uint16), (value,))


def numbers(values: Ints, *, most: int = 999) -> Coded:
    """Whole numbers from 0; of words there are not many more than are said."""
    largest = int(values.max(initial=0))
    words = _counted(min(most, (1 << largest.bit_length()) - 1))
    return Coded(values if largest <= most else np.minimum(values, most), words)


def flags(values: Bools) -> Coded:
    """True or false."""
    return Coded(values.astype(np.uint16), (False, True))


def dates(values: Ints) -> Coded:
    """Days as they are sent."""
    if not len(values):
        return Coded(values, ("",))
    first, words = days.years(int(values.min()), int(values.max()))
    return Coded(values - first, words)


def masked(values: Ints, things: Sequence[str]) -> Coded:
    """Lists of things: of each row those whose bit is set, in the order declared."""
    found = np.zeros(1 << len(things), dtype=np.bool_)
    if len(things) <= FEW:
        # All lists as long as the longest: words that hardly depend on the rows are made once.
        longest = np.bitwise_count(values).max(initial=0)
        found = np.bitwise_count(np.arange(len(found))) <= longest
    else:
        found[values] = True
    words = _lists(tuple(things), tuple(np.flatnonzero(found).tolist()))
    return Coded((np.cumsum(found) - 1)[values], words)


@lru_cache(256)
def _lists(things: tuple[str, ...], masks: tuple[int, ...]) -> tuple[Word, ...]:
    """Lists of things by their masks; an empty one is nothing."""
    return tuple(
        tuple(thing for place, thing in enumerate(things) if mask >> place & 1) or None
        for mask in masks
    )


def paired(first: Ints, second: Ints, *, things: Sequence[str]) -> Coded:
    """Lists of one thing, and of a second where it is another; `second` is -1 where there is none.

    Both are places among the things.
    """
    other = np.where(second == first, -1, second) + 1
    wide = len(things) + 1
    words = tuple(
        (things[one],) if not two else (things[one], things[two - 1])
        for one, two in product(range(len(things)), range(wide))
    )
    return Coded(first * wide + other, words)


def named(prefix: str, keys: Keys) -> Joined:
    """Opaque identifiers from the keys of what they name: a prefix and sixteen letters."""
    lanes: Any = keys.values.astype("<u8", copy=False).view("<u2").reshape(-1, _LANES)
    start = constant(f"{prefix}-", rows=len(keys))
    return Joined((start, *(_spelt(lanes[:, n], _letters()) for n in range(_LANES))))


def references(keys: U64, *, said: Bools | None = None, listed: bool = False) -> Joined:
    """References to persons from their keys, each with its check value."""
    lanes: Any = keys.astype("<u8", copy=False).view("<u2").reshape(-1, _LANES)
    start, checked = checks(lanes)
    parts = [lanes[:, n] for n in range(_LANES)] + [checked >> 16, checked & 0xFFFF]
    coded = tuple(_spelt(part, _digits()) for part in parts)
    return Joined((constant(start, rows=len(keys)), *coded), said, listed)


def hexadecimal(keys: U64) -> pl.Series:
    """Keys as sixteen hexadecimal digits."""
    lanes: Any = keys.astype("<u8", copy=False).view("<u2").reshape(-1, _LANES)
    return Joined(tuple(_spelt(lanes[:, n], _digits()) for n in range(_LANES))).text()


def _spelt(codes: Codes, words: Words) -> Coded:
    return Coded(codes, words.words, words.cells)


@cache
def _letters() -> Words:
    return Words.of(tuple(map("".join, product(_LETTERS, repeat=4))))


@cache
def _digits() -> Words:
    return Words.of(tuple(f"{number:04x}" for number in range(1 << 16)))


@cache
def _counted(most: int) -> tuple[int, ...]:
    return tuple(range(most + 1))


@lru_cache(4096)
def _cells(words: tuple[Word, ...], _truths: bool) -> pl.Series:  # noqa: FBT001 - a key alone
    """Words as cells of a table, kept by them and by whether they are truth values."""
    return pl.Series([_cell(word) for word in words], dtype=pl.String)


@lru_cache(1024)
def _vocabulary(
    words: tuple[Word, ...],
    name: str | None,
    _truths: bool,  # noqa: FBT001 - a key alone
) -> Vocabulary:
    """Words as cells, or as members of a JSON object by their name; nothing is told as nothing."""
    if name is None:
        told = [_cell(word) or "" for word in words]
    else:
        told = ["" if word is None else f"{quoted(name)}:{quoted(word)}," for word in words]
    return Vocabulary(pl.Series(told, dtype=pl.String))


def _cell(word: Word) -> str | None:
    if word is None or isinstance(word, str):
        return word
    if isinstance(word, bool):
        return "true" if word else "false"
    return ";".join(word) if isinstance(word, tuple) else str(word)


def quoted(word: Word) -> str:
    """A word as JSON."""
    return json.dumps(word, ensure_ascii=False, separators=(",", ":"))
