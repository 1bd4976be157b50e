"""Removing single persons from rows: those that are theirs go, of all others only their part does.

What is removed is counted and not told. Which persons and whose rows is decided by the caller, and
on PostgreSQL everything here is done by a role that may do nothing else (`api.db.keeping`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import RowMapping, Table, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from api.policies.erasing import emptied, without
from api.queries.rights.places import Place, Whose, find, links, naming
from schemas.dataset import Dataset
from schemas.datasets import RECORD_DATASETS
from schemas.tables.records import RECORDS
from schemas.tables.returns import findings, submissions

Row = tuple[str, int]
"""A row by its submission and number."""

AT_ONCE: Final = 200  # digests in one question: below every engine's limit of bound values


def erase(session: Session, persons: Collection[bytes], *, whose: Whose) -> Counter[str]:
    """Remove these persons from rows.

    A row goes where the person is the one it counts; elsewhere their block is emptied, or the link
    to them is cut. Findings about what goes, go with it.

    Args:
        session: a writing transaction, as the keeper.
        persons: digests, aliases included.
        whose: in whose rows, up to which month, of which delivery.

    Returns:
        How many `rows`, `blocks`, `links` and `findings` there were.
    """
    done: Counter[str] = Counter()
    wanted = [*persons]
    for start in range(0, len(wanted), AT_ONCE):
        block = wanted[start : start + AT_ONCE]
        for dataset in RECORD_DATASETS:
            done += _rows(session, dataset, block, whose)
            done += _blocks(session, dataset, block, whose)
            done += _links(session, dataset, block, whose)
    return done


def of_delivery(
    session: Session, *, partnership_id: str, agency_id: str, delivery_id: str
) -> list[RowMapping]:
    """The submissions of a delivery, in the order of their months."""
    query = select(submissions).where(
        submissions.c.partnership_id == partnership_id,
        submissions.c.agency_id == agency_id,
        submissions.c.delivery_id == delivery_id,
    )
    return list(session.execute(query.order_by(submissions.c.month)).mappings())


def standing(session: Session, persons: Sequence[bytes], *, whose: Whose) -> list[Place]:
    """Where many persons stand in these rows."""
    found: list[Place] = []
    for start in range(0, len(persons), AT_ONCE):
        found += find(session, persons[start : start + AT_ONCE], whose=whose)
    return found


def recount(session: Session, part: RowMapping, *, removed: int) -> None:
    """Count rows of a submission as refused that were stored, as the keeper."""
    values = {
        "rows_stored": submissions.c.rows_stored - removed,
        "rows_refused": submissions.c.rows_refused + removed,
    }
    session.execute(update(submissions).where(*_itself(part)).values(values))


def add_count(session: Session, part: RowMapping, group: Mapping[str, Any]) -> None:
    """Add a kind of finding to the counts of a submission, as the keeper."""
    counts = [*part["finding_counts"], dict(group)]
    session.execute(update(submissions).where(*_itself(part)).values(finding_counts=counts))


def _itself(part: RowMapping) -> Iterator[Any]:
    yield submissions.c.partnership_id == part["partnership_id"]
    yield submissions.c.submission_id == part["submission_id"]


def rows_of(
    session: Session, dataset: type[Dataset], persons: Sequence[bytes], *, whose: Whose
) -> list[Row]:
    """The rows that count one of these persons."""
    return _found(session, dataset, dataset.counted_person, persons, whose)


def _found(
    session: Session, dataset: type[Dataset], block: str, persons: Sequence[bytes], whose: Whose
) -> list[Row]:
    table = RECORDS[dataset.name]
    query = select(table.c.submission_id, table.c.row_no).where(
        whose.of(table), table.c[f"{block}_person_id"].in_(persons)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _rows(
    session: Session, dataset: type[Dataset], persons: Sequence[bytes], whose: Whose
) -> Counter[str]:
    found = rows_of(session, dataset, persons, whose=whose)
    if not found:
        return Counter()
    table = RECORDS[dataset.name]
    session.execute(delete(table).where(*_is(table, whose)), _named(found))
    told = _forget_findings(session, found, whose=whose)
    return Counter(rows=len(found), findings=told)


def _blocks(
    session: Session, dataset: type[Dataset], persons: Sequence[bytes], whose: Whose
) -> Counter[str]:
    done: Counter[str] = Counter()
    table = RECORDS[dataset.name]
    for block in dataset.persons:
        found = (
            []
            if block == dataset.counted_person
            else _found(session, dataset, block, persons, whose)
        )
        if found:
            values = emptied(dataset, block)
            session.execute(update(table).where(*_is(table, whose)).values(values), _named(found))
            told = _forget_findings(session, found, whose=whose, field=block)
            done += Counter(blocks=len(found), findings=told)
    return done


def _links(
    session: Session, dataset: type[Dataset], persons: Sequence[bytes], whose: Whose
) -> Counter[str]:
    done: Counter[str] = Counter()
    table, gone = RECORDS[dataset.name], frozenset(person.hex() for person in persons)
    for name in links(dataset):
        query = select(table.c.submission_id, table.c.row_no, table.c[name]).where(
            whose.of(table), naming(table, name, persons)
        )
        cut = [
            {"of": row[0], "row": row[1], "left": without(row[2], persons=gone)}
            for row in session.execute(query)
        ]
        if cut:
            statement = update(table).where(*_is(table, whose))
            session.execute(statement.values({name: bindparam("left")}), cut)
            done += Counter(links=len(cut))
    return done


def _is(table: Table, whose: Whose) -> Iterator[Any]:
    """The row that is bound as `of` and `row`."""
    yield table.c.partnership_id == whose.partnership_id
    yield table.c.submission_id == bindparam("of")
    yield table.c.row_no == bindparam("row")


def _named(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{"of": submission, "row": row_no} for submission, row_no in rows]


def _forget_findings(
    session: Session, rows: Sequence[Row], *, whose: Whose, field: str = ""
) -> int:
    """Remove what was found in these rows, or in one block of theirs; how much it was."""
    statement = delete(findings).where(*_is(findings, whose))
    if field:
        own = findings.c.field
        statement = statement.where(or_(own == field, own.startswith(f"{field}.", autoescape=True)))
    done: Any = session.connection().execute(statement, _named(rows))
    return max(0, int(done.rowcount))
