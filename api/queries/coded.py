"""Rows as numbers, before disclosure control: what every table of a release is counted from.

Here belongs the one SELECT that reads a dataset's frozen rows for a release, a batch at a time. How
categories become numbers is told in `api.disclosure.coding`, and what is counted of them in
`api.disclosure.tallies`; nothing here leaves the service.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import add
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, literal, select
from sqlalchemy.orm import Session

from api.disclosure.coding import Coding, Digit
from api.queries.categories import numbered, stored_in
from api.queries.counts import Scope

AT_ONCE: Final = 20_000
"""Rows fetched together: some 5 MB of them, so that memory grows with what is kept alone."""

Batch = Sequence[Sequence[Any]]
"""Columns of some rows: unit keys, record keys, whether a person is named, and the words."""


def batches(session: Session, scope: Scope, *, coding: Coding) -> Iterator[Batch]:
    """Give the rows of a dataset's population, each as its unit and the words of its categories."""
    query = _query(scope, coding=coding).execution_options(yield_per=AT_ONCE)
    for rows in session.execute(query).partitions():
        yield list(zip(*rows, strict=True))


def _query(scope: Scope, *, coding: Coding) -> Select[Any]:
    table, dataset = scope.table, scope.dataset
    person = table.c[f"{dataset.counted_person}_person_id"]
    words = [_word(digits, scope).label(f"word_{n}") for n, digits in enumerate(coding.words)]
    linked = case((person.is_not(None), 1), else_=0)
    return select(table.c.unit_key, table.c.record_key, linked, *words).where(
        scope.rows(),
        *(table.c[stored_in(name, dataset)] == value for name, value in dataset.population),
    )


def _word(digits: Sequence[Digit], scope: Scope) -> ColumnElement[int]:
    """The number of each digit's category, by what a step of it is worth, all added up."""
    parts = (
        cast(numbered(each, rows=scope.table, dataset=scope.dataset), BigInteger)
        * literal(step, BigInteger)
        for each, step in digits
    )
    return reduce(add, parts)
