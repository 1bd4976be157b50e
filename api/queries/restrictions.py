"""Who is restricted: kept out of what others are shown, and of figures by small area.

What belongs here: the SQL condition that a person is restricted now, and entering and reading the
restrictions. What does not: for which purpose somebody may see a restricted person all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from api.queries import upsert
from schemas.tables.restrictions import restrictions
from schemas.tables.returns import returns

AT_ONCE: Final = 200  # persons in one question: below every engine's limit of bound values

_stands = restrictions.c


def holds() -> ColumnElement[bool]:
    """That a restriction is in force: its submission is pointed at, or its order not lifted."""
    pointed_at = exists().where(
        returns.c.partnership_id == _stands.partnership_id,
        returns.c.agency_id == _stands.agency_id,
        returns.c.dataset == _stands.dataset,
        returns.c.month == _stands.month,
        returns.c.submission_id == _stands.source_id,
    )
    return or_(and_(_stands.dataset.is_(None), _stands.lifted_at.is_(None)), pointed_at)


def restricted(
    persons: Sequence[ColumnElement[Any]], *, partnership_id: str
) -> ColumnElement[bool]:
    """That somebody in a row is restricted, by whomever and in whichever period.

    Args:
        persons: the row's columns of persons' digests; null is nobody.
        partnership_id: the partnership in which it counts.
    """
    return exists().where(
        _stands.partnership_id == partnership_id, _stands.person_id.in_(persons), holds()
    )


def among(session: Session, persons: Iterable[bytes], *, partnership_id: str) -> set[bytes]:
    """Those of the persons who are restricted."""
    found: set[bytes] = set()
    for block in _blocks(set(persons)):
        query = select(_stands.person_id).where(
            _stands.partnership_id == partnership_id, _stands.person_id.in_(block), holds()
        )
        found.update(session.scalars(query))
    return found


def everyone(
    session: Session, *, partnership_id: str, frozen: Collection[str] = ()
) -> frozenset[bytes]:
    """All who are restricted now, and whom rows of the `frozen` submissions restrict."""
    counts = or_(holds(), _stands.source_id.in_(frozen)) if frozen else holds()
    query = select(_stands.person_id).where(_stands.partnership_id == partnership_id, counts)
    return frozenset(session.scalars(query.distinct()))


def changed_since(session: Session, since: datetime, *, partnership_id: str) -> frozenset[bytes]:
    """Whoever may have become restricted, or may be so no more, since an instant.

    Rather too many than too few: a return that was sent again counts for all whom it restricts.
    """
    owner = and_(
        returns.c.partnership_id == _stands.partnership_id,
        returns.c.agency_id == _stands.agency_id,
        returns.c.dataset == _stands.dataset,
        returns.c.month == _stands.month,
    )
    query = (
        select(_stands.person_id)
        .join_from(restrictions, returns, owner, isouter=True)
        .where(
            _stands.partnership_id == partnership_id,
            or_(
                _stands.made_at >= since,
                _stands.lifted_at >= since,
                returns.c.changed_at >= since,
            ),
        )
    )
    return frozenset(session.scalars(query.distinct()))


def add(
    session: Session,
    persons: Iterator[tuple[int, bytes]],
    *,
    owner: Mapping[str, str],
    dataset: str,
    month: str,
    now: datetime,
) -> None:
    """Enter whom the rows of a submission restrict, each once.

    Args:
        session: the writing session of the return.
        persons: row numbers and persons; the rows themselves stay unknown.
        owner: partnership_id, agency_id and submission_id.
        dataset: the return's dataset.
        month: the return's month.
        now: when it is received.
    """
    same = {
        "partnership_id": owner["partnership_id"],
        "agency_id": owner["agency_id"],
        "source_id": owner["submission_id"],
        "dataset": dataset,
        "month": month,
        "made_at": now,
    }
    for block in _blocks(person for _, person in persons):
        rows = [same | {"person_id": person} for person in dict.fromkeys(block)]
        upsert.add_absent(session, restrictions, rows)


def _blocks(persons: Iterable[bytes]) -> Iterator[list[bytes]]:
    waiting = iter(persons)
    while block := list(islice(waiting, AT_ONCE)):
        yield block
