"""One month of a delivery into the store: submission, rows, findings, and the pointer onto them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.queries import restrictions
from api.queries import returns as stored
from api.queries.loading import load
from api.queries.making import RowMaker
from api.queries.returns import Key, ReturnRow
from api.services import findings
from api.services.deliveries import Delivery, wire
from api.services.verdicts import status as status_of
from auth.caller import Caller


def store(
    session: Session,
    caller: Caller,
    row: ReturnRow,
    *,
    delivery: Delivery,
    delivery_id: str,
    now: datetime,
) -> None:
    """One month of a delivery: its submission, rows and findings, and the pointer onto it."""
    month = row.key.month
    owner = _owner(caller, delivery)
    values = owner | _provenance(caller) | _said(delivery, month, now=now)
    values |= _became(delivery, row, delivery_id=delivery_id)
    stored.add_submission(session, values=values)
    load(
        session,
        delivery.spool.rows(month, without=delivery.examination.refused_rows),
        delivery.spool.frames(month, without=delivery.examination.refused_rows),
        dataset=delivery.rows_of.name,
        names=RowMaker.names_of(delivery.rows_of),
        owner=owner,
        month=month,
    )
    restrictions.add(
        session,
        delivery.spool.restricted(month, without=delivery.examination.refused_rows),
        owner=owner,
        dataset=delivery.dataset,
        month=month,
        now=now,
    )
    found = delivery.examination.listed
    stored.add_findings(session, found, key=row.key, submission_id=owner["submission_id"])
    _break_series(session, row.key, rule=delivery.envelope["counting_rule_set"], now=now)
    _point(session, row, values=values, now=now)


def _owner(caller: Caller, delivery: Delivery) -> dict[str, str]:
    """Whose rows these are, and of which submission: that of the rows that went ahead, if any."""
    if delivery.ahead is not None:
        return dict(delivery.ahead.owner)
    return {
        "partnership_id": caller.partnership_id,
        "agency_id": caller.agency_id,
        "submission_id": str(uuid.uuid4()),
    }


def _became(delivery: Delivery, row: ReturnRow, *, delivery_id: str) -> dict[str, Any]:
    """What became of the rows, and where the submission stands among those of its return."""
    tally = delivery.examination.months[row.key.month]
    return {
        "delivery_id": delivery_id,
        "revision": row.revision + 1,
        "status": _month_status(delivery, row.key.month),
        "replaces_submission_id": row.submission_id,
        "rows_received": tally.received,
        "rows_stored": tally.kept,
        "rows_refused": tally.refused,
        "rows_out_of_area": tally.out_of_area,
        "rows_linked": tally.linked,
        "completeness": tally.completeness,
        "term_map_revision": delivery.own.revision,
        "finding_counts": findings.kept(delivery.examination),
    }


def _month_status(delivery: Delivery, month: str) -> str:
    if month in delivery.envelope["nil_months"]:
        return "nil"
    return status_of(delivery, refused=delivery.examination.months[month].refused)


def _provenance(caller: Caller) -> dict[str, Any]:
    """Which client sent it, under which agreement, for which purpose, by which token."""
    agreement = caller.agreement
    return {
        "client_id": caller.client_id,
        "agreement_id": agreement.agreement_id if agreement else "",
        "purpose": caller.purpose or "",
        "jti": caller.jti,
        "jkt": caller.jkt,
    }


def _said(delivery: Delivery, month: str, *, now: datetime) -> dict[str, Any]:
    return {
        "dataset": delivery.dataset,
        "month": month,
        "period": str(delivery.period),
        "level": delivery.envelope["level"],
        "schema_version": delivery.envelope["schema_version"],
        "counting_rule_set": delivery.envelope["counting_rule_set"],
        "body_sha256": delivery.sha256,
        "etag": delivery.etag,
        "envelope": wire(delivery.envelope),
        "received_at": now,
    }


def _break_series(session: Session, key: Key, *, rule: str, now: datetime) -> None:
    """Open a series break where the agency counts by another rule than the month before, and in
    the month after where that one does (ENV-V08).
    """
    before = stored.counting_rule_beside(session, key, later=False)
    if before is not None:
        _compare(session, key, before=before[1], after=rule, now=now)
    following = stored.counting_rule_beside(session, key, later=True)
    if following is not None:
        month, after = following
        _compare(session, replace(key, month=month), before=rule, after=after, now=now)


def _compare(session: Session, key: Key, *, before: str, after: str, now: datetime) -> None:
    stored.set_series_break(
        session, key, before=before if before != after else None, after=after, now=now
    )


def _point(session: Session, row: ReturnRow, *, values: Mapping[str, Any], now: datetime) -> None:
    """Move the return's pointer onto the submission."""
    taken = ("status", "level", "submission_id", "revision", "etag")
    changed = {name: values[name] for name in taken} | {
        "first_received_at": row.first_received_at or now,
        "changed_at": now,
    }
    stored.change(session, row.key, values=changed)


def unpoint(session: Session, row: ReturnRow, *, now: datetime) -> None:
    """Leave a return with nothing in force; the months beside it are compared with each other."""
    none = {"status": "withdrawn", "submission_id": None, "etag": None, "changed_at": now}
    stored.change(session, row.key, values=none)
    before = stored.counting_rule_beside(session, row.key, later=False)
    following = stored.counting_rule_beside(session, row.key, later=True)
    rule = before[1] if before is not None else ""
    stored.set_series_break(session, row.key, before=None, after=rule, now=now)
    if following is not None:
        month, after = following
        key = replace(row.key, month=month)
        _compare(session, key, before=rule or after, after=after, now=now)
