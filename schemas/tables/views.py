"""Other agencies' rows as a reader may see them: the shared views, one per dataset of records.

What belongs here: the names and columns of the views, and the same shape on SQLite. What does not:
which rows come back. On PostgreSQL the view decides that by itself, from the agreement, purpose and
day of the session; on SQLite there is no such second lock. Whoever reads makes all of the service's
own checks on both.

On either engine only current rows are there, those that a return's pointer points at. On PostgreSQL
equality on a column and a bound on a number or a date reach the table's key; a bound on a text is
looked at afterwards, row by row (its manual, section on rules and privileges: leakproof functions).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Column, FromClause, MetaData, Select, Table, and_, literal, select

from schemas.datasets import DATASETS
from schemas.leaving import JUDGED_BY, ROWLESS, may_leave, stored_names
from schemas.tables.base import UtcDateTime
from schemas.tables.records import RECORDS, SYSTEM, person_columns
from schemas.tables.returns import returns, submissions

RECEIVED_AT: Final = "received_at"
"""When the delivery that a row came with arrived."""

SHARED: Final = tuple(name for name in DATASETS if name not in ROWLESS)
"""The datasets of which other agencies may be shown rows."""

_views: Final = MetaData()


def shared(dataset: str, *, engine_name: str) -> FromClause:
    """Where other agencies' rows of a dataset are read: the view, or its likeness on SQLite.

    Args:
        dataset: the dataset's name.
        engine_name: `postgresql` or `sqlite`, as `Database.engine_name` says.

    Returns:
        Something to select from, with the same columns by name on either engine: those of
        `shared_columns` and `received_at`. `record_id` and the persons' columns are there to make
        pairwise references from, and those of `JUDGED_BY` to judge by; they go no further.

    Raises:
        KeyError: there is no such dataset, or its rows are counts.
    """
    return (_VIEWS if engine_name == "postgresql" else _LIKENESSES)[dataset]


def standing(dataset: str, *, engine_name: str) -> FromClause:
    """In which returns in force a person stands: partnership, agency, month, the persons' digests.

    On PostgreSQL those of agencies whose rows the reader may read one after another, restricted
    persons among them; on SQLite all.

    Raises:
        KeyError: the dataset is about no person, or there is none of that name.
    """
    return (_STANDINGS if engine_name == "postgresql" else _LIKENESSES)[dataset]


def shared_columns(dataset: str) -> tuple[str, ...]:
    """The columns of the record table that a shared view has."""
    kind = DATASETS[dataset]
    fields = JUDGED_BY[dataset] | {column.name for column in may_leave(kind)}
    return (*SYSTEM, *person_columns(kind), *stored_names(kind, fields))


def _view(dataset: str) -> Table:
    table = RECORDS[dataset]
    own = [Column(name, table.c[name].type) for name in shared_columns(dataset)]
    return Table(f"shared_{dataset}", _views, *own, Column(RECEIVED_AT, UtcDateTime))


def _standing(dataset: str) -> Table:
    kind = DATASETS[dataset]
    names = ("partnership_id", "agency_id", "month", *person_columns(kind))
    own = [Column(name, RECORDS[dataset].c[name].type) for name in names]
    return Table(f"standing_{dataset}", _views, *own)


def _current(dataset: str) -> Select[Any]:
    """The current rows of every agency, as columns of the view."""
    table = RECORDS[dataset]
    pointed_at = and_(
        returns.c.partnership_id == table.c.partnership_id,
        returns.c.agency_id == table.c.agency_id,
        returns.c.dataset == literal(dataset),
        returns.c.month == table.c.month,
        returns.c.submission_id == table.c.submission_id,
    )
    delivered = and_(
        submissions.c.partnership_id == table.c.partnership_id,
        submissions.c.submission_id == table.c.submission_id,
    )
    own = [table.c[name] for name in shared_columns(dataset)]
    found = table.join(returns, pointed_at).join(submissions, delivered)
    return select(*own, submissions.c.received_at).select_from(found)


_VIEWS: Final[Mapping[str, Table]] = {name: _view(name) for name in SHARED}
_STANDINGS: Final[Mapping[str, Table]] = {
    name: _standing(name) for name in SHARED if DATASETS[name].persons
}
_LIKENESSES: Final[Mapping[str, FromClause]] = {
    name: _current(name).subquery(f"shared_{name}") for name in SHARED
}
