"""What is told of a release: its periods, the returns behind it as statuses, and no figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from api.queries.releases import Input, Release
from api.services.releases import freezing
from api.services.releases.planning import Plan


@dataclass(frozen=True)
class ReturnView:
    """How one return stood: names, a status and days."""

    agency: str
    dataset: str
    month: str
    status: str
    level: str
    late: bool
    received_on: date | None


@dataclass(frozen=True)
class SealedPeriod:
    """A period sealed in the same go, or left out of it with the reason's code."""

    period: str
    epoch: int | None = None
    release_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class MeasureView:
    """Whether a release shows a measure in one unit, and why not."""

    measure: str
    unit: str
    status: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReleaseView:
    """A release, or with `dry_run` what sealing it would take in; `release_id` is None then.

    `blocked` gives the indicators that cannot be worked out, with the datasets that block each.
    """

    period: str
    kind: str
    epoch: int
    dry_run: bool
    release_id: str | None = None
    sealed_at: datetime | None = None
    policy_version: str | None = None
    accepted_missing: bool = False
    also_sealed: tuple[SealedPeriod, ...] = ()
    returns: tuple[ReturnView, ...] = ()
    measures: tuple[MeasureView, ...] = ()
    blocked: Mapping[str, Sequence[str]] = field(default_factory=dict)


def of_returns(inputs: Iterable[Input]) -> tuple[ReturnView, ...]:
    """The returns of a release as statuses."""
    return tuple(
        ReturnView(
            each.agency_id,
            each.dataset,
            each.month,
            each.status,
            each.level,
            each.late,
            each.received_on,
        )
        for each in inputs
    )


def of_plan(plan: Plan, *, blocked: Mapping[str, Sequence[str]]) -> ReleaseView:
    """What a sealing would do."""
    asked = next(target for target in plan.targets if target.period == plan.period)
    others = tuple(
        SealedPeriod(str(each.period), epoch=each.epoch)
        for each in plan.targets
        if each.period != plan.period
    )
    return ReleaseView(
        str(plan.period),
        plan.period.kind,
        asked.epoch,
        dry_run=True,
        also_sealed=others + left_out(plan),
        returns=of_returns(asked.inputs),
        blocked=blocked,
    )


def left_out(plan: Plan) -> tuple[SealedPeriod, ...]:
    """The periods that are not sealed with it."""
    return tuple(SealedPeriod(str(period), reason=reason) for period, reason in plan.left_out)


def of_release(
    release: Release,
    *,
    inputs: Sequence[Input] = (),
    measures: Sequence[MeasureView] = (),
    also_sealed: tuple[SealedPeriod, ...] = (),
    blocked: Mapping[str, Sequence[str]] | None = None,
) -> ReleaseView:
    """A sealed release."""
    return ReleaseView(
        release.period,
        release.kind,
        release.epoch,
        dry_run=False,
        release_id=release.release_id,
        sealed_at=release.sealed_at,
        policy_version=release.policy_version,
        accepted_missing=release.accepted_missing,
        also_sealed=also_sealed,
        returns=of_returns(inputs),
        measures=tuple(measures),
        blocked=blocked or {},
    )


def missing_words(inputs: Iterable[Input]) -> list[tuple[Input, str]]:
    """Each missing return with a sentence that says so."""
    said = {
        "expected": "has not arrived",
        "not_provided": "was not provided",
        "withdrawn": "was withdrawn",
        "retired": "has outlived its retention",
    }
    return [
        (each, f"{each.dataset} of {each.agency_id} for {each.month} {said[each.status]}.")
        for each in freezing.missing(inputs)
    ]
