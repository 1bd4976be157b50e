"""Coding: how the categories of a row are carried as a few whole numbers.

What belongs here: which groupings have to be read of a row, which follow from a finer one, and how
many are packed into one number. What does not: reading rows (`api.queries.coded`), and counting
them (`tallies`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final

from api.disclosure.nesting import joined, nested
from schemas.breakdowns import Breakdown

WORD: Final = 1 << 62
"""A word stays below this, so that a signed column of 64 bits holds it in either store."""

Digit = tuple[Breakdown, int]
"""A grouping in a word, and the value of one step of it."""


@dataclass(frozen=True)
class Coding:
    """The groupings of a dataset as numbers: a category's number is its place in `codes`.

    Attributes:
        words: what is read of each row: groupings packed as digits of one number each, every
            grouping with as many values as it has categories.
        derived: the other groupings, each with the finer one that it follows from and its own
            number for each number of that.
    """

    words: tuple[tuple[Digit, ...], ...]
    derived: tuple[tuple[Breakdown, Breakdown, tuple[int, ...]], ...]


def coding(breakdowns: Sequence[Breakdown]) -> Coding:
    """Work out how these groupings are carried."""
    read: list[Breakdown] = []
    derived = []
    for each in breakdowns:
        finer = next((one for one in read if _follows(each, one)), None)
        if finer is None:
            read.append(each)
        else:
            derived.append((each, finer, _numbers(each, finer)))
    return Coding(tuple(_words(read)), tuple(derived))


def _follows(wider: Breakdown, finer: Breakdown) -> bool:
    return wider.base == finer.base and nested(finer, wider=wider)


def _numbers(wider: Breakdown, finer: Breakdown) -> tuple[int, ...]:
    """The wider number of each finer one; a category that no value leads to has any."""
    leads = dict(joined(finer, wider=wider))
    return tuple(wider.codes.index(leads.get(code, wider.codes[-1])) for code in finer.codes)


def _words(read: Iterable[Breakdown]) -> Iterator[tuple[Digit, ...]]:
    held: list[Breakdown] = []
    for each in read:
        if prod(len(b.codes) for b in (*held, each)) > WORD:
            yield tuple(_digits(held))
            held = []
        held.append(each)
    if held:
        yield tuple(_digits(held))


def _digits(held: Sequence[Breakdown]) -> Iterator[Digit]:
    step = 1
    for each in held:
        yield each, step
        step *= len(each.codes)
