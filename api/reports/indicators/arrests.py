"""Indicators of arrests: rates with their bases, dual arrests, and the reasons for making none.

Arrests are never shown without dual arrests and the reasons for making none: a rate by itself can
hide poor practice (Metropolitan Police Authority Domestic Violence Board, report of 2007). Its
versions have different bases, and none is ever joined to another or drawn across April 2007.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from api.reports.indicators.model import Count, Indicator, Line, Stated, Target, Unavailable
from api.reports.indicators.police import NEW_WARDS, RULE_OF_2007
from api.reports.indicators.sources import KINGSTON
from schemas.breakdowns import PeriodKind

_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_ALL: Final = Count("incident")
_ARRESTS: Final = Count("incident.arrests")
_POWER: Final = (("power_of_arrest", "yes"),)
_UNUSED: Final = Count("incident", (("arrest_made", "none"), ("power_of_arrest", "yes")))
_REASONS: Final = (
    "no_power", "suspect_absent", "suspect_not_identified", "victim_safety_plan", "medical",
    "voluntary_interview", "warrant_sought", "insufficient_grounds", "officer_error",
    "not_recorded",
)  # fmt: skip


def _rate(measure: str) -> tuple[Stated, Stated]:
    return Stated(measure, role="numerator"), Stated(measure, role="denominator")


ARRESTS: Final = (
    Indicator(
        "IND-04", "arrest_rate", "Arrest rate", "percent",
        ("incident",),
        (
            Line("a", "incidents with an arrest, of all incidents", _ARRESTS, _ALL,
                 stated=Stated("incidents_with_arrest"), stated_of=Stated("incident")),
            Line("b", "incidents with an arrest, of those where a power of arrest existed",
                 Count("incident.arrests", _POWER), Count("incident", _POWER),
                 known=("power_of_arrest",), periods=_LONGER,
                 stated=Stated("arrests_where_power"), stated_of=Stated("incidents_with_power")),
            Line("c", "crimes with an arrest, of all crimes",
                 Count("incident.arrests", (("is_crime", "true"),)), Count("incident.crimes"),
                 periods=_LONGER,
                 stated=Stated("crimes_with_arrest"), stated_of=Stated("crimes")),
            Line("d", "arrests for crimes and other incidents together, as the Metropolitan "
                 "Police counted them to March 2007",
                 *_rate("arrest_rate_mixed"), valid_to=date(2007, 3, 31)),
        ),
        "neither",
        "The rates have different bases and are never joined; they are read with dual "
        "arrests and the reasons for making none. Arrests for crimes and other incidents "
        "together, as they were once published, are another rate than those for crimes alone.",
        paired=("IND-06", "IND-07"),
        breakdowns=("sex", "ward"),
        versions=True,
        targets=(
            Target("c", 60, "at_least", date(2007, 4, 1), date(2008, 3, 31),
                   "the Metropolitan Police Service", KINGSTON),
        ),
        breaks=(RULE_OF_2007, NEW_WARDS),
    ),
    Indicator(
        "IND-05", "arrest_within_24h_share", "Arrests made without delay", "percent",
        ("incident",),
        (
            Line("a", "suspects arrested within 24 hours, of all who were identified",
                 Unavailable("suspects_not_counted",
                             "Records do not say how many suspects were identified.")),
            Line("b", "incidents in which one party was arrested by the day after the report, of "
                 "those in which one party was arrested",
                 Count("incident.arrests_by_next_day"), Count("incident.single_arrests")),
            Line("stated", "suspects arrested within 24 hours, of a base that the agency names",
                 *_rate("arrests_within_a_day")),
        ),
        "more_is_better",
        "A share of everybody identified and a share of everybody arrested are two figures. A "
        "report carries its day and no hour, so here a day is the day of the report or the next.",
        versions=True,
        breakdowns=("sex", "ward"),
        breaks=(NEW_WARDS,),
    ),
    Indicator(
        "IND-06", "dual_arrest_rate", "Share of arrests in which both parties were arrested",
        "percent",
        ("incident",),
        (Line("", "incidents in which both parties were arrested, of those with an arrest",
              Count("incident.dual_arrests"), _ARRESTS,
              stated=Stated("dual_arrests"), stated_of=Stated("incidents_with_arrest")),),
        "less_is_better",
        "Numbers are small; an arrest of both parties can hide who used abuse against whom.",
        breakdowns=("is_crime", "sex"),
        breaks=(RULE_OF_2007,),
    ),
    Indicator(
        "IND-07", "no_arrest_reason_recorded", "Reasons for making no arrest recorded", "percent",
        ("incident",),
        (
            Line("",
                 "incidents with a reason recorded, of those where a power of arrest was not used",
                 Count("incident",
                       (("arrest_made", "none"), ("no_arrest_reason_recorded", "yes"))),
                 _UNUSED, periods=_LONGER),
            Line("reasons", "reasons for not using a power of arrest",
                 Count("incident", (("arrest_made", "none"),)), _UNUSED,
                 mix="no_arrest_reason", mixed=_REASONS, periods=_LONGER),
        ),
        "more_is_better",
        "A recorded reason is not yet a good one.",
        breaks=(RULE_OF_2007,),
    ),
)  # fmt: skip
