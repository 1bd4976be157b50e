"""What frozen submissions say before disclosure control: figures, completeness, rows for rules.

A person stands in a row as the service's own digest, which is the same for every agency. Read by
the sealing of releases and nobody else, like every count that is not protected yet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from schemas.codes.declared.model import PROSE
from schemas.dataset import Dataset, columns_by_name
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.fields import CountOrReason, Many, PersonRef, PersonRefs
from schemas.tables.records import RECORDS
from schemas.tables.returns import submissions

rows = RECORDS[AggregateReturn.name]

AT_ONCE: Final = (
    2000  # records fetched together, so that memory does not grow with a month (design)
)


@dataclass(frozen=True, slots=True)
class DeclaredRow:
    """One figure of an aggregate return, as stored."""

    agency_id: str
    month: str
    measure: str
    breakdown: dict[str, str] | None
    value: Decimal | None
    unit: str
    numerator: int | None
    denominator: int | None
    as_at: date | None
    covers_from: date | None
    covers_to: date | None
    counting_rule: str
    status: str
    already_published: bool | None
    published_source: str | None
    benchmark_source: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """What one submission holds.

    `fields` gives for each dotted field how many rows know it (`known`), and how many give each
    reason for not knowing.
    """

    agency_id: str
    dataset: str
    rows: int
    linked: int
    fields: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a frozen return, as rules see it.

    Attributes:
        agency_id: whose it is.
        unit_key, record_key, linked: who is counted.
        values: of the fields asked for, by dotted name; persons as digests in hexadecimal.
    """

    agency_id: str
    unit_key: bytes
    record_key: int
    linked: bool
    values: Mapping[str, Any]


_COLUMNS = tuple(rows.c[name] for name in DeclaredRow.__slots__)


def declared(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> list[DeclaredRow]:
    """The figures of these submissions, statements apart, in a stable order."""
    query = select(*_COLUMNS).where(
        rows.c.partnership_id == partnership_id,
        rows.c.submission_id.in_(submission_ids),
        rows.c.unit != PROSE,
    )
    ordered = query.order_by(rows.c.agency_id, rows.c.month, rows.c.submission_id, rows.c.row_no)
    return [DeclaredRow(*row) for row in session.execute(ordered)]


def held(session: Session, *, partnership_id: str, submission_ids: Collection[str]) -> list[Held]:
    """How complete these submissions are, in numbers; only records can be more or less so."""
    query = select(
        submissions.c.agency_id,
        submissions.c.dataset,
        submissions.c.rows_stored,
        submissions.c.rows_linked,
        submissions.c.completeness,
    ).where(
        submissions.c.partnership_id == partnership_id,
        submissions.c.submission_id.in_(submission_ids),
        submissions.c.level == "record",
    )
    return [
        Held(agency, dataset, stored, linked, said.get("fields", {}))
        for agency, dataset, stored, linked, said in session.execute(query)
    ]


def sizes(
    session: Session, *, partnership_id: str, submission_ids: Collection[str]
) -> dict[str, int]:
    """How many rows were stored of each of these submissions."""
    query = select(submissions.c.submission_id, submissions.c.rows_stored).where(
        submissions.c.partnership_id == partnership_id,
        submissions.c.submission_id.in_(submission_ids),
    )
    return {row[0]: row[1] for row in session.execute(query)}


def records(
    session: Session,
    *,
    partnership_id: str,
    dataset: type[Dataset],
    submission_ids: Collection[str],
    names: Iterable[str],
) -> Iterator[Record]:
    """The rows of these submissions, with the values of the named fields, in a stable order."""
    table, known = RECORDS[dataset.name], columns_by_name(dataset)
    wanted = [name for name in names if name in known]
    read = [_read(known[name].field, name) for name in wanted]
    person = table.c[f"{dataset.counted_person}_person_id"]
    own = (table.c.agency_id, table.c.unit_key, table.c.record_key, person.is_not(None))
    query = (
        select(*own, *(table.c[name] for stored, _ in read for name in stored))
        .where(table.c.partnership_id == partnership_id, table.c.submission_id.in_(submission_ids))
        .order_by(table.c.submission_id, table.c.row_no)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in session.execute(query):
        values, place = dict[str, Any](), len(own)
        for name, (stored, told) in zip(wanted, read, strict=True):
            values[name] = told(row[place : place + len(stored)])
            place += len(stored)
        yield Record(row[0], row[1], row[2], bool(row[3]), values)


Read = tuple[tuple[str, ...], Any]


def _read(field: Any, name: str) -> Read:
    """The stored columns of a field, and how its value is told from them."""
    column = name.replace(".", "_")
    if isinstance(field, PersonRef):
        return (column.removesuffix("_ref") + "_id",), lambda held: held[0] and held[0].hex()
    if isinstance(field, PersonRefs | Many):
        return (column,), lambda held: held[0] and tuple(held[0].split(";"))
    if isinstance(field, CountOrReason):
        return (column, f"{column}_reason"), lambda held: held[1] if held[0] is None else held[0]
    return (column,), lambda held: held[0]
