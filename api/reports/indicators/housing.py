"""Indicators of safe homes: what room there is, who is turned away, homes made safe."""

from __future__ import annotations

from typing import Final

from api.reports.indicators.model import Count, Indicator, Line, Stated, Unavailable
from schemas.breakdowns import PeriodKind

_YEAR: Final[tuple[PeriodKind, ...]] = ("year",)
_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_REQUESTS: Final = Count("housing_support")
_SANCTUARY: Final = Count("housing_support.sanctuary")
_WHY: Final = (
    "no_space", "needs_not_met", "household_size", "area_unsafe", "no_contact", "other",
)  # fmt: skip


def _rate(measure: str) -> tuple[Stated, Stated]:
    return Stated(measure, role="numerator"), Stated(measure, role="denominator")


HOUSING: Final = (
    Indicator(
        "IND-30", "safe_accommodation_capacity_and_unmet_need",
        "Room in safe accommodation, and who finds none", "mixed",
        ("housing_support", "aggregate_return"),
        (
            Line("capacity", "places in refuges", Stated("refuge_capacity")),
            Line("occupied", "places in refuges that are taken, of all places",
                 Stated("refuge_occupied"), Stated("refuge_capacity")),
            Line("nights", "nights that were taken, of nights that were on offer",
                 *_rate("refuge_nights")),
            Line("declined", "requests for a safe home that were declined, of all requests",
                 Count("housing_support.declined"), _REQUESTS),
            Line("reasons", "declined requests by the reason", _REQUESTS,
                 Count("housing_support.declined"), mix="unable_reason", mixed=_WHY,
                 periods=_LONGER),
            Line("nrpf", "requests of households without recourse to public funds, of all requests",
                 Count("housing_support", (("nrpf", "yes"),)), _REQUESTS, known=("nrpf",),
                 periods=_YEAR),
            Line("from_outside", "households placed from outside the area",
                 Unavailable("not_registered",
                             "It is stored and not among the variables that are released.")),
        ),
        "less_is_better",
        "A unit, a bed for an adult, a bed for a child and a place for a household are four ways "
        "of counting room; each figure says its own.",
        breakdowns=("support_type", "safe_accommodation", "age_band_4", "age_band_2", "sex"),
    ),
    Indicator(
        "IND-31", "sanctuary_referrals_and_completions", "Homes made safe", "mixed",
        ("housing_support",),
        (
            Line("", "requests to have a home made safe", _SANCTUARY, periods=_LONGER,
                 stated=Stated("housing_support", (("support_type", "sanctuary"),))),
            Line("completed", "homes made safe, of those to be made safe",
                 Count("housing_support.sanctuary_completed"), _SANCTUARY, periods=_LONGER),
            Line("days", "days from the request until a home was made safe", _REQUESTS,
                 median="sanctuary_days", periods=_LONGER),
            Line("calls", "calls of a contractor who secures homes that were about domestic "
                 "abuse, of all its calls", *_rate("contractor_calls")),
        ),
        "more_is_better",
        "A referral, a survey and a completed job are three counts. Work that is asked for late in "
        "the period is completed after it.",
        breakdowns=("tenure",),
    ),
)  # fmt: skip
