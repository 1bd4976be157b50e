"""Indicators of what the police were told: reports, crimes, calls, people who report again, flags.

What the police did about it stands in `arrests`. A report is not a measure of how much abuse there
is, and people who report again may do so because they were helped the first time.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from api.reports.indicators.model import Break, Count, Indicator, Line, Stated, Unavailable
from api.reports.indicators.sources import KINGSTON, WARDS
from schemas.breakdowns import PeriodKind

ADULTS: Final = Stated("population", (("indicator", "people_16_plus"),))
"""People aged 16 and over who live in the area (Domestic Abuse Act 2021 s.1: from 16)."""

NEW_WARDS: Final = Break(
    date(2022, 5, 1), "The wards are others from May 2022 on.", WARDS, by="ward",
    areas=("E09000006",),
)  # fmt: skip

_ALL: Final = Count("incident")
_CRIMES: Final = Count("incident.crimes")
_STATED: Final = Stated("incident")
_YEAR: Final[tuple[PeriodKind, ...]] = ("year",)
_PEOPLE: Final = ("age_band", "age_band_2", "age_band_4", "sex")
_ABOUT: Final = (
    "source_channel", "connection_group", "suspect_sex", "suspect_age_band_4", "disability",
)  # fmt: skip


def _persons(measure: str) -> Count:
    return Count(f"linked.{measure}", unit="persons")


def _flagged(*flags: str) -> Stated:
    return Stated("incidents_flagged", tuple(("flag", flag) for flag in flags))


POLICE: Final = (
    Indicator(
        "IND-01", "incidents_flagged", "Incidents of domestic abuse reported to the police",
        "count", ("incident",),
        (
            Line("", "incidents of domestic abuse reported to the police", _ALL, stated=_STATED),
            Line("rate", "incidents for every 10,000 people aged 16 and over", _ALL, ADULTS,
                 periods=_YEAR, form="rate"),
        ),
        "more_may_be_better",
        "More reports can mean that more people come forward; this is not a measure of how much "
        "abuse there is. Incidents, calls and crimes are three different counts.",
        breakdowns=("ward", "ethnicity_group", "is_crime", *_PEOPLE, *_ABOUT),
        breaks=(NEW_WARDS,),
    ),
    Indicator(
        "IND-02", "crime_share_of_incidents", "Share of incidents recorded as crimes", "percent",
        ("incident",),
        (Line("", "incidents recorded as crimes", _CRIMES, _ALL,
              stated=Stated("crimes"), stated_of=_STATED),),
        "neither",
        "Recording rules move this share; it does not say how serious the incidents were.",
        breakdowns=("ward", *_PEOPLE),
        breaks=(NEW_WARDS,),
    ),
    Indicator(
        "IND-03", "call_to_crime_report_conversion", "Share of calls that lead to a report",
        "percent", ("aggregate_return",),
        (
            Line("v1", "calls that led to a report, of all calls as received",
                 Stated("calls_with_report", role="numerator"),
                 Stated("calls_with_report", role="denominator")),
            Line("v2", "calls that led to a report, of calls without those about the same incident",
                 Stated("merged_calls_with_report", role="numerator"),
                 Stated("merged_calls_with_report", role="denominator")),
        ),
        "more_is_better",
        "Several calls can be about one incident, so the first version is lower than the second; "
        "the two are never compared.",
        versions=True,
    ),
    Indicator(
        "IND-08", "repeat_victimisation_rate", "People who report abuse again", "percent",
        ("incident",),
        (
            Line("a", "incidents about somebody who had reported before in the same financial "
                 "year, of all incidents that could tell",
                 Count("linked.repeat_incidents_12m"), Count("linked.incidents_12m"),
                 periods=_YEAR, stated=Stated("repeat_incidents"), stated_of=_STATED),
            Line("b", "people who reported more than once in twelve months, held against crimes",
                 _persons("repeat_victims_12m"), _CRIMES, periods=_YEAR,
                 stated=Stated("repeat_victims", months=12), stated_of=Stated("crimes", months=12)),
            Line("c", "people who reported more than once in thirty-six months, of those who "
                 "reported at all",
                 _persons("repeat_victims_36m"), _persons("victims_36m"), periods=_YEAR,
                 stated=Stated("repeat_victims", months=36),
                 stated_of=Stated("victims", months=36)),
            Line("d", "people who reported more than once in twelve months, of those who reported "
                 "at all",
                 _persons("repeat_victims_12m"), _persons("victims_12m"), periods=_YEAR,
                 stated=Stated("repeat_victims", months=12),
                 stated_of=Stated("victims", months=12)),
        ),
        "neither",
        "Four definitions that cannot be compared; version d is the one to use. Version b holds "
        "people against crimes, as one borough once did. Somebody who reports again may trust the "
        "police more than somebody who does not. It rests on records that say whom they are about.",
        breakdowns=("sex", "age_band_4"), versions=True, least_known=90,
    ),
    Indicator(
        "IND-09", "offences_per_repeat_victim", "Incidents of each person who reports again",
        "ratio", ("incident",),
        (
            Line("", "incidents in thirty-six months for each person who reported more than once",
                 Count("linked.incidents_of_repeat_victims_36m"), _persons("repeat_victims_36m"),
                 periods=_YEAR, form="ratio",
                 stated=Stated("incidents_of_repeat_victims", months=36),
                 stated_of=Stated("repeat_victims", months=36)),
            Line("spread", "how incidents are spread over the people who reported more than once",
                 Unavailable("spread_not_released",
                             "The median and the upper tenth would tell of single people who "
                             "report very often.")),
        ),
        "less_is_better",
        "A few people who report very often move this figure; it says nothing of most.",
        least_known=90,
    ),
    Indicator(
        "IND-15", "specialist_flags", "Incidents with a specialist flag", "mixed", ("incident",),
        (
            Line("hba", "incidents flagged as so-called honour-based abuse",
                 Count("incident.honour_based"), known=("honour_based",), periods=_YEAR,
                 stated=_flagged("hba")),
            Line("fm", "incidents flagged as forced marriage", Count("incident.forced_marriage"),
                 known=("forced_marriage",), periods=_YEAR, stated=_flagged("forced_marriage")),
            Line("either", "incidents flagged as so-called honour-based abuse or forced marriage",
                 _flagged("hba_or_forced_marriage")),
            Line("mh", "incidents where a need of the victim about mental health was found",
                 Count("incident.mental_health_need"), known=("mental_health_need",),
                 periods=_YEAR, stated=_flagged("mental_health")),
            Line("hba_share", "incidents flagged as so-called honour-based abuse, of all incidents",
                 Count("incident.honour_based"), _ALL, known=("honour_based",), periods=_YEAR,
                 stated=_flagged("hba"), stated_of=_STATED),
            Line("fm_share", "incidents flagged as forced marriage, of all incidents",
                 Count("incident.forced_marriage"), _ALL, known=("forced_marriage",), periods=_YEAR,
                 stated=_flagged("forced_marriage"), stated_of=_STATED),
            Line("mh_share", "incidents where a need about mental health was found, of all "
                 "incidents",
                 Count("incident.mental_health_need"), _ALL, known=("mental_health_need",),
                 periods=_YEAR, stated=_flagged("mental_health"), stated_of=_STATED),
        ),
        "more_may_be_better",
        "These are flags that were set, never how common the abuse is. Where few records say "
        "whether the flag applies, no flag means not recorded and not absent.",
    ),
)  # fmt: skip

RULE_OF_2007: Final = Break(
    date(2007, 4, 1),
    "To March 2007 arrests were held against incidents and offences together, since then against "
    "substantive offences alone.",
    KINGSTON,
)
"""The break of every arrest rate."""
