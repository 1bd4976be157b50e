"""What is shown of a stored row: to its owner the whole of it, to another agency what may leave.

What belongs here: turning one row of the store into a record, with pairwise references in place of
persons and of other agencies' identifiers. What does not: which rows are read at all, and by whom.
A row comes in as a mapping of stored columns; whether it may leave has been decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from api.policies.pairwise import Pairwise
from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.fields import CellMap, CountOrReason, Many, Opaque, PersonRef, PersonRefs
from schemas.leaving import RECORD_ID, SHELTERS, may_leave

Row = Mapping[str, Any]
Record = dict[str, Any]

PERSON: Final = "person"
"""The member of a block, and the last part of a column's name, that holds a pairwise reference."""

SHELTERED: Final = "in_safe_accommodation"
"""The member that stands in place of a whole row about a place of safety (design)."""

MAY_BE_SHARED: Final = "may_be_shared"

_REFERS_TO: Final[Mapping[str, str]] = {
    "incident_ref": "incident",
    "justice_ref": "justice_outcome",
    "marac_ref": "marac_case",
    "risk_assessment_ref": "risk_assessment",
}
"""Fields that name another record of the same agency, and the dataset it stands in; other opaque
fields name things that agencies know alike (an offence, a review)."""


@dataclass(frozen=True)
class View:
    """One dataset as one recipient sees it.

    Attributes:
        dataset: the definition of the rows.
        names: the recipient's references.
        withheld: dotted names of the dataset's fields that the agreement keeps back.
    """

    dataset: type[Dataset]
    names: Pairwise
    withheld: frozenset[str] = frozenset()

    def own(self, row: Row) -> Record:
        """A row of the recipient's own: everything that is stored of it."""
        return self._record(row, columns(self.dataset), blocks=self.dataset.persons)

    def other(self, row: Row, *, hidden: frozenset[bytes] = frozenset()) -> Record:
        """Another agency's row, with what may leave of it under the agreement.

        Args:
            row: a row that may leave.
            hidden: persons who are restricted; as persons linked to the row they are left out.
        """
        if self.sheltered(row):
            return self._sheltered(row)
        agency = row["agency_id"]

        def pairwise(column: Column, value: str) -> str:
            into = _REFERS_TO.get(column.key)
            if into is None:
                return self.names.other(column.key.removesuffix("_ref"), value)
            return self.names.record(agency_id=agency, dataset=into, record_id=value)

        blocks = [block for block in self.dataset.persons if self._may_show(row, block)]
        return self._record(row, self.shown, blocks=blocks, opaque=pairwise, hidden=hidden)

    @cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns of others' rows that the agreement releases, in order."""
        return tuple(c for c in may_leave(self.dataset) if c.name not in self.withheld)

    def sheltered(self, row: Row) -> bool:
        """Whether a row tells of safe accommodation, and so leaves as that fact alone."""
        return any(
            all(row[self._stored(field)] in codes for field, codes in alternative)
            for alternative in SHELTERS.get(self.dataset.name, ())
        )

    def persons(self, row: Row) -> set[bytes]:
        """The persons a row is about, as digests; those that it only names are `linked`."""
        found = (row[f"{block}_person_id"] for block in self.dataset.persons)
        return {person for person in found if person is not None}

    def linked(self, row: Row) -> set[bytes]:
        """The persons that a row of another agency names besides, as digests."""
        named = (c for c in self.shown if isinstance(c.field, PersonRefs))
        return {person for column in named for person in _digests(row[column.stored[0][0]])}

    def _stored(self, field: str) -> str:
        return columns_by_name(self.dataset)[field].stored[0][0]

    def _may_show(self, row: Row, block: str) -> bool:
        """The counted person's word let the row leave; each other person has one of their own."""
        counted = block == self.dataset.counted_person
        return counted or row[f"{block}_sharing"] == MAY_BE_SHARED

    def _sheltered(self, row: Row) -> Record:
        block = self.dataset.counted_person
        person = {} if self._keeps_person(block) else _named(self._person(row, block))
        return {SHELTERED: True, **({block: person} if person else {})}

    def _keeps_person(self, block: str) -> bool:
        return f"{block}.person_ref" in self.withheld

    def _person(self, row: Row, block: str) -> str | None:
        person = row[f"{block}_person_id"]
        return None if person is None else self.names.person(person)

    def _record(
        self,
        row: Row,
        wanted: Iterable[Column],
        *,
        blocks: Iterable[str],
        opaque: Callable[[Column, str], str] | None = None,
        hidden: frozenset[bytes] = frozenset(),
    ) -> Record:
        made: Record = {}
        shown = frozenset(blocks)
        for column in wanted:
            if column.name == RECORD_ID or (column.block and column.block not in shown):
                continue
            value = self._value(column, row, hidden=hidden)
            if opaque is not None and value and isinstance(column.field, Opaque):
                value = opaque(column, value)
            if value is not None:
                holder = made.setdefault(column.block, {}) if column.block else made
                holder[PERSON if isinstance(column.field, PersonRef) else column.key] = value
        return made

    def _value(self, column: Column, row: Row, *, hidden: frozenset[bytes]) -> Any | None:
        if isinstance(column.field, PersonRef):
            return self._person(row, column.block)
        if isinstance(column.field, PersonRefs):
            people = _digests(row[column.stored[0][0]])
            return [self.names.person(each) for each in people if each not in hidden] or None
        return _loaded(column, row)


def flat(record: Record) -> Iterator[tuple[str, str]]:
    """A record's values as cells of a table, by dotted names: the encoding of a sent file."""
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", _cell(part)) for key, part in value.items())
        else:
            yield name, _cell(value)


def headings(view: View, *, own: bool) -> list[str]:
    """The names of a table's cells in order: of own rows, or of those of others alone."""
    listed = columns(view.dataset) if own else view.shown
    named = [name for column in listed for name in _names(column) if name != RECORD_ID]
    return [*named, *([SHELTERED] if view.dataset.name in SHELTERS else [])]


def _names(column: Column) -> list[str]:
    if isinstance(column.field, CellMap):
        return [f"{column.name}.{dimension}" for dimension in column.field.dimensions]
    if isinstance(column.field, PersonRef):
        return [f"{column.block}.{PERSON}"]
    return [column.name]


def _named(person: str | None) -> Record:
    return {} if person is None else {PERSON: person}


def _digests(text: str | None) -> list[bytes]:
    return [bytes.fromhex(each) for each in text.split(";")] if text else []


def _loaded(column: Column, row: Row) -> Any | None:
    """A field's value in JSON's own types, from its stored columns."""
    value = row[column.stored[0][0]]
    if value is None and isinstance(column.field, CountOrReason):
        return row[column.stored[1][0]]
    if isinstance(value, str) and isinstance(column.field, Many):
        return value.split(";")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)
