"""Returns that come late, with nothing in them, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Final

from schemas.period import Period
from synth.chance import child
from synth.faults.fault import Fault
from synth.partnership import Expectation, PartnershipPlan

LAPSES: Final = ("late", "missing", "nil")
STATUSES: Final = {"late": "late", "missing": "expected", "nil": "nil"}
"""What participation says of such a return once it was due; `late` stands beside its status."""


def lapses(
    plan: PartnershipPlan, months: Iterable[Period], *, today: date | None
) -> tuple[Fault, ...]:
    """What the key says of whole returns by the habits of the agencies: late, missing or nil."""
    return tuple(
        _fault(lapse, expectation, month)
        for month in months
        for expectation in plan.expectations
        if (lapse := plan.lapse(expectation, month, today=today)) is not None
    )


def planted_lapses(
    plan: PartnershipPlan, months: Iterable[Period], *, seed: int, names: Collection[str]
) -> Iterator[tuple[Expectation, Fault]]:
    """One return a month for each kind asked for, each another's: what the key says of it.

    A late return is sent as it is, after the day on which it is due.
    """
    for month in months:
        chance = child(seed, str(month), "lapses")
        able = [each for each in plan.expectations
                if plan.lapse(each, month, today=None) is None]  # fmt: skip
        drawn = chance.sample(able, k=len(LAPSES))
        for kind, expectation in zip(LAPSES, drawn, strict=True):
            if kind in names:
                yield expectation, _fault(kind, expectation, month)


def _fault(kind: str, expectation: Expectation, month: Period) -> Fault:
    about = (expectation.agency_id, expectation.dataset, str(month))
    return Fault(kind, *about, status=STATUSES[kind])
