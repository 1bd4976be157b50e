"""The freeze: which returns a release is made from, as they stand when it is sealed.

Here belongs the reading of what is owed and what was sent, as statuses and pointers. What is in the
submissions is counted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from api.policies.returns import Standing, is_late
from api.queries import participation
from api.queries.participation import Owed, Sent
from api.queries.releases import Input
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.period import Period

MISSING: Final = frozenset({"expected", "not_provided", "withdrawn", "retired"})
"""Statuses of an owed return with which a release would be sealed without it."""

IN: Final = frozenset({"received", "partial", "nil"})
"""Statuses of a return that came; a nil return came and holds nothing."""

RECORD: Final = "record"
AGGREGATE: Final = "aggregate"


def freeze(
    session: Session, *, partnership_id: str, months: Sequence[Period], today: date
) -> list[Input]:
    """Every return of the months as it stands, in the order of month, agency and dataset."""
    owed = participation.owed(
        session, partnership_id=partnership_id, months=[str(month) for month in months]
    )
    sent = participation.sent(
        session,
        partnership_id=partnership_id,
        submission_ids=[each.submission_id for each in owed if each.submission_id],
    )
    return [
        _input(each, sent=sent.get(each.submission_id) if each.submission_id else None, today=today)
        for each in owed
    ]


def missing(frozen: Iterable[Input]) -> list[Input]:
    """Those that are owed and not there."""
    return [each for each in frozen if each.status in MISSING]


def records(frozen: Iterable[Input], *, dataset: str) -> list[Input]:
    """Those whose records are counted; a nil return has none."""
    return [each for each in frozen if each.dataset == dataset and holds_records(each)]


def latest(frozen: Iterable[Input]) -> list[Input]:
    """Of each agency the last month's return alone: a register comes whole each month."""
    by_agency = {each.agency_id: each for each in sorted(frozen, key=lambda each: each.month)}
    return list(by_agency.values())


def holds_records(each: Input) -> bool:
    """Whether the return brought records that are counted."""
    return each.counted and each.level == RECORD and each.status != "nil"


def answers(each: Input) -> bool:
    """Whether figures can be worked out from the return: from its records, or as declared in it."""
    declared = each.dataset == AggregateReturn.name and each.level == AGGREGATE
    return holds_records(each) or (each.counted and declared)


def answering(frozen: Iterable[Input]) -> frozenset[str]:
    """The datasets of which figures can be worked out from these returns."""
    return frozenset(each.dataset for each in frozen if answers(each))


def submissions(frozen: Iterable[Input]) -> tuple[str, ...]:
    """The pointers of these returns."""
    return tuple(each.submission_id for each in frozen if each.submission_id)


def _input(owed: Owed, *, sent: Sent | None, today: date) -> Input:
    standing = Standing(Period.parse_month(owed.month), owed.status, due_on=owed.due_on)
    received = owed.first_received_at
    return Input(
        agency_id=owed.agency_id,
        dataset=owed.dataset,
        month=owed.month,
        status=_status(owed),
        level=sent.level if sent else owed.level,
        late=is_late(standing, today=today, first_received=received),
        counted=sent is not None and sent.incorporate and owed.status in IN,
        submission_id=owed.submission_id,
        received_on=received.date() if received else None,
    )


def _status(owed: Owed) -> str:
    """A return that nobody expects and nobody sent was not requested."""
    return "not_requested" if owed.status == "expected" and not owed.expected else owed.status
