"""What each agency makes of what happened: records about people by whole columns.

What is about nobody (`synth.sheets`), what a return is as a whole, and how it is encoded, does not
belong here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from schemas.codes import code_list
from schemas.datasets import DATASETS
from schemas.period import Period
from synth import days
from synth.agencies import children, hospital, housing, justice, police, probation, risk, support
from synth.agencies.desk import Desk
from synth.chance import child
from synth.figures.profiles import BROMLEY, Profile
from synth.lives.households import CHUNK, Borough, Cohorts, Households
from synth.lives.world import World
from synth.partnership import Expectation, PartnershipPlan
from synth.tables import Table

REFERENCE_KEY: Final = "invented-2026"
"""The name of the key of invented references; no real key has it."""
_SPECIALIST: Final = "vcs_da_specialist"  # the sector that supports people
DRAWN_AFTER: Final = (5, 9)  # days from the end of the month, earliest and latest (assumed)

TABLES: Final[Mapping[tuple[str, str], Callable[[Desk], Table]]] = {
    ("police", "incident"): police.incidents,
    ("police", "referral"): support.sent,
    ("police", "risk_assessment"): risk.assessments,
    ("police", "marac_case"): risk.cases,
    ("police", "justice_outcome"): justice.outcomes,
    ("police", "protective_order"): justice.orders,
    ("nhs_acute", "health_contact"): hospital.at_hospital,
    ("nhs_gp", "health_contact"): hospital.at_surgery,
    ("children_social_care", "child_contact"): children.contacts,
    ("housing_options", "housing_support"): housing.at_council,
    ("vcs_da_specialist", "housing_support"): housing.at_charity,
    ("vcs_da_specialist", "referral"): support.received,
    ("vcs_da_specialist", "service_episode"): support.episodes,
    ("probation", "perpetrator_intervention"): probation.referrals,
}
"""What makes the records about people, by sector and dataset: whole columns of lives."""


def possible(
    months: Iterable[Period], *, today: date | None, profile: Profile = BROMLEY
) -> list[Period]:
    """The months, each of which can be drawn.

    Raises:
        ValueError: one has not ended by `today`, or the borough's wards are not in use in it.
    """
    begins, ends = _in_use(profile)
    wanted = list(months)
    for month in wanted:
        if today is not None and month.end >= today:
            raise ValueError(f"{month} has not ended by {today}")
        if begins is not None and month < begins:
            raise ValueError(f"the invented borough begins in {begins}")
        if ends is not None and month > ends:
            raise ValueError(f"the invented borough ends in {ends}, with its wards")
    return wanted


def _in_use(profile: Profile) -> tuple[Period | None, Period | None]:
    """The first and the last whole month on the boundaries of the profile's wards."""
    held = [ward for ward in code_list("ward") if ward.code in profile.wards.things]
    begun = [ward.valid_from for ward in held if ward.valid_from]
    ended = [ward.valid_to for ward in held if ward.valid_to]
    return (
        Period.month_of(max(begun)).next() if begun else None,
        Period.month_of(min(ended)).previous() if ended else None,
    )


def tables(
    plan: PartnershipPlan,
    months: Sequence[Period],
    borough: Borough,
    *,
    today: date | None = None,
    chunk: int = CHUNK,
) -> Iterator[tuple[Expectation, Table]]:
    """All records about people, as tables: so many households at a time, in their order."""
    cohorts = Cohorts.reaching(borough, months)
    for start in range(0, len(cohorts), chunk):
        homes = cohorts.homes(start, start + chunk)
        yield from of_homes(plan, months, homes, today=today)


def of_homes(
    plan: PartnershipPlan, months: Sequence[Period], homes: Households, *, today: date | None
) -> Iterator[tuple[Expectation, Table]]:
    """The records about the people of some households, as tables."""
    span = [days.number(day) for month in months for day in (month.start, month.end)]
    world = World(homes, min(span), max(span))
    for expectation in plan.expectations:
        if not is_sheet(plan, expectation):
            sector = plan.agency(expectation.agency_id).sector
            make = TABLES[sector, expectation.dataset]
            yield expectation, make(_desk(plan, expectation, months, world, today=today))


def _desk(
    plan: PartnershipPlan,
    expectation: Expectation,
    months: Sequence[Period],
    world: World,
    *,
    today: date | None,
) -> Desk:
    agency, seed = plan.agency(expectation.agency_id), world.homes.borough.seed
    until = _until(expectation, tuple(months), seed, today)
    return Desk(world, expectation.seat, agency.sector, expectation.dataset, until, _partner(plan))


@lru_cache(256)
def _until(
    expectation: Expectation, months: tuple[Period, ...], seed: int, today: date | None
) -> Mapping[int, int]:
    """The day on which each month's file is drawn, both as numbers; the same for all chunks."""
    return {
        days.month_number(month): days.number(drawn_on(expectation, month, seed=seed, today=today))
        for month in months
    }


def _partner(plan: PartnershipPlan) -> str:
    """To whom people are referred: the charity."""
    return next(each.agency_id for each in plan.agencies if each.sector == _SPECIALIST)


def is_sheet(plan: PartnershipPlan, expectation: Expectation) -> bool:
    """Whether a return is about nobody."""
    return (plan.agency(expectation.agency_id).sector, expectation.dataset) not in TABLES


def drawn_on(expectation: Expectation, month: Period, *, seed: int, today: date | None) -> date:
    """The day on which a month's file is taken from the agency's system."""
    chance = child(seed, expectation.seat, expectation.dataset, str(month), "drawn")
    drawn = month.end + timedelta(days=chance.randint(*DRAWN_AFTER))
    return drawn if today is None else min(drawn, today)


def envelope(expectation: Expectation, month: Period, *, drawn: date, rows: int) -> dict[str, Any]:
    """What the agency says; who it is and under which agreement it sends come from its token."""
    records = expectation.level == "record"
    return {
        "dataset": expectation.dataset,
        "month": str(month),
        "schema_version": DATASETS[expectation.dataset].version,
        "level": expectation.level,
        "return_status": "received" if rows else "nil",
        "explanation": expectation.explanation,
        "permission_incorporate": True,
        "permission_publish": "partnership",
        "counting_rule_set": "safershare-2026" if records else "as-declared",
        "source_system": expectation.source,
        "extracted_on": drawn.isoformat(),
        "definition_version": "daa_2021",
        "row_count": rows,
        "explanations": dict(expectation.answers),
    } | ({"person_ref_key": REFERENCE_KEY} if records else {})
