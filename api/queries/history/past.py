"""Where an agency's earlier rows are looked for, and how they are read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from api.policies.people import Digester
from api.queries.membership import among, blocks
from api.queries.pointers import in_force
from schemas.dataset import Column, Dataset, columns_by_name
from schemas.datasets import DATASETS
from schemas.fields import Many, PersonRef, PersonRefs
from schemas.period import Period
from schemas.tables.records import RECORDS
from schemas.tables.returns import returns

TOGETHER: Final = 50_000  # keys of a file's rows kept at once before the store is asked (design)
SOUGHT: Final = (str, bytes)
"""Values by which rows are sought: codes and the agency's own ids, and digests of persons."""


@dataclass(frozen=True)
class Past:
    """Where to look: an agency's rows outside the months of the return that is being sent.

    `records` is the dataset whose rows they are, `owed` the dataset of the return they settle; the
    two differ where counts are sent in place of records. `facts` are values of the context that a
    rule may name (`envelope.extracted_on`).
    """

    session: Session
    partnership_id: str
    agency_id: str
    records: type[Dataset]
    owed: str
    period: Period
    digester: Digester
    facts: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, *names: str, months: tuple[str, ...] = ()) -> Select[Any]:
        """A query for columns of the rows in force, of other months than the period's or of
        `months`.
        """
        table = RECORDS[self.records.name]
        outside = table.c.month.in_(months) if months else table.c.month.not_in(self._sent)
        return self._own(self.records.name, self.owed, names).where(outside)

    def _own(self, records: str, owed: str, names: Sequence[str]) -> Select[Any]:
        table = RECORDS[records]
        return (
            select(*(table.c[name] for name in names))
            .join(returns, in_force(table))
            .where(
                table.c.partnership_id == self.partnership_id,
                table.c.agency_id == self.agency_id,
                returns.c.dataset == owed,
            )
        )

    @cached_property
    def _sent(self) -> list[str]:
        return [str(month) for month in self.period.months()]

    @cached_property
    def told(self) -> frozenset[str]:
        """The datasets of which the agency has anything in force beside what is being sent: of any
        other nothing need be asked.
        """
        query = select(returns.c.dataset).where(
            returns.c.partnership_id == self.partnership_id,
            returns.c.agency_id == self.agency_id,
            returns.c.submission_id.is_not(None),
            (returns.c.dataset != self.owed) | returns.c.month.not_in(self._sent),
        )
        return frozenset(self.session.scalars(query.distinct()))

    @property
    def has_rows(self) -> bool:
        """Whether the agency has earlier rows of this kind at all."""
        return self.owed in self.told

    def sought(self, column: str, values: Sequence[Any], *names: str) -> Iterator[Any]:
        """Columns of the earlier rows whose `column` is among the values; nothing is asked where
        there are none.
        """
        target = RECORDS[self.records.name].c[column]
        for block in blocks(values) if self.has_rows else ():
            query = self.rows(*names).where(among(self.session, target, block))
            yield from self.session.execute(query)

    def beside(
        self, dataset: str, names: Sequence[str], *, by: str, values: Sequence[Any]
    ) -> Iterator[Mapping[str, Any]]:
        """The agency's other rows of a dataset by dotted names, persons as digests.

        Args:
            dataset: the records' own, whose months being sent are left out, or another.
            names: dotted names that are wanted.
            by: dotted name of the value by which rows are sought; "" for all rows.
            values: the values sought, text or digests.
        """
        own = dataset == self.records.name
        owed = self.owed if own else dataset
        if owed not in self.told:
            return
        readers = [_reader(DATASETS[dataset], name) for name in names]
        stored = [name for each in readers for name in each.stored]
        query = self._own(dataset, owed, stored)
        if own:
            query = query.where(RECORDS[dataset].c.month.not_in(self._sent))
        for part in self._blocks(query, dataset, by, values):
            for row in self.session.execute(part):
                parts = iter(row)
                yield {each.name: each.read([next(parts) for _ in each.stored]) for each in readers}

    def _blocks(
        self, query: Select[Any], dataset: str, by: str, values: Sequence[Any]
    ) -> Iterator[Select[Any]]:
        if not by:
            yield query
            return
        target: ColumnElement[Any] = RECORDS[dataset].c[_reader(DATASETS[dataset], by).stored[0]]
        for block in blocks(values):
            yield query.where(among(self.session, target, block))

    def known(self, name: str, row: Mapping[str, Any]) -> Any:
        """A value of a row of the file as it can be told again in a stored one."""
        value, column = row.get(name), columns_by_name(self.records).get(name)
        if value is None or column is None:
            return value
        if isinstance(column.field, PersonRef):
            return self.digester.person_id(value)
        if isinstance(column.field, PersonRefs):
            return tuple(self.digester.person_id(reference) for reference in value)
        return value

    def keeps(self, names: Sequence[str], row: Mapping[str, Any]) -> bool:
        """Whether the persons of the named fields are kept, so that they can be told again."""
        blocks_of = (
            c.block or self.records.counted_person
            for c in (columns_by_name(self.records).get(name) for name in names)
            if c is not None and isinstance(c.field, PersonRef | PersonRefs)
        )
        return all(row.get(f"{block}.sharing") != "counts_only" for block in blocks_of)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a field of a stored row is read back: from which columns, and into what."""

    name: str
    stored: tuple[str, ...]
    read: Callable[[list[Any]], Any]


def sought_by(dataset: str, name: str) -> bool:
    """Whether rows of a dataset can be sought by a field: by a code, an id or a person."""
    column = columns_by_name(DATASETS[dataset])[name]
    if isinstance(column.field, PersonRef):
        return True
    return [kind for _, kind in column.stored] in (["text"], ["code"], ["month"])


def _reader(dataset: type[Dataset], name: str) -> Reader:
    column = columns_by_name(dataset)[name]
    if isinstance(column.field, PersonRef):
        return Reader(name, (f"{column.block}_person_id",), _first)
    return Reader(name, tuple(stored for stored, _ in column.stored), _reading(column))


def _reading(column: Column) -> Callable[[list[Any]], Any]:
    kept = column.field
    if isinstance(kept, PersonRefs):
        return _digests
    if isinstance(kept, Many):
        return lambda parts: (
            None if parts[0] is None else kept.deserialize(kept.from_text(parts[0]))
        )
    return _first


def _first(parts: list[Any]) -> Any:
    """The value, or the reason that stands in a column beside it."""
    return next((part for part in parts if part is not None), None)


def _digests(parts: list[Any]) -> Any:
    return None if parts[0] is None else tuple(bytes.fromhex(part) for part in parts[0].split(";"))
