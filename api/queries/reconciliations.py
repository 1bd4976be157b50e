"""Rows of frozen returns as rules see them, and the protected counts of what found no counterpart.

The rows are read by the sealing of releases alone. A person stands in them as the service's own
digest, which is the same for every agency, and never as a reference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from schemas.dataset import Dataset, columns_by_name
from schemas.fields import CountOrReason, Many, PersonRef, PersonRefs
from schemas.tables.reconciliations import reconciliations
from schemas.tables.records import RECORDS

AT_ONCE: Final = 2000  # rows fetched together, so that memory does not grow with a month (design)


@dataclass(frozen=True, slots=True)
class Frozen:
    """One row of a frozen return.

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


@dataclass(frozen=True, slots=True)
class Shown:
    """A protected count: of an agency's own records, or of the others' beside its own."""

    agency_id: str
    dataset: str
    rule: str
    field: str
    side: str
    value: int


_SHOWN: Final = tuple(reconciliations.c[name] for name in Shown.__slots__)


def rows(
    session: Session,
    *,
    partnership_id: str,
    dataset: type[Dataset],
    submission_ids: Collection[str],
    names: Iterable[str],
) -> Iterator[Frozen]:
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
        yield Frozen(row[0], row[1], row[2], bool(row[3]), values)


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


def add(session: Session, *, partnership_id: str, release_id: str, shown: Sequence[Shown]) -> None:
    """Store the counts of a release that may be shown."""
    if shown:
        owner = {"partnership_id": partnership_id, "release_id": release_id}
        session.execute(
            insert(reconciliations),
            [owner | {name: getattr(each, name) for name in Shown.__slots__} for each in shown],
        )


def of_agency(
    session: Session, *, partnership_id: str, release_id: str, agency_id: str
) -> list[Shown]:
    """What a release tells one agency."""
    query = select(*_SHOWN).where(
        reconciliations.c.partnership_id == partnership_id,
        reconciliations.c.release_id == release_id,
        reconciliations.c.agency_id == agency_id,
    )
    order = (reconciliations.c[name] for name in ("rule", "field", "side"))
    return [Shown(*row) for row in session.execute(query.order_by(*order))]
