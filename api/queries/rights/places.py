"""Where a person stands in the records: whose row, in which delivery, in what part.

What comes back is where, never who. Removing and showing are done elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, Table, and_, or_, select
from sqlalchemy.orm import Session

from api.queries.membership import among, blocks
from schemas.dataset import Dataset, columns
from schemas.datasets import RECORD_DATASETS
from schemas.fields import PersonRefs
from schemas.tables.people import person_aliases
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns, submissions


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose rows are meant.

    Attributes:
        partnership_id: the partnership.
        agency_id: one agency's, or every agency's where it is "".
        through: up to and with this month, or of any month where it is "".
        submission_id: of one delivery, or of any where it is "".
    """

    partnership_id: str
    agency_id: str = ""
    through: str = ""
    submission_id: str = ""

    def of(self, table: Table) -> ColumnElement[bool]:
        """The condition on a table of records."""
        meant = table.c.partnership_id == self.partnership_id
        if self.agency_id:
            meant &= table.c.agency_id == self.agency_id
        if self.through:
            meant &= table.c.month <= self.through
        if self.submission_id:
            meant &= table.c.submission_id == self.submission_id
        return meant


@dataclass(frozen=True, slots=True)
class Place:
    """One appearance of a person.

    Attributes:
        dataset, agency_id, submission_id, row_no, month: the row.
        part: the person block, or the field of links where somebody else's row names the person.
        linked: whether it is a link.
        record_id: the agency's own name of the record.
    """

    dataset: str
    agency_id: str
    submission_id: str
    row_no: int
    month: str
    part: str
    linked: bool
    record_id: str | None


def links(dataset: type[Dataset]) -> tuple[str, ...]:
    """The stored columns that name other people, as digests joined by `;`."""
    return tuple(
        name
        for column in columns(dataset)
        if isinstance(column.field, PersonRefs)
        for name, _ in column.stored
    )


def find(session: Session, persons: Collection[bytes], *, whose: Whose) -> list[Place]:
    """Every place where one person stands, by any of their few digests, in a stable order."""
    found = [place for each in RECORD_DATASETS for place in _find(session, each, persons, whose)]
    return sorted(found, key=lambda p: (p.dataset, p.agency_id, p.month, p.row_no, p.part))


def _find(
    session: Session, dataset: type[Dataset], persons: Collection[bytes], whose: Whose
) -> Iterator[Place]:
    table = RECORDS[dataset.name]
    own = [(block, table.c[f"{block}_person_id"].in_(persons)) for block in dataset.persons]
    others = [(name, naming(table, name, persons)) for name in links(dataset)]
    head = ("agency_id", "submission_id", "row_no", "month", "record_id")
    for part, stands in (*own, *others):
        query = select(*(table.c[name] for name in head)).where(whose.of(table), stands)
        for agency, submission, row_no, month, record_id in session.execute(query):
            linked = part not in dataset.persons
            yield Place(dataset.name, agency, submission, row_no, month, part, linked, record_id)


def naming(table: Table, name: str, persons: Collection[bytes]) -> ColumnElement[bool]:
    """A field of links holds one of a few digests."""
    return or_(*(table.c[name].contains(person.hex()) for person in persons))


def agencies(session: Session, persons: Collection[bytes], *, partnership_id: str) -> list[str]:
    """The agencies in whose rows a person stands, in order of their names."""
    places = find(session, persons, whose=Whose(partnership_id))
    return sorted({place.agency_id for place in places})


def everyone(session: Session, *, whose: Whose) -> set[bytes]:
    """Every person who stands in these rows in any part."""
    found: set[bytes] = set()
    for dataset in RECORD_DATASETS:
        table = RECORDS[dataset.name]
        for block in dataset.persons:
            column = table.c[f"{block}_person_id"]
            query = select(column).where(whose.of(table), column.is_not(None)).distinct()
            found.update(session.scalars(query))
        for name in links(dataset):
            query = select(table.c[name]).where(whose.of(table), table.c[name].is_not(None))
            for refs in session.scalars(query.distinct()):
                found.update(map(bytes.fromhex, refs.split(";")))
    return found


def standing(session: Session, persons: Collection[bytes], *, partnership_id: str) -> set[bytes]:
    """Those of many persons who stand in any row of the partnership."""
    found: set[bytes] = set()
    wanted, whose = [*persons], Whose(partnership_id)
    for dataset in RECORD_DATASETS:
        table = RECORDS[dataset.name]
        for block in dataset.persons:
            column = table.c[f"{block}_person_id"]
            for part in blocks(wanted):
                query = select(column).where(whose.of(table), among(session, column, part))
                found.update(session.scalars(query.distinct()))
        for name in links(dataset):
            query = select(table.c[name]).where(whose.of(table), table.c[name].is_not(None))
            for refs in session.scalars(query.distinct()):
                found.update(map(bytes.fromhex, refs.split(";")))
    return found & {*wanted}


def aliases(session: Session, person_id: bytes, *, partnership_id: str) -> list[bytes]:
    """Every digest under which the person of this one is known, itself the first."""
    query = select(person_aliases.c.person_id).where(
        person_aliases.c.partnership_id == partnership_id,
        person_aliases.c.same_as == person_id,
    )
    return [person_id, *session.scalars(query.order_by(person_aliases.c.person_id))]


def row(session: Session, place: Place, *, partnership_id: str) -> RowMapping | None:
    """The stored row of a place, with its delivery's revision and agreement."""
    table = RECORDS[place.dataset]
    query = (
        select(table, submissions.c.revision, submissions.c.agreement_id)
        .join(
            submissions,
            and_(
                submissions.c.partnership_id == table.c.partnership_id,
                submissions.c.submission_id == table.c.submission_id,
            ),
        )
        .where(
            table.c.partnership_id == partnership_id,
            table.c.submission_id == place.submission_id,
            table.c.row_no == place.row_no,
        )
    )
    return session.execute(query).mappings().first()


def in_force(session: Session, *, partnership_id: str, agency_id: str) -> set[str]:
    """The deliveries that an agency's returns point at."""
    query = select(returns.c.submission_id).where(
        returns.c.partnership_id == partnership_id,
        returns.c.agency_id == agency_id,
        returns.c.submission_id.is_not(None),
    )
    return set(session.scalars(query))
