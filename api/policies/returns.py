"""When a return may be sent, replaced or withdrawn: the states of a return as data, and the
calendar.

`check_...` raises the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from api.policies.preconditions import names_tag
from auth.refusals import (
    Conflict,
    ErrorItem,
    PreconditionFailed,
    PreconditionRequired,
    Unprocessable,
)
from schemas.envelope import ENVELOPE_RULES
from schemas.evaluate import LONDON
from schemas.period import Period

NEXT: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "expected": frozenset({"received", "partial", "nil", "not_requested", "not_provided"}),
        "received": frozenset({"received", "partial", "nil", "withdrawn", "retired"}),
        "partial": frozenset({"received", "partial", "nil", "withdrawn", "retired"}),
        "nil": frozenset({"received", "partial", "nil", "withdrawn", "retired"}),
        "withdrawn": frozenset({"received", "partial", "nil"}),
        "not_requested": frozenset({"expected", "received", "partial", "nil"}),
        "not_provided": frozenset({"received", "partial", "nil"}),
        "retired": frozenset(),
    }
)
"""Which status may follow which. A return is retired by the tidying, when its rows have outlived
their time, and nothing follows: what is sent again would only leave again."""

DELIVERED: Final = frozenset({"received", "partial", "nil"})
"""A return in one of these is settled (REQ-01: counts or a statement settle it as records do)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A return as it stands: `etag` is "" while nothing is in force."""

    month: Period
    status: str
    etag: str = ""
    revision: int = 0
    due_on: date | None = None
    expected: bool = False


def free_until(month: Period) -> date:
    """The last day of free re-sending: the end of the month after the return's month."""
    return month.next().end


def is_late(standing: Standing, *, today: date, first_received: datetime | None) -> bool:
    """Whether a return came, or still is, after its due day."""
    if standing.due_on is None:
        return False
    if first_received is not None:
        return first_received.astimezone(LONDON).date() > standing.due_on
    return standing.status == "expected" and today > standing.due_on


def check_may_follow(standing: Standing, *, status: str) -> None:
    """Refuse a change of status that the graph does not know.

    Raises:
        Conflict: `status` may not follow the present one.
    """
    if status not in NEXT[standing.status]:
        raise Conflict(
            "return_state",
            detail=f"A return that is {standing.status} cannot become {status}.",
        )


def check_precondition(
    standing: Standing, *, if_match: str | None, reason: str | None, today: date
) -> None:
    """Refuse a replacement made on a stale copy, or a late one that does not say why.

    Args:
        standing: the return as it stands, read in the same transaction.
        if_match: the ETag that the caller acts on, None when none was sent; `*` matches any.
        reason: why a return is revised late.
        today: the business day.

    Raises:
        PreconditionFailed: the ETag is not the present one.
        PreconditionRequired: the free time is over and no ETag was sent.
        Unprocessable: the free time is over and no reason was given.
    """
    if if_match is not None and not matches(standing, if_match):
        raise PreconditionFailed(
            "stale_etag",
            detail="The return has changed since the copy you hold. Read it again, then decide.",
        )
    if not standing.etag or today <= free_until(standing.month):
        return
    if if_match is None:
        raise PreconditionRequired(
            "if_match_needed",
            detail="This return may no longer be re-sent freely. Send If-Match with its ETag.",
            errors=(_unnamed(),),
        )
    if not reason:
        raise Unprocessable(
            "reason_needed",
            detail="A late revision says why: give reason in the envelope, or as a parameter.",
            errors=(_unnamed(),),
        )


def _unnamed() -> ErrorItem:
    """The rule behind it: a revision names what it replaces, and says why."""
    rule = ENVELOPE_RULES["ENV-V04"]
    return ErrorItem(rule.id, rule.sentence, field=rule.field)


def matches(standing: Standing, if_match: str) -> bool:
    """Whether an If-Match field names the ETag in force; none is "" and matches nothing."""
    return names_tag(if_match, etag=standing.etag)
