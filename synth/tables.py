"""Rows of one dataset as whole columns, made into JSON objects or the lines of a file.

What the columns hold, and where the bytes go, does not belong here.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from schemas.dataset import columns
from schemas.datasets import DATASETS
from synth import runs
from synth.columns import Column, flags, hexadecimal, quoted, references
from synth.draws import U64, Bools, Ints
from synth.formats import Row
from synth.runs import Spelt


@dataclass(frozen=True)
class Table:
    """Rows of one dataset as columns by dotted name, with the month of each and whom it is about.

    Attributes:
        months: the month that each row belongs to.
        homes: the key of the household of each.
        people: the keys of the persons of each block, whether they are sent or not.
    """

    dataset: str
    months: Ints
    homes: U64
    columns: Mapping[str, Column]
    people: Mapping[str, U64]
    told: Mapping[str, Bools] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.months)

    def at(self, places: Ints) -> Table:
        """The rows at some places."""
        return Table(
            self.dataset,
            self.months.take(places),
            self.homes.take(places),
            {name: column.at(places) for name, column in self.columns.items()},
            {name: keys.take(places) for name, keys in self.people.items()},
            {name: said.take(places) for name, said in self.told.items()},
        )

    def by_month(self) -> Table:
        """The rows by month, in their order within each."""
        return self.at(np.argsort(self.months, kind="stable"))

    def of(self, month: int) -> Table:
        """The rows of one month."""
        return self.at(np.flatnonzero(self.months == month))

    def rows(self) -> list[Row]:
        """The rows as JSON objects, without the members that have no value."""
        held = [(*_split(name), column.values()) for name, column in self.columns.items()]
        made: list[Row] = [{} for _ in range(len(self))]
        for block, key, values in held:
            for row, value in zip(made, values, strict=True):
                if value is not None:
                    (row.setdefault(block, {}) if block else row)[key] = value
        return made

    def narrow(self, names: Collection[str]) -> Table:
        """The same rows with some of the columns."""
        kept = {name: column for name, column in self.columns.items() if name in names}
        return replace(self, columns=kept)

    def truth(self) -> pl.DataFrame:
        """Of each row its identifier, the household, and each person: who it is, and if sent."""
        held = {"record_id": self.columns["record_id"].text(), "household": hexadecimal(self.homes)}
        for name, keys in self.people.items():
            held[name] = references(keys).text()
            held[f"{name}.sent"] = flags(self.told[name]).text()
        return pl.DataFrame(held)

    def header(self) -> bytes:
        """The first line of a CSV file."""
        return ",".join(self.columns).encode() + b"\r\n"

    def csv(self) -> bytes:
        """The rows as lines of a CSV file (RFC 4180); no word needs quotes."""
        cells = [column.cell() for column in self.columns.values()]
        told = runs.told(cells, rows=len(self), between=",")
        named: dict[str, Any] = {str(place): run for place, run in enumerate(told)}
        return lines(pl.select(**named))

    def frame(self) -> pl.DataFrame:
        """The rows as a table of texts."""
        return pl.DataFrame({name: column.text() for name, column in self.columns.items()})

    def objects(self) -> pl.Series:
        """The rows as JSON objects in text."""
        blocks: dict[str, list[Spelt | pl.Expr]] = {"": []}
        for name, column in self.columns.items():
            block, key = _split(name)
            blocks.setdefault(block, []).append(column.member(key))
        parts = [_object(blocks.pop(""), rows=len(self))]
        parts += [_block(name, members, rows=len(self)) for name, members in blocks.items()]
        whole = pl.concat_str([pl.lit("{"), *parts]).str.strip_suffix(",") + pl.lit("}")
        return pl.select(whole).to_series()

    def ndjson(self) -> bytes:
        """The rows as JSON objects, one a line."""
        return spaced(self.objects())


def _object(members: Sequence[Spelt | pl.Expr], *, rows: int) -> pl.Expr:
    return pl.concat_str(runs.told(members, rows=rows))


def _block(name: str, members: Sequence[Spelt | pl.Expr], *, rows: int) -> pl.Expr:
    inside = _object(members, rows=rows)
    whole = pl.lit(f"{quoted(name)}:{{") + inside.str.strip_suffix(",") + pl.lit("},")
    return pl.when(inside == "").then(pl.lit("")).otherwise(whole)


def spaced(objects: pl.Series) -> bytes:
    """Texts, one a line."""
    return lines(objects.to_frame(), end="\n")


def lines(frame: pl.DataFrame, *, end: str = "\r\n") -> bytes:
    """A table of texts as the lines of a CSV file, without its header."""
    file = io.BytesIO()
    frame.write_csv(file, include_header=False, line_terminator=end, quote_style="never")
    return file.getvalue()


def columnar(frame: pl.DataFrame) -> bytes:
    """A table of texts as an Arrow file: half the work of Parquet, for what is not kept."""
    file = io.BytesIO()
    frame.write_ipc(file, compression="lz4")
    return file.getvalue()


def arranged(dataset: str, said: Mapping[str, Column]) -> dict[str, Column]:
    """Columns in the order of the dataset.

    Raises:
        KeyError: one is not of the dataset.
    """
    places = {column.name: place for place, column in enumerate(columns(DATASETS[dataset]))}
    return {name: said[name] for name in sorted(said, key=lambda name: places[name])}


def _split(name: str) -> tuple[str, str]:
    block, _, key = name.rpartition(".")
    return block, key
