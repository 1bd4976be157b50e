"""The plan of a sealing: which periods, which epoch of each, made from which returns.

A freeze fixes the pointers of a month and of every period that contains it: a quarter is made from
what its months were sealed with, and freezes those months only that are new or are revised with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from api.disclosure.epochs import EpochRefused, SealedEpoch, next_epoch
from api.queries import counts
from api.queries import releases as stored
from api.queries.counts import Scope
from api.queries.releases import Input, Release
from api.services.releases import freezing
from auth.refusals import Conflict, Unprocessable
from schemas.datasets import DATASETS
from schemas.period import Period, PeriodError


@dataclass(frozen=True)
class Target:
    """One release to be sealed; `before` is the period's previous epoch."""

    period: Period
    epoch: int
    inputs: tuple[Input, ...]
    before: Release | None


@dataclass(frozen=True)
class Plan:
    """What one sealing does.

    Attributes:
        period: what was asked for.
        targets: the releases to be sealed, months first.
        fresh: the returns frozen by this sealing.
        left_out: periods that are not sealed with it, each with the reason's code.
    """

    period: Period
    targets: tuple[Target, ...]
    fresh: tuple[Input, ...]
    left_out: tuple[tuple[Period, str], ...] = ()


@dataclass
class _Desk:
    """What planning looks up: releases by period, and the returns of each month."""

    session: Session
    partnership_id: str
    today: date
    sealed: Mapping[str, Sequence[Release]]
    inputs: dict[str, tuple[Input, ...]] = field(default_factory=dict)

    def last(self, period: Period) -> Release | None:
        """The newest release of a period."""
        found = self.sealed.get(str(period))
        return found[-1] if found else None

    def frozen(self, release: Release) -> tuple[Input, ...]:
        """What a release was made from."""
        return tuple(
            stored.inputs(
                self.session, partnership_id=self.partnership_id, release_id=release.release_id
            )
        )


def period_of(text: str) -> Period:
    """The period that a text names; raises Unprocessable where it names none."""
    try:
        return Period.parse(text)
    except PeriodError:
        detail = "A period is a month 2026-03, a quarter 2025-26-Q4 or a financial year 2025-26."
        raise Unprocessable("period_unknown", detail=detail) from None


def plan(session: Session, *, partnership_id: str, period: Period, today: date) -> Plan:
    """Work out what sealing a period would do, and refuse what may not be.

    Raises:
        Conflict: the period has not ended, a month of it is not open or (for a year) not sealed,
            or no further epoch may be sealed now.
    """
    if today <= period.end:
        raise Conflict("period_not_ended", detail="The period has not ended.")
    desk = _desk(session, partnership_id=partnership_id, period=period, today=today)
    fresh = _freeze(desk, period=period)
    targets = [_target(desk, each) for each in fresh if each != period]
    targets.append(_target(desk, period))
    year, reason = _year(desk, period=period)
    return Plan(
        period,
        tuple(targets) + ((year,) if year else ()),
        tuple(each for month in fresh for each in desk.inputs[str(month)]),
        ((period.year(), reason),) if reason else (),
    )


def _desk(session: Session, *, partnership_id: str, period: Period, today: date) -> _Desk:
    sealed: dict[str, list[Release]] = {}
    for each in stored.sealed(session, partnership_id=partnership_id):
        sealed.setdefault(each.period, []).append(each)
    desk = _Desk(session, partnership_id, today, sealed)
    for month in period.months():
        if release := desk.last(month):
            desk.inputs[str(month)] = desk.frozen(release)
    return desk


def _freeze(desk: _Desk, *, period: Period) -> list[Period]:
    """Freeze the months that this sealing freezes, and give them."""
    unsealed = [month for month in period.months() if desk.last(month) is None]
    if period.kind == "year":
        if unsealed:
            raise _months_not_sealed(unsealed)
        return []
    revised = [] if desk.last(period) is None else period.months()
    fresh = [month for month in period.months() if month in unsealed or month in revised]
    current: dict[str, list[Input]] = {str(month): [] for month in fresh}
    for each in freezing.freeze(
        desk.session, partnership_id=desk.partnership_id, months=fresh, today=desk.today
    ):
        current[each.month].append(each)
    return [month for month in fresh if _takes(desk, month, current[str(month)])]


def _takes(desk: _Desk, month: Period, current: Sequence[Input]) -> bool:
    """Take a month's present returns where it is new, or where they have changed."""
    if not current:
        raise Conflict("period_not_open", detail=f"No return is owed for {month}: open it first.")
    before = desk.inputs.get(str(month))
    if before is not None and {_pointer(each) for each in before} == set(map(_pointer, current)):
        return False
    desk.inputs[str(month)] = tuple(current)
    return True


def _pointer(each: Input) -> tuple[str, str, str, str | None, bool]:
    return each.agency_id, each.dataset, each.status, each.submission_id, each.counted


def _months_not_sealed(months: Sequence[Period]) -> Conflict:
    names = ", ".join(map(str, months))
    return Conflict("months_not_sealed", detail=f"These months are not sealed yet: {names}.")


def _target(desk: _Desk, period: Period) -> Target:
    inputs = tuple(each for month in period.months() for each in desk.inputs[str(month)])
    before = desk.last(period)
    sealed = [SealedEpoch(r.epoch, r.sealed_at.date()) for r in desk.sealed.get(str(period), ())]
    people, agencies = _changes(desk, before=before, inputs=inputs)
    try:
        epoch = next_epoch(
            sealed, today=desk.today, changed_persons=people, changed_agencies=agencies
        )
    except EpochRefused as refused:
        raise Conflict(refused.code, detail=f"{period}: {refused.detail}") from refused
    return Target(period, epoch, inputs, before)


def _year(desk: _Desk, *, period: Period) -> tuple[Target | None, str]:
    """The year that a fourth quarter seals with itself, or why it does not."""
    if period.kind != "quarter" or period.end != period.year().end:
        return None, ""
    for month in period.year().months():
        release = desk.last(month)
        if str(month) not in desk.inputs and release is None:
            return None, "months_not_sealed"
        if release is not None:
            desk.inputs.setdefault(str(month), desk.frozen(release))
    try:
        return _target(desk, period.year()), ""
    except Conflict as refused:
        return None, refused.code


def _changes(desk: _Desk, *, before: Release | None, inputs: Sequence[Input]) -> tuple[int, int]:
    """How many people, and agencies of theirs, differ from what the last epoch was made from.

    Where no person differs, the agencies are those whose return is another one for all that.
    """
    if before is None:
        return 0, 0
    old = {_place(each): each for each in desk.frozen(before)}
    new = {_place(each): each for each in inputs}
    people: set[bytes | tuple[str, ...]] = set()
    of_people: set[str] = set()
    others: set[str] = set()
    for place in old.keys() | new.keys():
        one, other = old.get(place), new.get(place)
        if one and other and _pointer(one) == _pointer(other):
            continue
        changed = _changed_people(desk, one, other, dataset=place[1])
        people |= {who if isinstance(who, bytes) else (*place, who) for who in changed}
        (of_people if changed else others).add(place[0])
    return len(people), len(of_people or others)


def _place(each: Input) -> tuple[str, str, str]:
    return each.agency_id, each.dataset, each.month


def _changed_people(
    desk: _Desk, one: Input | None, other: Input | None, *, dataset: str
) -> frozenset[bytes | str]:
    if not DATASETS[dataset].tables or not DATASETS[dataset].persons:
        return frozenset()
    before, after = (
        Scope(
            desk.partnership_id,
            DATASETS[dataset],
            freezing.submissions([each] if each and freezing.holds_records(each) else []),
        )
        for each in (one, other)
    )
    return counts.changed_units(desk.session, before=before, after=after)
