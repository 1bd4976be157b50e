"""What is shown of a stored row: to its owner the whole of it, to another agency what may leave.

What belongs here: turning one row of the store into a record, with pairwise references in place of
persons and of other agencies' identifiers. What does not: which rows are read at all, and by whom.
A row comes in as a mapping of stored columns; whether it may leave has been decided before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

from api.policies.pairwise import Pairwise
from schemas.dataset import Column, Dataset, columns, columns_by_name
from schemas.fields import Amount, CellMap, Day, Instant, Many, Opaque, PersonRef, PersonRefs
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
        return self._record(row, self._own_cells, blocks=self.dataset.persons)

    def other(self, row: Row, *, hidden: frozenset[bytes] = frozenset()) -> Record:
        """Another agency's row, with what may leave of it under the agreement.

        Args:
            row: a row that may leave.
            hidden: persons who are restricted; as persons linked to the row they are left out.
        """
        if self.sheltered(row):
            return self._sheltered(row)
        agency = row["agency_id"]

        def pairwise(member: str, value: str) -> str:
            into = _REFERS_TO.get(member)
            if into is None:
                return self.names.other(member.removesuffix("_ref"), value)
            return self.names.record(agency_id=agency, dataset=into, record_id=value)

        blocks = [block for block in self.dataset.persons if self._may_show(row, block)]
        return self._record(row, self._shown_cells, blocks=blocks, opaque=pairwise, hidden=hidden)

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

    @cached_property
    def _own_cells(self) -> tuple[_Cell, ...]:
        return tuple(map(_cell_of, columns(self.dataset)))

    @cached_property
    def _shown_cells(self) -> tuple[_Cell, ...]:
        return tuple(map(_cell_of, self.shown))

    def _record(
        self,
        row: Row,
        cells: Iterable[_Cell],
        *,
        blocks: Iterable[str],
        opaque: Callable[[str, str], str] | None = None,
        hidden: frozenset[bytes] = frozenset(),
    ) -> Record:
        made: Record = {}
        shown = {"", *blocks}
        for cell in cells:
            if cell.block not in shown or cell.member == RECORD_ID:
                continue
            value = self._value(cell, row, hidden=hidden)
            if value is not None:
                if opaque is not None and cell.kind == "opaque":
                    value = opaque(cell.member, value)
                holder = made.setdefault(cell.block, {}) if cell.block else made
                holder[cell.member] = value
        return made

    def _value(self, cell: _Cell, row: Row, *, hidden: frozenset[bytes]) -> Any | None:
        if cell.kind == "person":
            return self._person(row, cell.block)
        value = row[cell.stored]
        if value is None:
            return row[cell.reason] if cell.reason else None
        if cell.kind == "people":
            people = _digests(value)
            return [self.names.person(each) for each in people if each not in hidden] or None
        return _LOADED[cell.kind](value) if cell.kind in _LOADED else value


class _Cell(NamedTuple):
    """Where one value of a record comes from, and where it goes; worked out once for all rows."""

    block: str
    member: str
    kind: str
    stored: str
    reason: str


def _cell_of(column: Column) -> _Cell:
    kind = next((name for kinds, name in _KINDS if isinstance(column.field, kinds)), "plain")
    names = [*(name for name, _ in column.stored), "", ""]
    member = PERSON if kind == "person" else column.key
    return _Cell(column.block, member, kind, names[0], names[1])


_KINDS: Final = (
    (PersonRef, "person"),
    (PersonRefs, "people"),
    (Opaque, "opaque"),
    (Many, "many"),
    (Day | Instant, "time"),
    (Amount, "amount"),
)
"""Kinds of fields whose stored value is not what is shown; the first that fits."""

_LOADED: Final[Mapping[str, Callable[[Any], Any]]] = {
    "many": lambda text: text.split(";"),
    "time": lambda moment: moment.isoformat(),
    "amount": lambda number: format(number.normalize(), "f"),
}


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


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, list) else str(value)
