"""How the values of good rows fill the stored columns of a dataset, persons as digests.

One row at a time, or the rows of a block as columns: either way the same is stored. A row whose
person is `counts_only` keeps no digest: its unit key is random. Whom a row restricts is told
apart from what is stored of it. How rows reach the engine is not decided here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from api.intake.accepted import Accepted
from api.policies.people import Digester, record_key
from schemas.dataset import Column as DatasetColumn
from schemas.dataset import Dataset, columns
from schemas.fields import PersonRef, PersonRefs

UNIT_BYTES: Final = 32  # a random unit key is as long as a digest, so that nothing tells them apart
ROW_NUMBER: Final = "row_no"
_ALONE: Final = "counts_only"


class RowMaker:
    """Turns flat values into the stored columns of a dataset, persons into digests."""

    def __init__(self, dataset: type[Dataset], digester: Digester) -> None:
        self._dataset, self._digester = dataset, digester
        self._columns = tuple(
            c for c in columns(dataset) if not isinstance(c.field, PersonRef | PersonRefs)
        )
        self._several = tuple(c for c in columns(dataset) if isinstance(c.field, PersonRefs))
        # worked out once and not for every row
        self._stores = tuple(
            (c.name, c.field.stored, (None,) * len(c.stored)) for c in self._columns
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the stored columns that `row` fills, in its order."""
        return self.names_of(self._dataset)

    @staticmethod
    def names_of(dataset: type[Dataset]) -> tuple[str, ...]:
        """Names of the stored columns that are filled for rows of a dataset, in order."""
        people = tuple(f"{block}_person_id" for block in dataset.persons)
        units = ("unit_key", "record_key") if people else ()
        plain = [c for c in columns(dataset) if not isinstance(c.field, PersonRef | PersonRefs)]
        several = [c for c in columns(dataset) if isinstance(c.field, PersonRefs)]
        own = tuple(name for c in (*plain, *several) for name, _ in c.stored)
        return (*units, *people, *own)

    def row(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """The stored values of one good row."""
        people = tuple(self._person(block, values) for block in self._dataset.persons)
        stored: list[Any] = []
        for name, store, nothing in self._stores:
            value = values.get(name)
            stored += nothing if value is None else store(value)
        refs = [self._refs(c, values) for c in self._several]
        return (*self._unit(people), *people, *stored, *refs)

    def restricted(self, values: Mapping[str, Any]) -> tuple[bytes, ...]:
        """The persons whom a good row restricts, also where the row itself keeps none of them."""
        return tuple(
            self._digester.person_id(values[f"{block}.person_ref"])
            for block in self._dataset.persons
            if values.get(f"{block}.restricted") and values.get(f"{block}.person_ref")
        )

    def _person(self, block: str, values: Mapping[str, Any]) -> bytes | None:
        reference = values.get(f"{block}.person_ref")
        if reference is None or values.get(f"{block}.sharing") == _ALONE:
            return None
        return self._digester.person_id(reference)

    def _unit(self, people: tuple[bytes | None, ...]) -> tuple[Any, ...]:
        if not people:
            return ()
        counted = people[self._dataset.persons.index(self._dataset.counted_person)]
        unit = counted or secrets.token_bytes(UNIT_BYTES)
        return unit, record_key(unit)

    def _refs(self, column: DatasetColumn, values: Mapping[str, Any]) -> str | None:
        references = values.get(column.name)
        if references is None or values.get(f"{self._dataset.counted_person}.sharing") == _ALONE:
            return None
        return ";".join(self._digester.person_id(reference).hex() for reference in references)


class FrameMaker:
    """Turns rows that were accepted together into a frame of what is stored of them.

    The frame has the rows' numbers and the columns that `RowMaker` fills, in its order: digests and
    unit keys as bytes, all others as the text of their fields.
    """

    def __init__(self, dataset: type[Dataset], digester: Digester) -> None:
        self._dataset, self._digester = dataset, digester
        self._several = tuple(c for c in columns(dataset) if isinstance(c.field, PersonRefs))

    def frame(self, rows: Accepted) -> pl.DataFrame:
        """The stored values of good rows."""
        people = {f"{block}_person_id": self._ids(rows, block) for block in self._dataset.persons}
        refs = [self._refs(rows, column) for column in self._several]
        digests = [pl.Series(name, ids, dtype=pl.Binary) for name, ids in people.items()]
        numbers = rows.numbers.alias(ROW_NUMBER)
        return pl.DataFrame([numbers, *self._units(people), *digests, *rows.stored, *refs])

    def restricted(self, rows: Accepted) -> Iterator[tuple[int, bytes]]:
        """The numbers of good rows that restrict somebody, and whom; what `RowMaker` says of each.

        Only rows that do cost anything.
        """
        for block in self._dataset.persons:
            chosen = (rows.text(f"{block}.restricted") == "true").fill_null(value=False)
            if chosen.any():
                people = rows.text(f"{block}.person_ref").filter(chosen).to_list()
                digests = self._digester.person_ids(people)
                numbers = rows.numbers.filter(chosen).to_list()
                named = zip(numbers, digests, strict=True)
                yield from ((number, person) for number, person in named if person is not None)

    def _ids(self, rows: Accepted, block: str) -> list[bytes | None]:
        references = rows.text(f"{block}.person_ref")
        alone = (rows.text(f"{block}.sharing") == _ALONE).fill_null(value=False)
        kept = references.zip_with(~alone, pl.Series([None], dtype=pl.String))
        return list(self._digester.person_ids(kept.to_list()))

    def _units(self, people: Mapping[str, Sequence[bytes | None]]) -> Iterator[pl.Series]:
        if not people:
            return
        counted = people[f"{self._dataset.counted_person}_person_id"]
        drawn = secrets.token_bytes(UNIT_BYTES * len(counted))
        units = [
            person or drawn[place * UNIT_BYTES : (place + 1) * UNIT_BYTES]
            for place, person in enumerate(counted)
        ]
        yield pl.Series("unit_key", units, dtype=pl.Binary)
        yield pl.Series("record_key", [record_key(unit) for unit in units], dtype=pl.Int64)

    def _refs(self, rows: Accepted, column: DatasetColumn) -> pl.Series:
        alone = rows.text(f"{self._dataset.counted_person}.sharing")
        made = [
            None if text is None or sharing == _ALONE else self._digests(text)
            for text, sharing in zip(rows.text(column.name), alone, strict=True)
        ]
        return pl.Series(column.stored[0][0], made, dtype=pl.String)

    def _digests(self, text: str) -> str:
        digests = self._digester.person_ids(text.split(";"))
        return ";".join(digest.hex() for digest in digests if digest is not None)
