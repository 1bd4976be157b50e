"""Indicators of what the police were told and did: reports, crimes, calls, arrests, flags.

Arrests are never shown without dual arrests and the reasons for making none: a rate by itself could
hide poor practice (Metropolitan Police Authority Domestic Violence Board, report of 2007).
"""

from __future__ import annotations

from typing import Final

from api.reports.indicators.model import Count, Indicator, Line
from schemas.breakdowns import PeriodKind

_ALL: Final = Count("incident")
_ARRESTS: Final = Count("incident.arrests")
_POWER: Final = (("power_of_arrest", "yes"),)
_UNUSED: Final = (("arrest_made", "none"), ("power_of_arrest", "yes"))
_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_PEOPLE: Final = ("age_band", "age_band_2", "age_band_4", "sex")

POLICE: Final = (
    Indicator(
        "IND-01", "incidents_flagged", "Incidents of domestic abuse reported to the police",
        "count", ("incident",),
        (Line("", "incidents of domestic abuse reported to the police", _ALL),),
        "more_may_be_better",
        "More reports can mean that more people come forward; this is not a measure of how much "
        "abuse there is.",
        breakdowns=("ward", "ethnicity_group", "is_crime", *_PEOPLE),
    ),
    Indicator(
        "IND-02", "crime_share_of_incidents", "Share of incidents recorded as crimes", "percent",
        ("incident",),
        (Line("", "incidents recorded as crimes", Count("incident.crimes"), _ALL),),
        "neither",
        "Recording rules move this share; it does not say how serious the incidents were.",
        breakdowns=("ward", *_PEOPLE),
    ),
    Indicator(
        "IND-04", "arrest_rate", "Arrest rate", "percent",
        ("incident",),
        (
            Line("a", "incidents with an arrest, of all incidents", _ARRESTS, _ALL),
            Line("b", "incidents with an arrest, of those where a power of arrest existed",
                 Count("incident.arrests", _POWER), Count("incident", _POWER),
                 known=("power_of_arrest",)),
            Line("c", "crimes with an arrest, of all crimes",
                 Count("incident.arrests", (("is_crime", "true"),)), Count("incident.crimes")),
        ),
        "neither",
        "The three rates have different bases and are never joined; they are read with dual "
        "arrests and the reasons for making none.",
        paired=("IND-06", "IND-07"),
        breakdowns=("sex",),
    ),
    Indicator(
        "IND-06", "dual_arrest_rate", "Share of arrests in which both parties were arrested",
        "percent",
        ("incident",),
        (Line("", "incidents in which both parties were arrested, of those with an arrest",
              Count("incident.dual_arrests"), _ARRESTS),),
        "less_is_better",
        "Numbers are small; an arrest of both parties can hide who used abuse against whom.",
    ),
    Indicator(
        "IND-07", "no_arrest_reason_recorded", "Reasons for making no arrest recorded", "percent",
        ("incident",),
        (Line("", "incidents with a reason recorded, of those where a power of arrest was not used",
              Count("incident", (("arrest_made", "none"), ("no_arrest_reason_recorded", "yes"))),
              Count("incident", _UNUSED), periods=_LONGER),),
        "more_is_better",
        "A recorded reason is not yet a good one.",
    ),
)  # fmt: skip
