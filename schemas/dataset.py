"""A dataset of the common schema: one marshmallow class from which every other shape is derived.

A dataset declares its fields, one or more person blocks, its rules as values and what may be
counted and split in a release. It holds no function that loads, dumps or checks: `schemas.checking`
reads the declarations, and so do the tables, the published contract, the invented records and the
releases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, cast

from marshmallow import RAISE, Schema
from marshmallow.fields import Nested

from schemas.breakdowns import Breakdown, Measure, Never, ReleaseTable
from schemas.fields import Domain
from schemas.findings import Said
from schemas.rules import Rule

UNKNOWN_FIELD = Said(
    "unknown_field", "is not a field of this dataset; remove it or correct its name"
)


class Block(Schema):
    """A group of fields that stands in a dataset under one name, as a person does."""

    class Meta:
        unknown = RAISE

    error_messages = {
        "unknown": UNKNOWN_FIELD,
        "type": Said("type", "must be an object"),
    }


class Dataset(Block):
    """One record type of the common schema.

    Attributes:
        name: the dataset's name in paths and keys.
        version: semantic version of the definition.
        title: its name for people.
        grain: what one record is.
        counted_person: the block whose person is counted, and whose breakdowns carry no prefix.
        persons: the person blocks, in order.
        period_field: the field whose date or month says which month a record belongs to.
        register: whether each month's return is the whole as it stands at the end of the month, so
            that a record comes again, under its own id, in later months.
        lad_field: the field that says which local authority a record belongs to; "" where none
        does.
        minimum: the dotted names of the smallest row that is accepted, at most six.
        rules: cross-field rules, with those of the person blocks already placed.
        population: (field, value) pairs that a record must meet to be counted in a release.
        measures, breakdowns, tables: what may be asked of a release.
        never: categories of the breakdowns that no record can have together.
    """

    name: ClassVar[str]
    version: ClassVar[str] = "1.0.0"
    title: ClassVar[str]
    grain: ClassVar[str]
    counted_person: ClassVar[str] = ""
    persons: ClassVar[tuple[str, ...]] = ()
    period_field: ClassVar[str] = ""
    register: ClassVar[bool] = False
    lad_field: ClassVar[str] = ""
    minimum: ClassVar[tuple[str, ...]]
    rules: ClassVar[tuple[Rule, ...]] = ()
    population: ClassVar[tuple[tuple[str, Any], ...]] = ()
    measures: ClassVar[tuple[Measure, ...]] = ()
    breakdowns: ClassVar[tuple[Breakdown, ...]] = ()
    tables: ClassVar[tuple[ReleaseTable, ...]] = ()
    never: ClassVar[Never] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset in a flat file.

    Attributes:
        name: the dotted name (`victim.sex`).
        field: the field, which knows its encodings and stored columns.
        block: the block it stands in, "" for the record itself.
        optional_block: whether the whole block may be missing from a record.
    """

    name: str
    field: Domain
    block: str
    optional_block: bool

    @property
    def key(self) -> str:
        """The field's name inside its block."""
        return self.name.rpartition(".")[2]

    @property
    def stored(self) -> tuple[tuple[str, str], ...]:
        """The stored columns: (name, kind), e.g. (("victim_sex", "code"),)."""
        base = self.name.replace(".", "_")
        return tuple((base + suffix, kind) for suffix, kind in self.field.storage)


def declared(block: type[Block]) -> Mapping[str, Any]:
    """The fields a block declares, by name in order.

    marshmallow keeps them on the class under a name of its own and offers no other way to read them
    without making a schema.
    """
    return block._declared_fields  # noqa: SLF001 - see above


@cache
def columns(dataset: type[Dataset]) -> tuple[Column, ...]:
    """All columns of a dataset in the order of their declaration."""
    found: list[Column] = []
    for name, field in declared(dataset).items():
        if isinstance(field, Nested):
            block = cast("type[Block]", field.nested)
            inner = declared(block).items()
            found += [
                Column(f"{name}.{key}", cast("Domain", part), name, not field.required)
                for key, part in inner
            ]
        else:
            found.append(Column(name, cast("Domain", field), "", False))
    return tuple(found)


@cache
def columns_by_name(dataset: type[Dataset]) -> Mapping[str, Column]:
    """All columns of a dataset by dotted name."""
    return {column.name: column for column in columns(dataset)}


def person(block: type[Block], *, title: str, mandatory: bool = True) -> Nested:
    """A person block as a field of a dataset."""
    words: dict[str, Any] = {
        "required": Said("missing", "needs a person"),
        "null": Said("missing", "needs a person"),
    }
    return Nested(
        block,
        required=mandatory,
        allow_none=not mandatory,
        metadata={"description": title},
        error_messages=words,
    )
