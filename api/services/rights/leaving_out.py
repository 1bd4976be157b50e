"""Rows that come again after their person was erased: stored without the person.

It happens in the transaction that stores a delivery, after its rows and before it commits. Whoever
erases meanwhile waits for it and finds its rows; whoever has erased before is seen here. The sender
is told which rows they were: the erasure was its own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from api.keeper import keeping
from api.policies.erasing import CODE, SENTENCE, Eraser
from api.queries import returns
from api.queries.rights import erasing as removing
from api.queries.rights import person_requests as stored
from api.queries.rights.places import Whose
from api.services.rights.erasing import erased_among, remove
from auth.caller import Caller
from schemas.findings import FIRST_ROWS, Finding


def leave_out(session: Session, caller: Caller, *, delivery_id: str, secret: bytes) -> None:
    """Take whom the agency has erased out of a delivery that was just stored.

    Args:
        session: the writing transaction of the delivery.
        caller: the agency that sends it.
        delivery_id: the delivery, one submission for each of its months.
        secret: the service's own key for digests of persons.
    """
    mine = {"partnership_id": caller.partnership_id, "agency_id": caller.agency_id}
    stored.hold_rows(session, **mine, alone=False)
    through = stored.erased(session, **mine)
    if not through:
        return
    parts = removing.of_delivery(session, **mine, delivery_id=delivery_id)
    eraser = Eraser(secret, **mine, through=through)
    found = [row for part in parts for row in _left_out(session, part, eraser=eraser)]
    if found:
        _tell(session, parts, sorted(set(found)))


def _left_out(session: Session, part: RowMapping, *, eraser: Eraser) -> list[int]:
    """Take erased persons out of one month; the numbers of the rows they stood in."""
    whose = Whose(eraser.partnership_id, eraser.agency_id, submission_id=part["submission_id"])
    known = erased_among(session, eraser, whose=whose)
    due = [person for person in known if part["month"] <= eraser.erased_through(person)]
    if not due:
        return []
    rows = [row.row_no for row in removing.standing(session, due, whose=whose)]
    removed = remove(session, due, whose=whose)["rows"]
    with keeping(session):
        removing.recount(session, part, removed=removed)
    return rows


def _tell(session: Session, parts: Collection[RowMapping], rows: Sequence[int]) -> None:
    """Say of the rows that they were left out, once, in each month of the delivery."""
    group = {
        "code": CODE,
        "severity": "note",
        "count": len(rows),
        "field": None,
        "message": SENTENCE,
        "rows": list(rows[:FIRST_ROWS]),
    }
    told = [Finding(CODE, "note", SENTENCE, row) for row in rows]
    for part in parts:
        key = returns.Key(part["partnership_id"], part["agency_id"], part["dataset"], part["month"])
        returns.add_further_findings(session, told, key=key, submission_id=part["submission_id"])
        with keeping(session):
            removing.add_count(session, part, group)
