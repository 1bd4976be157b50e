"""Rows into the record tables, by the engine's way to load many.

PostgreSQL takes a COPY by the loading role, whose rights end at inserting; SQLite takes the
driver's executemany. Both run inside the transaction of the return, around SQLAlchemy, and store
what it would. Rows come one by one or in frames (`api.queries.making`); what they hold is not
decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice, repeat
from typing import Any, Final

import polars as pl
from psycopg import sql
from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from api.db import loading
from api.queries.beforehand import beforehand
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.tables.records import RECORDS

Stored = tuple[Any, ...]

BLOCK: Final = 1000  # single rows of one executemany: more gains nothing on SQLite (measured)


def load(
    session: Session,
    rows: Iterator[tuple[int, Stored]],
    frames: Iterator[pl.DataFrame],
    *,
    dataset: str,
    names: tuple[str, ...],
    owner: dict[str, str],
    month: str,
) -> int:
    """Load a month's rows of one submission.

    Args:
        session: the writing session of the return.
        rows: row numbers and stored values in the order of `names`.
        frames: more rows, with their numbers in `row_no`.
        dataset: name of the record table's dataset.
        names: stored columns.
        owner: partnership_id, agency_id and submission_id.
        month: the month the rows belong to.

    Returns:
        How many rows were loaded.
    """
    into = Into(session, dataset, ("row_no", "month", *names), owner=owner, month=month)
    flat = ((number, month, *row) for number, row in rows)
    if session.get_bind().dialect.name == "postgresql":
        return _copied(session, into, flat, frames)
    return _inserted(session, into, flat, frames)


class Into:
    """Where rows go: the table, the columns in order, and what is the same for all of them."""

    def __init__(
        self,
        session: Session,
        dataset: str,
        names: tuple[str, ...],
        *,
        owner: dict[str, str],
        month: str,
    ) -> None:
        self.table: Table = RECORDS[dataset]
        self.names, self.owner, self.month = names, owner, month
        self.kinds = {name: kind for c in columns(DATASETS[dataset]) for name, kind in c.stored}
        self.dialect = session.get_bind().dialect

    def encoders(self) -> list[Callable[[Any], Any] | None]:
        """What SQLAlchemy would do to each value of a single row on the way in."""
        types = [self.table.c[name].type for name in self.names]
        return [kind.dialect_impl(self.dialect).bind_processor(self.dialect) for kind in types]

    def encoded(self, rows: Iterable[Stored]) -> Iterator[list[Any]]:
        """Single rows as the driver takes them."""
        encoders = self.encoders()
        for row in rows:
            pairs = zip(encoders, row, strict=True)
            yield [value if encode is None else encode(value) for encode, value in pairs]

    def read(self, frame: pl.DataFrame, ways: Mapping[str, Callable[[str], pl.Expr]]) -> Any:
        """A frame whose text is read by kind: in the order of the names, without the month."""
        wanted = [name for name in self.names if name != "month"]
        plain: Callable[[str], pl.Expr] = pl.col
        return frame.select(ways.get(self.kinds.get(name, ""), plain)(name) for name in wanted)


def _instant(name: str) -> pl.Expr:
    return pl.col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us")


_FOR_SQLITE: Final[Mapping[str, Callable[[str], pl.Expr]]] = {
    "integer": lambda name: pl.col(name).cast(pl.Int64),
    "boolean": lambda name: (pl.col(name) == "true").cast(pl.Int64),
    "decimal": lambda name: pl.col(name).cast(pl.Float64),
    "instant": lambda name: _instant(name).dt.strftime("%Y-%m-%d %H:%M:%S%.6f"),
}
"""Text as SQLAlchemy stores it in SQLite: truth as 0 and 1, moments in UTC without a zone."""
_FOR_POSTGRESQL: Final[Mapping[str, Callable[[str], pl.Expr]]] = {
    "instant": lambda name: _instant(name).dt.strftime("%Y-%m-%d %H:%M:%S%.6f+00"),
}


def _inserted(
    session: Session, into: Into, rows: Iterator[Stored], frames: Iterator[pl.DataFrame]
) -> int:
    """The driver's executemany: the same statement for all rows, whichever way they come."""
    compiled = insert(into.table).compile(
        dialect=into.dialect, column_keys=[*into.owner, *into.names]
    )
    order: Sequence[str] = compiled.positiontup or ()
    same = into.owner | {"month": into.month}
    total = 0
    with loading(session, submission_id=into.owner["submission_id"]) as connection:
        for ready in chain(_single(into, rows, order), _together(into, frames, order, same)):
            total += connection.executemany(str(compiled), ready).rowcount
    return total


def _single(
    into: Into, rows: Iterator[Stored], order: Sequence[str]
) -> Iterator[list[tuple[Any, ...]]]:
    encoded = into.encoded(rows)
    while block := list(islice(encoded, BLOCK)):
        named = (into.owner | dict(zip(into.names, row, strict=True)) for row in block)
        yield [tuple(row[name] for name in order) for row in named]


def _together(
    into: Into, frames: Iterator[pl.DataFrame], order: Sequence[str], same: Mapping[str, str]
) -> Iterator[Iterator[tuple[Any, ...]]]:
    for frame in frames:
        ready = into.read(frame, _FOR_SQLITE)
        parts = [repeat(same[n], ready.height) if n in same else ready[n].to_list() for n in order]
        yield zip(*parts, strict=True)


def _copied(
    session: Session, into: Into, rows: Iterator[Stored], frames: Iterator[pl.DataFrame]
) -> int:
    """COPY by the loading role, which cannot name whose rows these are: the transaction says it.

    Single rows go as text, frames as CSV; each kind has a COPY of its own if there is any of it.
    """
    total = 0
    with loading(session, submission_id=into.owner["submission_id"]) as connection:
        for row in rows:
            with connection.cursor().copy(copy_statement(into, into.names)) as copy:
                for each in into.encoded(chain((row,), rows)):
                    copy.write_row(each)
                    total += 1
        for frame in frames:
            names = [*(name for name in into.names if name != "month"), "month"]
            with connection.cursor().copy(copy_statement(into, names, csv=True)) as copy:
                for height, text in beforehand(rendered(into, chain((frame,), frames))):
                    copy.write(text)
                    total += height
    return total


def copy_statement(into: Into, names: Sequence[str], *, csv: bool = False) -> sql.Composed:
    """The COPY of these columns from rows of text, or from CSV."""
    return sql.SQL("COPY {} ({}) FROM STDIN{}").format(
        sql.Identifier(into.table.name),
        sql.SQL(", ").join(sql.Identifier(name) for name in names),
        sql.SQL(" (FORMAT csv)" if csv else ""),
    )


def rendered(into: Into, frames: Iterable[pl.DataFrame]) -> Iterator[tuple[int, str]]:
    """Frames as CSV: a null is nothing between commas, and bytes are in hexadecimal."""
    for frame in frames:
        ready = into.read(frame, _FOR_POSTGRESQL)
        digests = [name for name, kind in ready.schema.items() if kind == pl.Binary]
        ready = ready.with_columns(
            *((pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name) for name in digests),
            pl.lit(into.month).alias("month"),
        )
        yield ready.height, ready.write_csv(include_header=False)
