"""Rows into the record tables: how a row's values fill its columns, and the engine's way to load
many.

PostgreSQL takes one COPY by the loading role, whose rights end at inserting; SQLite takes
executemany. Both run inside the transaction of the return.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from psycopg import sql
from sqlalchemy import Column, Table, insert
from sqlalchemy.orm import Session

from api.db import loading
from api.policies.people import Digester, record_key
from schemas.dataset import Column as DatasetColumn
from schemas.dataset import Dataset, columns
from schemas.fields import PersonRef, PersonRefs
from schemas.tables.records import RECORDS

BLOCK: Final = 1000  # rows of one executemany: more gains nothing on SQLite (measured)
UNIT_BYTES: Final = 32  # a random unit key is as long as a digest, so that nothing tells them apart


class RowMaker:
    """Turns flat values into the stored columns of a dataset, persons into digests.

    A row whose person is `counts_only` keeps no digest: its unit key is random.
    """

    def __init__(self, dataset: type[Dataset], digester: Digester) -> None:
        self._dataset, self._digester = dataset, digester
        self._columns = tuple(
            c for c in columns(dataset) if not isinstance(c.field, PersonRef | PersonRefs)
        )
        self._several = tuple(c for c in columns(dataset) if isinstance(c.field, PersonRefs))
        # worked out once and not for every row
        self._stores = tuple(
            (c.name, c.field.stored, (None,) * len(c.stored)) for c in self._columns
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the stored columns that `row` fills, in its order."""
        people = tuple(f"{block}_person_id" for block in self._dataset.persons)
        units = ("unit_key", "record_key") if people else ()
        own = tuple(name for c in (*self._columns, *self._several) for name, _ in c.stored)
        return (*units, *people, *own)

    def row(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The stored values of one good row."""
        people = tuple(self._person(block, values) for block in self._dataset.persons)
        stored: list[Any] = []
        for name, store, nothing in self._stores:
            value = values.get(name)
            stored += nothing if value is None else store(value)
        refs = [self._refs(c, values) for c in self._several]
        return (*self._unit(people), *people, *stored, *refs)

    def _person(self, block: str, values: Mapping[str, Any]) -> bytes | None:
        reference = values.get(f"{block}.person_ref")
        if reference is None or values.get(f"{block}.sharing") == "counts_only":
            return None
        return self._digester.person_id(reference)

    def _unit(self, people: tuple[bytes | None, ...]) -> tuple[Any, ...]:
        if not people:
            return ()
        counted = people[self._dataset.persons.index(self._dataset.counted_person)]
        unit = counted or secrets.token_bytes(UNIT_BYTES)
        return unit, record_key(unit)

    def _refs(self, column: DatasetColumn, values: Mapping[str, Any]) -> str | None:
        references = values.get(column.name)
        if (
            references is None
            or values.get(f"{self._dataset.counted_person}.sharing") == "counts_only"
        ):
            return None
        return ";".join(self._digester.person_id(reference).hex() for reference in references)


def load(
    session: Session,
    rows: Iterator[tuple[int, tuple[Any, ...]]],
    *,
    dataset: str,
    names: tuple[str, ...],
    owner: Mapping[str, str],
    month: str,
) -> int:
    """Load a month's rows of one submission.

    Args:
        session: the writing session of the return.
        rows: row numbers and stored values in the order of `names`.
        dataset: name of the record table's dataset.
        names: stored columns.
        owner: partnership_id, agency_id and submission_id.
        month: the month the rows belong to.

    Returns:
        How many rows were loaded.
    """
    table = RECORDS[dataset]
    flat = ((number, month, *row) for number, row in rows)
    target = ("row_no", "month", *names)
    if session.get_bind().dialect.name == "postgresql":
        return _copy(session, table, flat, names=target, owner=owner)
    return _executemany(session, table, flat, names=target, owner=owner)


def _executemany(
    session: Session,
    table: Table,
    rows: Iterator[tuple[Any, ...]],
    *,
    names: tuple[str, ...],
    owner: Mapping[str, str],
) -> int:
    total = 0
    while block := [{**owner, **dict(zip(names, row, strict=True))} for row in islice(rows, BLOCK)]:
        session.execute(insert(table), block)
        total += len(block)
    return total


def _copy(
    session: Session,
    table: Table,
    rows: Iterator[tuple[Any, ...]],
    *,
    names: tuple[str, ...],
    owner: Mapping[str, str],
) -> int:
    """COPY by the loading role, which cannot name whose rows these are: the transaction says it."""
    encode = _encoders(session, [table.c[name] for name in names])
    total = 0
    with (
        loading(session, submission_id=owner["submission_id"]) as connection,
        connection.cursor().copy(_copy_statement(table, names)) as copy,
    ):
        for row in rows:
            pairs = zip(encode, row, strict=True)
            copy.write_row([value if e is None else e(value) for e, value in pairs])
            total += 1
    return total


def _copy_statement(table: Table, names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(sql.Identifier(name) for name in names),
    )


def _encoders(session: Session, target: list[Column[Any]]) -> list[Callable[[Any], Any] | None]:
    """What SQLAlchemy would do to each value on the way in; COPY goes around it."""
    dialect = session.get_bind().dialect
    return [column.type.dialect_impl(dialect).bind_processor(dialect) for column in target]
