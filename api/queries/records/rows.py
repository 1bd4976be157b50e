"""The rows of one delivery in force, block by block in the order they were sent.

Own rows come from the record table. Those of others come from the shared view (on PostgreSQL a lock
of its own, `schemas.tables.views`) and meet all of the service's own conditions besides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, and_, or_, select
from sqlalchemy.orm import Session

from api.policies.records import MAY_BE_SHARED
from schemas.datasets import DATASETS
from schemas.leaving import JUDGED_BY, PLACES, PUBLIC, SHELTERS
from schemas.tables.records import RECORDS
from schemas.tables.views import shared

Row = dict[Any, Any]
"""A row by the names of its stored columns."""

RECEIVER: Final = "receiver"
"""The end of a referral at which the service stands that was referred to."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of rows of one delivery in force: those after a row's number, at most so many."""

    partnership_id: str
    dataset: str
    submission_id: str
    after: int
    most: int


def own(session: Session, block: Block) -> list[Row]:
    """The rows of the reader's own delivery, whole."""
    return _rows(session, block, RECORDS[block.dataset], ())


def others(
    session: Session, block: Block, *, conditions: Sequence[ColumnElement[bool]]
) -> list[Row]:
    """The rows of another agency's delivery that meet the conditions, in a retrieving session."""
    return _rows(session, block, source_of(session, block.dataset), conditions)


def source_of(session: Session, dataset: str) -> FromClause:
    """Where others' rows of a dataset are read in this session's store."""
    return shared(dataset, engine_name=session.get_bind().dialect.name)


def leaving(
    source: FromClause, *, dataset: str, areas: Collection[str], everywhere: bool
) -> Iterator[ColumnElement[bool]]:
    """What a row must meet to leave to another agency, but for restrictions on its persons.

    Args:
        source: the rows, with the columns of a shared view.
        dataset: their dataset.
        areas: the codes of wards and authorities that the agreement is about.
        everywhere: whether they hold the whole partnership.

    Yields:
        Its counted person may be shared, no row restricts a person of it, it lies in the areas, it
        tells of safe accommodation where only that leaves, and a review is known of.
    """
    kind = DATASETS[dataset]
    if kind.persons:
        yield source.c[f"{kind.counted_person}_sharing"] == MAY_BE_SHARED
        yield from (source.c[f"{block}_restricted"].is_not(True) for block in kind.persons)
    if not everywhere:
        places = [name for name in PLACES if name in JUDGED_BY[dataset]]
        yield or_(False, *(source.c[place].in_(areas) for place in places))
    if dataset == "housing_support":
        yield _sheltered(source, dataset)
    if "publication" in JUDGED_BY[dataset]:
        yield source.c.publication.in_(PUBLIC)


def at_either_end(source: FromClause, *, recipient: str) -> ColumnElement[bool]:
    """That a referral was made to the recipient, or may be the answer to one of its own."""
    return or_(source.c.to_partner == recipient, source.c.side == RECEIVER)


def _sheltered(source: FromClause, dataset: str) -> ColumnElement[bool]:
    return or_(
        *(
            and_(*(source.c[field].in_(codes) for field, codes in alternative))
            for alternative in SHELTERS[dataset]
        )
    )


def _rows(
    session: Session, block: Block, source: FromClause, conditions: Sequence[ColumnElement[bool]]
) -> list[Row]:
    query = (
        select(source)
        .where(
            source.c.partnership_id == block.partnership_id,
            source.c.submission_id == block.submission_id,
            source.c.row_no > block.after,
            *conditions,
        )
        .order_by(source.c.row_no)
        .limit(block.most)
    )
    return [dict(row) for row in session.execute(query).mappings()]
