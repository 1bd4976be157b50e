"""Whether what stands against a return may be replaced or taken back by this caller now.

What belongs here: the rules of `api.policies.returns` put to the stored returns of a period. What
does not: the verbs that then do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.policies import returns as rules
from api.queries.returns import ReturnRow
from api.services.deliveries import Delivery
from api.services.filed import period_etag
from api.services.verdicts import status as status_of
from auth.refusals import PreconditionFailed
from schemas.period import Period


def check_precondition(
    standing: Sequence[ReturnRow],
    *,
    period: Period,
    if_match: str | None,
    reason: str | None,
    today: date,
) -> None:
    """Make sure that the caller's copy is that of the whole period; each month has a free time of
    its own.

    Raises:
        PreconditionFailed, PreconditionRequired: it acts on a stale copy, or on none.
    """
    if if_match is not None:
        whole = rules.Standing(period, "received", etag=period_etag(standing))
        if not rules.matches(whole, if_match):
            raise PreconditionFailed(
                "stale_etag",
                detail="The return has changed since your copy. Read it again, then decide.",
            )
    for row in standing:
        rules.check_precondition(
            values(row),
            if_match=None if if_match is None else f'"{row.etag or ""}"',
            reason=reason,
            today=today,
        )


def check_may_be_sent(
    standing: Sequence[ReturnRow], delivery: Delivery, *, if_match: str | None, today: date
) -> None:
    """Make sure that the delivery may take the place of what is in force now.

    Raises:
        Refusal: as for a precondition, or its status may not follow theirs.
    """
    check_precondition(
        standing,
        period=delivery.period,
        if_match=if_match,
        reason=delivery.envelope.get("reason"),
        today=today,
    )
    for row in standing:
        rules.check_may_follow(values(row), status=status_of(delivery, refused=0))


def values(row: ReturnRow) -> rules.Standing:
    """A return as the rules judge it."""
    return rules.Standing(
        Period.parse_month(row.key.month),
        row.status,
        etag=row.etag or "",
        revision=row.revision,
        due_on=row.due_on,
        expected=row.expected,
    )
