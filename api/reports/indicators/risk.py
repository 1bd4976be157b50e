"""Indicators of risk: whether it is assessed and looked at, and what conferences on it do."""

from __future__ import annotations

from datetime import date
from typing import Final

from api.reports.indicators.model import (
    Benchmark,
    Count,
    Indicator,
    Line,
    Stated,
    Unavailable,
)
from api.reports.indicators.sources import SAFELIVES
from schemas.breakdowns import PeriodKind

WOMEN: Final = Stated("population", (("indicator", "women_16_plus"),))
"""Women aged 16 and over who live in the area."""

_YEAR: Final[tuple[PeriodKind, ...]] = ("year",)
_LONGER: Final[tuple[PeriodKind, ...]] = ("quarter", "year")
_CASES: Final = Count("marac_case")
_SECTORS: Final = ("age_band", "age_band_4", "age_band_2", "sex", "has_children", "referrer")


def _rate(measure: str) -> tuple[Stated, Stated]:
    return Stated(measure, role="numerator"), Stated(measure, role="denominator")


_ASSESSED: Final = _rate("initial_assessments")
_CHECKED: Final = _rate("assessments_checked")
_REPEATED: Final = _rate("conference_repeats")
_NOT_REPEATED: Final = _rate("conference_no_repeats")

RISK: Final = (
    Indicator(
        "IND-19", "risk_assessment_completion_and_supervision",
        "Risk assessed, and the assessment looked at", "percent", ("incident", "risk_assessment"),
        (
            Line("a", "incidents with a first assessment of risk, of all incidents",
                 Count("incident.assessed"), Count("incident"), periods=_LONGER,
                 stated=_ASSESSED[0], stated_of=_ASSESSED[1]),
            Line("b", "assessments that a line manager checked within seven days, of all "
                 "assessments", Count("risk_assessment.supervised_in_7_days"),
                 Count("risk_assessment"), periods=_LONGER),
            Line("checked", "assessments that a line manager checked, of all assessments",
                 *_CHECKED),
            Line("c", "medium and high risks with a second assessment within ten days, of all "
                 "medium and high risks",
                 Unavailable("not_linked_so",
                             "The second assessment of a person is not joined to the first in what "
                             "is released.")),
        ),
        "more_is_better",
        "That an assessment was made says nothing of how good it is.",
        breakdowns=("risk_level", "assessment_stage"),
    ),
    Indicator(
        "IND-20", "high_risk_to_marac_rate", "High risks that reach a conference", "percent",
        ("risk_assessment", "marac_case"),
        (
            Line("referred", "assessments that met the threshold and were referred to a conference "
                 "within fourteen days, of those that met it",
                 Count("risk_assessment.referred_in_14_days"), Count("risk_assessment.conference")),
            Line("heard", "people at high risk whose case was heard, of all people at high risk",
                 Count("linked.conferenced_high_risk", unit="persons"),
                 Count("risk_assessment.high", unit="persons"), periods=_YEAR),
        ),
        "more_is_better",
        "Several agencies may assess the same person: referrals to a conference are counted by "
        "assessments, cases heard by people.",
    ),
    Indicator(
        "IND-21", "marac_cases_and_rate", "Cases heard at conferences", "mixed", ("marac_case",),
        (
            Line("", "cases heard at conferences on high risk", _CASES,
                 stated=Stated("marac_case")),
            Line("rate", "cases heard for every 10,000 women aged 16 and over", _CASES, WOMEN,
                 periods=_YEAR, form="rate"),
            Line("referrers", "cases by the sector that referred them", _CASES, mix="referrer",
                 periods=_LONGER),
        ),
        "more_may_be_better",
        "Few cases can mean that risk is not seen. A rate is for a whole year.",
        breakdowns=("age_band", "age_band_4", "age_band_2", "sex", "repeat_case", "has_children",
                    "idva_contact_before", "ethnicity_group"),
        benchmarks=(
            Benchmark("rate", 40, date(2010, 4, 1), date(2030, 3, 31),
                      "England and Wales, as a level to plan for", SAFELIVES,
                      "a planning level and not a count; children who use abuse and male victims "
                      "are in the cases and not in the base"),
        ),
    ),
    Indicator(
        "IND-22", "marac_repeat_rate", "Cases that come back to a conference", "percent",
        ("marac_case",),
        (
            Line("", "cases heard before and back within twelve months, of all cases heard",
                 Count("marac_case.repeats"), _CASES,
                 stated=_REPEATED[0], stated_of=_REPEATED[1]),
            Line("rules", "repeat cases by the rule they were counted by", _CASES,
                 Count("marac_case.repeats"), mix="repeat_rule",
                 mixed=("safelives_v1", "safelives_v2", "local"), periods=_LONGER),
            Line("no_repeat", "people discussed of whom no further report was known, of all who "
                 "were discussed",
                 Unavailable("follow_up_too_short",
                             "It needs twelve months of follow-up for every case that was heard, "
                             "which no sealed period holds."),
                 stated=_NOT_REPEATED[0], stated_of=_NOT_REPEATED[1]),
        ),
        "neither",
        "There are two national rules for what a repeat is. A low share can mean that repeats are "
        "not flagged. Figures with another time of follow-up are not compared.",
        breakdowns=_SECTORS,
    ),
    Indicator(
        "IND-23", "marac_action_completion", "Actions from conferences that are done", "percent",
        ("marac_case",),
        (Line("", "cases of which every action is completed, of all cases",
              Count("marac_case.actions_done"), _CASES, known=("actions",), periods=_LONGER),),
        "more_is_better",
        "Agencies say themselves what they have done. Cases are counted and not actions, and "
        "cases of late months have had less time.",
    ),
)  # fmt: skip
