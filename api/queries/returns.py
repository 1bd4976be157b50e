"""Reads and writes of returns, submissions and findings, one partnership at a time.

What comes back are values. Whether a change is allowed is decided before it is written here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, and_, func, insert, select, update
from sqlalchemy.orm import Session

from api.queries import upsert
from api.queries.pointers import in_force
from schemas.findings import Finding
from schemas.tables.returns import (
    findings,
    periods,
    returns,
    series_breaks,
    submissions,
)


@dataclass(frozen=True, slots=True)
class Key:
    """Which return: agency x dataset x month of a partnership."""

    partnership_id: str
    agency_id: str
    dataset: str
    month: str


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return as stored."""

    key: Key
    expected: bool
    level: str
    due_on: date | None
    status: str
    submission_id: str | None
    revision: int
    etag: str | None
    first_received_at: datetime | None


def _where(key: Key) -> Any:
    return and_(
        returns.c.partnership_id == key.partnership_id,
        returns.c.agency_id == key.agency_id,
        returns.c.dataset == key.dataset,
        returns.c.month == key.month,
    )


def _row(found: RowMapping) -> ReturnRow:
    return ReturnRow(
        key=Key(found["partnership_id"], found["agency_id"], found["dataset"], found["month"]),
        expected=found["expected"],
        level=found["level"],
        due_on=found["due_on"],
        status=found["status"],
        submission_id=found["submission_id"],
        revision=found["revision"],
        etag=found["etag"],
        first_received_at=found["first_received_at"],
    )


def find(session: Session, key: Key, *, lock: bool = False) -> ReturnRow | None:
    """The return, None where there is none; locked until the transaction ends if asked."""
    query = select(returns).where(_where(key))
    found = session.execute(query.with_for_update() if lock else query).mappings().first()
    return None if found is None else _row(found)


def listed(
    session: Session,
    *,
    partnership_id: str,
    agency_id: str | None,
    months: Sequence[str] = (),
    after: tuple[str, str, str] | None = None,
    limit: int,
) -> list[ReturnRow]:
    """Returns by month, agency and dataset; those of every agency where none is named."""
    query = select(returns).where(returns.c.partnership_id == partnership_id)
    if agency_id is not None:
        query = query.where(returns.c.agency_id == agency_id)
    if months:
        query = query.where(returns.c.month.in_(months))
    if after is not None:
        query = query.where(_follows(after))
    order = returns.c.month, returns.c.agency_id, returns.c.dataset
    found = session.execute(query.order_by(*order).limit(limit)).mappings()
    return [_row(row) for row in found]


def _follows(after: tuple[str, str, str]) -> Any:
    month, agency, dataset = after
    same_month = returns.c.month == month
    same_agency = and_(same_month, returns.c.agency_id == agency)
    return (
        (returns.c.month > month)
        | and_(same_month, returns.c.agency_id > agency)
        | and_(same_agency, returns.c.dataset > dataset)
    )


def open_months(session: Session, *, partnership_id: str, months: Sequence[str]) -> set[str]:
    """Those of the months that the DA lead has opened."""
    query = select(periods.c.month).where(
        periods.c.partnership_id == partnership_id, periods.c.month.in_(months)
    )
    return set(session.scalars(query))


def add_if_absent(session: Session, key: Key, *, values: Mapping[str, Any]) -> None:
    """Put a return on the books unless it stands there; two at once leave one."""
    own = {
        "partnership_id": key.partnership_id,
        "agency_id": key.agency_id,
        "dataset": key.dataset,
        "month": key.month,
        "revision": 0,
    }
    upsert.add_if_absent(session, returns, {**own, **values})


def change(session: Session, key: Key, *, values: Mapping[str, Any]) -> None:
    """Change a return's pointer, status and what goes with them."""
    session.execute(update(returns).where(_where(key)).values(dict(values)))


def add_submission(session: Session, *, values: Mapping[str, Any]) -> None:
    """Store one delivery; nothing is ever written over."""
    session.execute(insert(submissions).values(dict(values)))


def submission(session: Session, *, partnership_id: str, submission_id: str) -> RowMapping | None:
    """One delivery as stored."""
    query = select(submissions).where(
        submissions.c.partnership_id == partnership_id,
        submissions.c.submission_id == submission_id,
    )
    return session.execute(query).mappings().first()


def revisions(session: Session, key: Key) -> list[RowMapping]:
    """All deliveries against a return, the latest first."""
    query = (
        select(submissions)
        .where(
            submissions.c.partnership_id == key.partnership_id,
            submissions.c.agency_id == key.agency_id,
            submissions.c.dataset == key.dataset,
            submissions.c.month == key.month,
        )
        .order_by(submissions.c.revision.desc())
    )
    return list(session.execute(query).mappings())


def add_findings(
    session: Session, found: Sequence[Finding], *, key: Key, submission_id: str, after: int = 0
) -> None:
    """Store a delivery's findings in their order, numbered on from `after`."""
    rows = [
        {
            "partnership_id": key.partnership_id,
            "submission_id": submission_id,
            "finding_no": number,
            "agency_id": key.agency_id,
            "code": finding.code,
            "severity": finding.severity,
            "row_no": finding.row,
            "field": finding.field,
            "message": finding.message,
        }
        for number, finding in enumerate(found, start=after + 1)
    ]
    if rows:
        session.execute(insert(findings), rows)


def add_further_findings(
    session: Session, found: Sequence[Finding], *, key: Key, submission_id: str
) -> None:
    """Store findings behind those that a delivery has."""
    last = session.scalar(
        select(func.max(findings.c.finding_no)).where(
            findings.c.partnership_id == key.partnership_id,
            findings.c.submission_id == submission_id,
        )
    )
    add_findings(session, found, key=key, submission_id=submission_id, after=last or 0)


def findings_of(
    session: Session, *, partnership_id: str, submission_id: str, after: int, limit: int
) -> list[tuple[int, Finding]]:
    """A page of findings with their numbers."""
    query = (
        select(findings)
        .where(
            findings.c.partnership_id == partnership_id,
            findings.c.submission_id == submission_id,
            findings.c.finding_no > after,
        )
        .order_by(findings.c.finding_no)
        .limit(limit)
    )
    return [
        (
            row["finding_no"],
            Finding(row["code"], row["severity"], row["message"], row["row_no"], row["field"]),
        )
        for row in session.execute(query).mappings()
    ]


def count_findings(session: Session, *, partnership_id: str, submission_id: str) -> int:
    """How many findings of a delivery are kept one by one."""
    query = (
        select(func.count())
        .select_from(findings)
        .where(
            findings.c.partnership_id == partnership_id,
            findings.c.submission_id == submission_id,
        )
    )
    return session.scalar(query) or 0


def counting_rule_beside(session: Session, key: Key, *, later: bool) -> tuple[str, str] | None:
    """The nearest delivered month before this one, or after it, and its counting rule in force."""
    month = submissions.c.month
    query = (
        select(month, submissions.c.counting_rule_set)
        .join(
            returns,
            in_force(submissions),
        )
        .where(
            submissions.c.partnership_id == key.partnership_id,
            submissions.c.agency_id == key.agency_id,
            submissions.c.dataset == key.dataset,
            month > key.month if later else month < key.month,
        )
        .order_by(month if later else month.desc())
        .limit(1)
    )
    found = session.execute(query).first()
    return None if found is None else (found[0], found[1])


def set_series_break(
    session: Session, key: Key, *, before: str | None, after: str, now: datetime
) -> None:
    """Record that figures on either side of a month do not compare; without `before`, that they do.

    A month that compares again keeps its row, with one rule on both sides.
    """
    own = {
        "partnership_id": key.partnership_id,
        "agency_id": key.agency_id,
        "dataset": key.dataset,
        "month": key.month,
    }
    if before is None:
        mended = {"before_rule": after, "after_rule": after, "opened_at": now}
        session.execute(update(series_breaks).filter_by(**own).values(mended))
    else:
        rest = {"before_rule": before, "after_rule": after, "opened_at": now}
        upsert.put(session, series_breaks, own | rest)
