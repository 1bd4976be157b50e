"""The records of a window that say whom they are about, each with its person.

Here belongs what every linked measure starts from: which rows are in, and who a person is when the
agencies have changed the key of their references. What does not: what is told of the people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, func, select

from api.queries.categories import category, stored_in
from schemas.dataset import Dataset
from schemas.datasets import DATASETS
from schemas.tables.people import person_aliases
from schemas.tables.records import RECORDS

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Window:
    """The frozen submissions that a family is counted from, by dataset.

    `whole` are those that its people are told from; `part` those that tell them apart.
    """

    partnership_id: str
    whole: Mapping[str, tuple[str, ...]]
    part: Mapping[str, tuple[str, ...]]

    @cached_property
    def first(self) -> CTE:
        """The digest under which each aliased one was first kept, however many keys lie between."""
        known, later = person_aliases.alias("known"), person_aliases.alias("later")
        every = select(person_aliases.c.person_id).where(
            person_aliases.c.partnership_id == self.partnership_id
        )
        begun = select(known.c.person_id, known.c.same_as).where(
            known.c.partnership_id == self.partnership_id, known.c.same_as.not_in(every)
        )
        found = begun.cte("first_digests", recursive=True)
        following = select(later.c.person_id, found.c.same_as).where(
            later.c.partnership_id == self.partnership_id, later.c.same_as == found.c.person_id
        )
        return found.union_all(following)


@dataclass(frozen=True)
class Records:
    """The rows of one dataset in a window, and the people under whose first digest they stand."""

    window: Window
    dataset: type[Dataset]
    submissions: tuple[str, ...]

    @classmethod
    def of(cls, window: Window, name: str, *, part: bool = False) -> Records:
        """Those of a dataset by its name; without a submission there are none."""
        frozen = window.part if part else window.whole
        return cls(window, DATASETS[name], frozen.get(name, ()))

    def column(self, name: str) -> ColumnElement[Any]:
        """The stored column of a field by its dotted name, or of the record itself."""
        columns = RECORDS[self.dataset.name].c
        return columns[name] if name in columns else columns[stored_in(name, self.dataset)]

    def rows(self) -> Conditions:
        """The conditions that a row is in: frozen, and of the dataset's population."""
        table = RECORDS[self.dataset.name].c
        return (
            table.partnership_id == self.window.partnership_id,
            table.submission_id.in_(self.submissions),
            *(self.column(name) == value for name, value in self.dataset.population),
        )

    def people(
        self, *columns: ColumnElement[Any], splits: Collection[str] = (), where: Conditions = ()
    ) -> Select[Any]:
        """One row for each record that names its person: `person`, `record_key`, the category of
        each split under its name, and whatever else is asked for.
        """
        table, first = RECORDS[self.dataset.name], self.window.first
        own = table.c[f"{self.dataset.counted_person}_person_id"]
        held = {each.name: each for each in self.dataset.breakdowns}
        keys = (
            category(held[name], rows=table, dataset=self.dataset).label(name) for name in splits
        )
        return (
            select(
                func.coalesce(first.c.same_as, own).label("person"),
                table.c.record_key,
                *keys,
                *columns,
            )
            .select_from(table.outerjoin(first, first.c.person_id == own))
            .where(*self.rows(), own.is_not(None), *where)
        )
