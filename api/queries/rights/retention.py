"""What has outlived its time, and removing it.

How long is long enough is decided by the caller. On PostgreSQL the removing is done by a role that
may do nothing else (`api.keeper`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from api.intake.deliveries import rows_of
from api.queries.membership import among, blocks
from api.queries.rights import restricting
from schemas.tables.cases import (
    break_glass,
    break_glass_notices,
    case_conflicts,
    case_members,
    cases,
)
from schemas.tables.disclosures import disclosures
from schemas.tables.people import person_aliases
from schemas.tables.records import RECORDS
from schemas.tables.returns import findings, returns, submissions

PAST: Final = "retired"
"""The status of a return whose delivery has outlived its time."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery to be removed: its id, and which rows it has."""

    submission_id: str
    agency_id: str
    dataset: str
    level: str


def agreements(session: Session, *, partnership_id: str) -> list[str]:
    """The agreements under which deliveries that are still there came."""
    query = select(submissions.c.agreement_id).where(submissions.c.partnership_id == partnership_id)
    return sorted(session.scalars(query.distinct()))


def past(
    session: Session, *, partnership_id: str, agreement_id: str, newest: str, limit: int
) -> list[Delivery]:
    """Deliveries under an agreement about months up to `newest` (2026-03), a block of them."""
    held = submissions.c
    query = (
        select(held.submission_id, held.agency_id, held.dataset, held.level)
        .where(
            held.partnership_id == partnership_id,
            held.agreement_id == agreement_id,
            held.month <= newest,
        )
        .order_by(held.month, held.submission_id)
        .limit(limit)
    )
    return [Delivery(*row) for row in session.execute(query)]


def retire(
    session: Session, deliveries: Collection[Delivery], *, partnership_id: str, now: datetime
) -> None:
    """Let no return point at these deliveries any more."""
    session.execute(
        update(returns)
        .where(
            returns.c.partnership_id == partnership_id,
            returns.c.submission_id.in_([each.submission_id for each in deliveries]),
        )
        .values(status=PAST, submission_id=None, etag=None, changed_at=now)
    )


def remove(
    session: Session, deliveries: Collection[Delivery], *, partnership_id: str
) -> Counter[str]:
    """Remove deliveries, as the keeper, with their rows, findings and restrictions.

    No return may point at them any more.
    """
    done: Counter[str] = Counter(submissions=len(deliveries))
    for each in deliveries:
        table = RECORDS[rows_of(each.dataset, level=each.level).name]
        done["rows"] += _remove(session, table, each, partnership_id=partnership_id)
        done["findings"] += _remove(session, findings, each, partnership_id=partnership_id)
        done["restrictions"] += restricting.forget_delivery(
            session, partnership_id=partnership_id, submission_id=each.submission_id
        )
        _remove(session, submissions, each, partnership_id=partnership_id)
    return done


def _remove(session: Session, table: Table, each: Delivery, *, partnership_id: str) -> int:
    return _count(
        session,
        delete(table).where(
            table.c.partnership_id == partnership_id,
            table.c.submission_id == each.submission_id,
        ),
    )


def remove_aliases(session: Session, *, partnership_id: str, kept: Collection[bytes]) -> int:
    """Remove, as the keeper, the aliases of persons other than these; say how many there were."""
    query = select(person_aliases.c.same_as).where(
        person_aliases.c.partnership_id == partnership_id
    )
    gone = sorted(set(session.scalars(query.distinct())) - set(kept))
    return sum(
        _count(
            session,
            delete(person_aliases).where(
                person_aliases.c.partnership_id == partnership_id,
                among(session, person_aliases.c.same_as, block),
            ),
        )
        for block in blocks(gone)
    )


def aliased(session: Session, *, partnership_id: str) -> set[bytes]:
    """Every person who is known by a further digest."""
    query = select(person_aliases.c.same_as).where(
        person_aliases.c.partnership_id == partnership_id
    )
    return set(session.scalars(query.distinct()))


def remove_cases(session: Session, *, partnership_id: str, before: date) -> int:
    """Remove cases that ended before a day, with their members and conflicts."""
    ended = select(cases.c.agency_id, cases.c.case_id).where(
        cases.c.partnership_id == partnership_id, cases.c.ends_on < before
    )
    found = [(row[0], row[1]) for row in session.execute(ended)]
    for agency_id, case_id in found:
        remove_case(session, partnership_id=partnership_id, agency_id=agency_id, case_id=case_id)
    return len(found)


def remove_case(session: Session, *, partnership_id: str, agency_id: str, case_id: str) -> None:
    """Remove one case that an agency listed."""
    for table in (case_members, case_conflicts):
        session.execute(
            delete(table).where(
                table.c.partnership_id == partnership_id,
                table.c.listed_by == agency_id,
                table.c.case_id == case_id,
            )
        )
    session.execute(
        delete(cases).where(
            cases.c.partnership_id == partnership_id,
            cases.c.agency_id == agency_id,
            cases.c.case_id == case_id,
        )
    )


def cases_of(
    session: Session, persons: Collection[bytes], *, partnership_id: str, agency_id: str
) -> list[str]:
    """The cases of a person that an agency listed."""
    query = select(cases.c.case_id).where(
        cases.c.partnership_id == partnership_id,
        cases.c.agency_id == agency_id,
        cases.c.person_id.in_(persons),
    )
    return list(session.scalars(query))


def remove_opened(session: Session, *, partnership_id: str, before: datetime) -> int:
    """Remove, as the keeper, timelines that were open in an emergency until before an instant."""
    held = break_glass.c
    return _count(
        session,
        delete(break_glass).where(held.partnership_id == partnership_id, held.expires_at < before),
    )


def remove_opened_of(
    session: Session, persons: Collection[bytes], *, partnership_id: str, agency_id: str
) -> int:
    """Remove, as the keeper, timelines of a person that an agency opened in an emergency."""
    held = break_glass.c
    return _count(
        session,
        delete(break_glass).where(
            held.partnership_id == partnership_id,
            held.agency_id == agency_id,
            held.person_id.in_(persons),
        ),
    )


def remove_told(session: Session, *, partnership_id: str, before: datetime) -> int:
    """Remove, as the keeper, what owners were told of uses before an instant."""
    return sum(
        _count(
            session,
            delete(table).where(table.c.partnership_id == partnership_id, table.c.at < before),
        )
        for table in (disclosures, break_glass_notices)
    )


def _count(session: Session, statement: Any) -> int:
    done: Any = session.execute(statement)
    return int(done.rowcount)
