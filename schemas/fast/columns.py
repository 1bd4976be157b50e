"""Rows of CSV judged by columns: which are accepted, and what is stored of them.

A frame of text comes in, as it was cut from the file; what is stored goes out as text too. Cutting
the file, screening for identifiers and loading belong to the intake and the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, reduce
from operator import and_
from typing import Final

import polars as pl

from schemas.checking import Plan
from schemas.dataset import Column, columns
from schemas.evaluate import ABSENT
from schemas.fast.cells import Cells, Filled, Judged, cells
from schemas.fast.claims import claimed
from schemas.fast.conditions import Answers, Question
from schemas.fast.learned import MOST_TRIES
from schemas.fields import CellMap

_AS_WRITTEN: Final = pl.QueryOptFlags.none()


class TextColumns:
    """What the rows of one file are held against, by columns.

    It learns the cells that occur and is the cheaper for it: one serves all blocks of a file, in
    turn.

    Args:
        plan: the columns in the file, the context and the fills, as `schemas.checking` takes them.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._present: dict[str, Cells] = {}
        self._given = {f"{c.block}?": c for c in columns(plan.dataset) if c.block}
        self._filled = {
            c.name: Filled(c, value, given=pl.col(f"{c.block}?") if c.block else None)
            for c, value in plan.filled
        }
        self._named = frozenset[str]().union(*(fields for _, _, fields in plan.judges))
        self._codes: dict[str, pl.Expr] = {}
        self._tests: dict[str, pl.Expr] = {}

    def accepted(self, frame: pl.DataFrame) -> pl.Series:
        """Whether `schemas.checking.check` would find nothing in each row.

        Args:
            frame: a column of text for each column of the file, by its dotted name (of a map,
                `breakdown.<dimension>`); null is an empty cell. Every frame has the same columns.

        Returns:
            One boolean for each row. False says only that the row must take the exact road.
        """
        self._begin(frame)
        found = self._tested(frame)
        if self._learned(frame, found):
            found = self._tested(frame)
        failed = (test for test in found.get_columns() if not test.all())
        return reduce(and_, failed, pl.repeat(True, frame.height, dtype=pl.Boolean, eager=True))

    def stored(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The stored columns of rows that `accepted` let through, as text by their stored names.

        Null is NULL. References to persons are left out: what is kept of them is not theirs.
        """
        self._begin(frame)
        shown: dict[str, pl.Expr] = {}
        for column in columns(self._plan.dataset):
            own = self._filled.get(column.name) or self._present.get(column.name)
            texts = own.stored() if own else tuple(pl.lit(None, pl.String) for _ in column.stored)
            kept = [name for name, kind in column.stored if kind != "refs"]
            shown |= dict(zip(kept, texts, strict=False))
        numbered = (own for own in self._columns if isinstance(own, Judged) and not own.is_plain)
        given = frame.lazy().with_columns(**self._blocks)
        return given.with_columns(**_codes(numbered)).select(**shown).collect()

    def _begin(self, frame: pl.DataFrame) -> None:
        """Match the dataset's columns with those of the frame, once."""
        if self._present:
            return
        for column in columns(self._plan.dataset):
            sources = tuple(_sources(column, frame.columns))
            if column.name in self._plan.present and sources:
                asked = column.name in self._named
                self._present[column.name] = cells(column, sources, asked=asked)

    @cached_property
    def _columns(self) -> tuple[Cells, ...]:
        """The columns that may hold a value."""
        return (*self._filled.values(), *self._present.values())

    @cached_property
    def _blocks(self) -> dict[str, pl.Expr]:
        """Whether a row has each block, by the names of the columns that say so."""
        return {name: self._has(column.block) for name, column in self._given.items()}

    @cached_property
    def _asked(self) -> tuple[Question, ...]:
        """Whether each rule is broken, as questions."""
        return tuple(self._breaches())

    def _breaches(self) -> Iterator[Question]:
        plan = self._plan
        said = {name: own for name, own in self._filled.items() if name not in plan.unsaid}
        row = {**plan.context, **plan.unsaid, ABSENT: plan.absent_names}
        answers = Answers({**self._present, **said}, row)
        for rule, _, _ in plan.judges:
            yield answers.question(claimed(rule.test, verdict=False))

    def _tested(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Each test of each row; those of a column under its name."""
        if not self._codes:
            self._codes = _codes(self._columns)
        given = frame.lazy().with_columns(**self._blocks)
        # planned no further than it is written: there is nothing to push down (measured)
        coded = given.with_columns(**self._codes).collect(optimizations=_AS_WRITTEN)
        changed = [question.prepare(coded) for question in self._asked]
        if not self._tests or any(changed):
            self._tests = dict(self._all_tests())
        # side by side: as one expression they take twice as long to plan (measured)
        tested = coded.lazy().select(pl.repeat(True, pl.len()), **self._tests)
        return tested.collect(optimizations=_AS_WRITTEN)

    def _all_tests(self) -> Iterator[tuple[str, pl.Expr]]:
        for own in self._columns:
            yield own.column.name, self._test(own)
        for name, column in self._given.items():
            if not column.optional_block:
                yield name, pl.col(name)
        for number, question in enumerate(self._asked):
            yield f"rule {number}", ~question.met()

    def _test(self, own: Cells) -> pl.Expr:
        """A good value, or none where none is needed: a mandatory one is where its block is."""
        if not own.column.field.mandatory or own.column.name in self._filled:
            return own.taken() | own.blank()
        block = own.column.block
        return own.taken() | ~pl.col(f"{block}?") if block else own.taken()

    def _learned(self, frame: pl.DataFrame, found: pl.DataFrame) -> bool:
        """Put cells that were not known to their fields; whether any was taken."""
        grown = False
        for own in self._present.values():
            known = found[own.column.name]
            if isinstance(own, Judged) and not known.all():
                strange = frame.filter(~known).select(own.text().unique(maintain_order=True))
                grown |= own.table.learn(strange.to_series().drop_nulls().head(MOST_TRIES))
        if grown:
            self._codes, self._tests = {}, {}
        return grown

    def _has(self, block: str) -> pl.Expr:
        """Whether a row has a block: by a cell of it, or by what fills one that all rows have."""
        columns_of = [c for c in columns(self._plan.dataset) if c.block == block]
        if any(c.name in self._filled and not c.optional_block for c in columns_of):
            return pl.lit(True)
        own = [self._present[c.name] for c in columns_of if c.name in self._present]
        return pl.any_horizontal(*(~each.blank() for each in own)) if own else pl.lit(False)


def _sources(column: Column, names: list[str]) -> Iterator[str]:
    """The frame's columns that a column is read from."""
    if isinstance(column.field, CellMap):
        yield from (name for name in names if name.startswith(f"{column.name}."))
    else:
        yield column.name


def _codes(several: Iterable[Cells]) -> dict[str, pl.Expr]:
    """What the columns work out of their text, by name."""
    return {name: code for own in several for name, code in own.coded().items()}
