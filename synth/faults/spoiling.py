"""All that goes wrong in the returns of some months: each spoilt return once, with its key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from schemas.period import Period
from synth.chance import child
from synth.faults.fault import Fault
from synth.faults.kinds import KINDS, LOSSES
from synth.faults.lapsing import LAPSES, lapses, planted_lapses
from synth.faults.mistakes import stands_alone
from synth.faults.planting import HABITS, Plan, planted, shortened
from synth.faults.published import contradictions
from synth.lives.households import Borough
from synth.making import drawn_on
from synth.partnership import PartnershipPlan
from synth.placing import plan_of
from synth.returns import InventedReturn, returns

_LEAST: Final = 20  # records of a return of which some are lost: fewer would be no loss (design)


@dataclass(frozen=True)
class Spoilt:
    """One return with something wrong.

    Attributes:
        tag: what its file's name ends with; "" for mistakes in records.
        sent: the return as it is sent; None where it is not.
        key: what is wrong with it.
    """

    tag: str
    sent: InventedReturn | None
    key: tuple[Fault, ...]


def spoilt(
    borough: Borough, months: Sequence[Period], *, today: date | None, plan: Plan
) -> Iterator[Spoilt]:
    """The spoilt returns of the months, and what the agencies' habits make amiss.

    Contradictions are sent for the last of the months. A plan of a rate without names spoils
    records and nothing else.

    Args:
        borough: the borough, whose seed is that of the faults too.
        months: the months, the last one last.
        today: the day on which the agencies send.
        plan: what goes wrong, and how often.
    """
    wanted, partnership = _wanted(plan), plan_of(borough.profile)
    habits = (each for each in lapses(partnership, months, today=today) if each.kind in wanted)
    yield from (Spoilt("", None, (each,)) for each in habits)
    if plan == HABITS:
        return
    by_month = defaultdict[str, list[InventedReturn]](list)
    for each in _clean(borough, months, today=today):
        by_month[each.month].append(each)
        bad, key = planted(each, seed=borough.seed, plan=plan)
        if key:
            yield Spoilt("", bad, key)
    for month, sent in by_month.items():
        yield from _short(sent, chance=child(borough.seed, month, "losses"), wanted=wanted)
    if plan.names is not None:
        yield from _lapsed(partnership, months, by_month, seed=borough.seed, wanted=wanted)
    drawn = drawn_on(partnership.expectations[0], months[-1], seed=borough.seed, today=today)
    for made, key in contradictions(months[-1], names=wanted, drawn=drawn, plan=partnership):
        yield Spoilt(key[0].kind, made, key)


def _clean(
    borough: Borough, months: Sequence[Period], *, today: date | None
) -> Iterator[InventedReturn]:
    seed, profile, number = borough.seed, borough.profile, borough.number
    partnership = plan_of(profile)
    return returns(partnership, months, seed=seed, profile=profile, today=today, number=number)


def _wanted(plan: Plan) -> frozenset[str]:
    """The kinds that are asked for, beside those in records at a rate."""
    if plan == HABITS:
        return frozenset(LAPSES)
    if plan.names is not None:
        return frozenset(plan.names)
    return frozenset(KINDS if plan.rate is None else ())


def _short(
    sent: Sequence[InventedReturn], *, chance: Random, wanted: frozenset[str]
) -> Iterator[Spoilt]:
    """Two of a month's returns without their last records, one for each kind of loss."""
    long = [
        each
        for each in sent
        if each.level == "record" and stands_alone(each.dataset) and len(each.written) >= _LEAST
    ]
    drawn = chance.sample(long, k=min(len(LOSSES), len(long)))
    for kind, each in zip(LOSSES, drawn, strict=False):
        if kind in wanted:
            made, key = shortened(each, kind)
            yield Spoilt(kind, made, key)


def _lapsed(
    plan: PartnershipPlan,
    months: Sequence[Period],
    by_month: dict[str, list[InventedReturn]],
    *,
    seed: int,
    wanted: frozenset[str],
) -> Iterator[Spoilt]:
    """Returns that come late, empty or not at all because it was asked for."""
    names = wanted & frozenset(LAPSES)
    for owed, fault in planted_lapses(plan, months, seed=seed, names=names):
        clean = next(
            each
            for each in by_month[fault.month]
            if (each.agency_id, each.dataset) == (owed.agency_id, owed.dataset)
        )
        yield Spoilt(fault.kind, _as(fault.kind, clean), (fault,))


def _as(kind: str, clean: InventedReturn) -> InventedReturn | None:
    """The return as it is sent: as it is, with nothing in it, or not at all."""
    if kind == "missing":
        return None
    return clean if kind == "late" else clean.emptied()
