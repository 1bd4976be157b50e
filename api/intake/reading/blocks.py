"""Blocks of a file: rows that may be judged together, by columns or by lines, and rows that may
not.

A reader cuts its file into these. Numbers count the rows of the whole file from 1. Nothing here
reads or judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import polars as pl


@dataclass(frozen=True, slots=True)
class Records:
    """Records to be read one by one, the first under number `first`."""

    first: int
    records: Sequence[Any]

    def __len__(self) -> int:
        return len(self.records)


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of a table as columns of text, an empty cell a null.

    Attributes:
        first: the number of the first row.
        common: the columns of the dataset by their dotted names, in the common words.
        sent: all columns in order, as they were sent.
        record: makes the record of one row of `sent`.
    """

    first: int
    common: pl.DataFrame
    sent: pl.DataFrame
    record: Callable[[Sequence[str | None]], Any]

    def __len__(self) -> int:
        return self.sent.height


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of JSON, one record each.

    Attributes:
        first: the number of the first line.
        lines: the lines.
        record: makes the record of a line.
    """

    first: int
    lines: Sequence[bytes]
    record: Callable[[bytes], Any]

    def __len__(self) -> int:
        return len(self.lines)


Block = Records | Cells | Lines


@runtime_checkable
class InBlocks(Protocol):
    """A file that can be read in blocks, which hold the same rows as its `rows`."""

    def blocks(self) -> Iterator[Block]:
        """The rows in order."""
