"""The record tables, one per dataset, derived from the datasets.

Every row leads with its partnership and submission, so that a return is replaced by moving a
pointer. A person stands here as a keyed digest or not at all. `unit_key` is that of the counted
person, or random where the row keeps none, and `record_key` its low 32 bits: sealing looks nothing
up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.tables.base import Digest, Json, Slug, UtcDateTime, Uuid, metadata

KINDS: Final[Mapping[str, TypeEngine[Any]]] = {
    "text": Text(),
    "code": String(64),
    "month": String(7),
    "integer": Integer(),
    "boolean": Boolean(),
    "date": Date(),
    "instant": UtcDateTime(),
    "decimal": Numeric(21, 6),
    "list": Text(),
    "map": Json(),
    "refs": Text(),
}
"""Column types by the storage kinds that fields name."""

SYSTEM: Final = ("partnership_id", "submission_id", "row_no", "agency_id", "month")
"""Columns that the service fills in every record table."""


def person_columns(dataset: type[Dataset]) -> tuple[str, ...]:
    """Names of the columns that hold persons' digests, in the order of the blocks."""
    return tuple(f"{block}_person_id" for block in dataset.persons)


def _derived(dataset: type[Dataset]) -> Table:
    own: list[Column[Any]] = [
        Column(name, KINDS[kind]) for column in columns(dataset) for name, kind in column.stored
    ]
    people: list[Column[Any]] = [Column(name, Digest) for name in person_columns(dataset)]
    units: list[Column[Any]] = [
        Column("unit_key", Digest, nullable=False),
        Column("record_key", BigInteger, nullable=False),
    ]
    return Table(
        f"{dataset.name}_records",
        metadata,
        Column("partnership_id", Slug, nullable=False),
        Column("submission_id", Uuid, nullable=False),
        Column("row_no", Integer, nullable=False),
        Column("agency_id", Slug, nullable=False),
        Column("month", String(7), nullable=False),
        *(units if dataset.persons else ()),
        *people,
        *own,
        PrimaryKeyConstraint("partnership_id", "submission_id", "row_no"),
    )


RECORDS: Final[Mapping[str, Table]] = {
    dataset.name: _derived(dataset) for dataset in DATASETS.values()
}
"""The record table of each dataset, by the dataset's name."""
