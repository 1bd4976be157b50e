"""Runs of columns that stand side by side, told as one: their words joined once, not in every row.

A column of few words beside another such is a column of few pairs of words. What a word is told as,
and what stands between two of them, is said by whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

MOST: Final = 1 << 11  # words of a run: their table stays near the processor (measured)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words as they are told, none of them null; the same ones are the same object."""

    cells: pl.Series

    def __len__(self) -> int:
        return len(self.cells)

    def at(self, codes: npt.NDArray[np.integer[Any]]) -> pl.Series:
        """What each code says."""
        return spelt(self.cells, codes)


@dataclass(frozen=True)
class Spelt:
    """A column that is to be told: what row n says is `words` at `codes[n]`."""

    words: Vocabulary
    codes: npt.NDArray[np.integer[Any]]


def spelt(cells: pl.Series, codes: npt.NDArray[np.integer[Any]]) -> pl.Series:
    """The cells that codes stand for; by index, since `gather` plans a query for each column."""
    return cells[codes.astype(np.uint32, copy=False)]


def told(
    columns: Iterable[Spelt | pl.Expr], *, rows: int, between: str = ""
) -> list[pl.Series | pl.Expr]:
    """The columns in their order, of which neighbours with few words are one.

    Args:
        columns: as codes, or as texts to be made with all others at once.
        rows: how many there are: a run has no more words than that, which would be for nothing.
        between: what stands between the words of two columns.
    """
    several = _runs(columns, most=min(rows, MOST))
    return [run if isinstance(run, pl.Expr) else _told(run, between) for run in several]


def _runs(columns: Iterable[Spelt | pl.Expr], *, most: int) -> Iterator[list[Spelt] | pl.Expr]:
    run: list[Spelt] = []
    many = 1
    for column in columns:
        more = 0 if isinstance(column, pl.Expr) else len(column.words)
        if run and (not more or many * more > most):
            yield run
            run, many = [], 1
        if isinstance(column, pl.Expr):
            yield column
        else:
            run.append(column)
            many *= more
    if run:
        yield run


def _told(run: list[Spelt], between: str) -> pl.Series:
    first, *others = run
    if not others:
        return first.words.at(first.codes)
    codes = first.codes.astype(np.uint32)
    for other in others:
        codes *= np.uint32(len(other.words))
        codes += other.codes
    return _products(tuple(column.words for column in run), between).at(codes)


@lru_cache(256)
def _products(several: tuple[Vocabulary, ...], between: str) -> Vocabulary:
    """Every word of the first with every one of each other, the last going round fastest."""
    first, *others = several
    cells = first.cells
    for other in others:
        left = cells[np.repeat(np.arange(len(cells)), len(other))]
        right = other.cells[np.tile(np.arange(len(other)), len(cells))]
        cells = left + between + right
    return Vocabulary(cells)
