"""What an agency has filed, read back: receipts, lists and revisions.

Reading changes nothing. Row counts and digests go to the submitting agency alone; the DA
lead sees the status of every return.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from api.policies import returns as rules
from api.queries import partnerships
from api.queries import returns as stored
from api.queries.returns import Key, ReturnRow
from api.services.receipts import receipt
from auth.caller import Caller
from auth.refusals import NotFound
from auth.uses import Used
from schemas.period import Period

PAGE: Final = 200  # returns of one page (design)


def key_of(caller: Caller, dataset: str, month: Period | str) -> Key:
    """Which return of the caller's agency is meant."""
    return Key(caller.partnership_id, caller.agency_id, dataset, str(month))


def period_etag(standing: Sequence[ReturnRow]) -> str:
    """The ETag of a period: that which its months share, or all of theirs joined."""
    tags = {row.etag or "" for row in standing}
    return tags.pop() if len(tags) == 1 else "-".join(row.etag or "none" for row in standing)


def read(
    session: Session, caller: Caller, *, dataset: str, period: Period, today: date, used: Used
) -> tuple[str, dict[str, Any]]:
    """The ETag and receipt of what is in force; `used` takes down whose data it shows.

    Raises:
        NotFound: nothing is in force for a month of the period.
    """
    rows = [stored.find(session, key_of(caller, dataset, month)) for month in period.months()]
    known = [row for row in rows if row is not None]
    parts = [
        part
        for row in known
        if row.submission_id is not None
        and (
            part := stored.submission(
                session, partnership_id=caller.partnership_id, submission_id=row.submission_id
            )
        )
        is not None
    ]
    if len(parts) < len(rows):
        raise NotFound("no_return", detail="Nothing has been sent for this period.")
    return period_etag(known), receipt(
        session, caller, dataset=dataset, period=period, parts=parts, today=today, used=used
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A return in a list: its standing, and nothing of its content."""

    agency: str
    dataset: str
    period: str
    expected: bool
    level: str
    due_on: date | None
    status: str
    late: bool
    received_on: date | None
    revision: int
    etag: str | None


def listed(
    session: Session,
    caller: Caller,
    *,
    period: Period | None,
    after: tuple[str, str, str] | None,
    today: date,
) -> tuple[list[Listed], tuple[str, str, str] | None]:
    """A page of the caller's returns, or of every agency's for the DA lead, and where the next
    begins.

    The ETag of a return is its sender's alone.
    """
    leads = partnerships.lead(session, caller.partnership_id) == caller.agency_id
    rows = stored.listed(
        session,
        partnership_id=caller.partnership_id,
        agency_id=None if leads else caller.agency_id,
        months=[str(month) for month in period.months()] if period else (),
        after=after,
        limit=PAGE + 1,
    )
    page = [_listed(row, caller, today=today) for row in rows[:PAGE]]
    last = rows[PAGE - 1].key if len(rows) > PAGE else None
    return page, None if last is None else (last.month, last.agency_id, last.dataset)


def _listed(row: ReturnRow, caller: Caller, *, today: date) -> Listed:
    standing = rules.Standing(Period.parse_month(row.key.month), row.status, due_on=row.due_on)
    own = row.key.agency_id == caller.agency_id
    return Listed(
        agency=row.key.agency_id,
        dataset=row.key.dataset,
        period=row.key.month,
        expected=row.expected,
        level=row.level,
        due_on=row.due_on,
        status=row.status,
        late=rules.is_late(standing, today=today, first_received=row.first_received_at),
        received_on=row.first_received_at.date() if row.first_received_at else None,
        revision=row.revision,
        etag=row.etag if own else None,
    )


def revisions(
    session: Session, caller: Caller, *, dataset: str, period: Period
) -> list[dict[str, Any]]:
    """Every delivery of a period, month by month, the latest first.

    Raises:
        NotFound: none was ever sent.
    """
    found = [
        part
        for month in period.months()
        for part in stored.revisions(session, key_of(caller, dataset, month))
    ]
    if not found:
        raise NotFound("no_return", detail="Nothing has been sent for this period.")
    names = (
        "submission_id",
        "month",
        "revision",
        "status",
        "level",
        "received_at",
        "replaces_submission_id",
        "rows_received",
        "rows_stored",
        "rows_refused",
        "rows_out_of_area",
        "client_id",
        "term_map_revision",
    )
    return [
        {name: part[name] for name in names} | {"sha256": part["body_sha256"].hex()}
        for part in found
    ]
