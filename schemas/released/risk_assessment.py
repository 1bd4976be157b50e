"""What of assessments of risk is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import LONGEST, grouped, particulars, told
from schemas.conditions import equals, given
from schemas.groupings import age, coded, disability, ethnicity, flag, health_need
from schemas.rules import All, Field, Not, Within

SUPERVISED_WITHIN: Final = 7  # days (Metropolitan Police Authority Domestic Violence Board, 2009)
REFERRED_WITHIN: Final = 14  # days from the assessment to the referral to a conference (design)

_CHECKED: Final = told(
    "supervised_when",
    {
        "within_7_days": Within(Field("supervised_on"), Field("assessed_on"), 0, SUPERVISED_WITHIN),
        "later": given("supervised_on"),
        "not_yet": Not(given("supervised_on")),
    },
    base="supervised",
    title="When a line manager checked the assessment",
)
_MET: Final = equals("marac_threshold_met", True)
_REFERRED: Final = told(
    "conference_referral",
    {
        "within_14_days": All(
            (
                _MET,
                Within(Field("marac_referred_on"), Field("assessed_on"), -LONGEST, REFERRED_WITHIN),
            )
        ),
        "later": All((_MET, given("marac_referred_on"))),
        "not_referred": _MET,
        "threshold_not_met": equals("marac_threshold_met", False),
    },
    base="marac_threshold_met",
    title="Referral to a conference",
)

MEASURES: Final = (
    Measure("risk_assessment", "risk_assessment", "Assessments of risk"),
    Measure("risk_assessment.initial", "risk_assessment", "First assessments",
            (("assessment_stage", "initial"),)),
    Measure("risk_assessment.secondary", "risk_assessment", "Secondary assessments",
            (("assessment_stage", "secondary"),)),
    Measure("risk_assessment.high", "risk_assessment", "Assessments of high risk",
            (("risk_level", "high"),)),
    Measure("risk_assessment.supervised", "risk_assessment",
            "Assessments that a line manager checked", (("supervised", "yes"),)),
    Measure("risk_assessment.supervised_in_7_days", "risk_assessment",
            "Assessments that a line manager checked within seven days",
            (("supervised_when", "within_7_days"),)),
    Measure("risk_assessment.conference", "risk_assessment",
            "Assessments that met the threshold for a conference",
            (("marac_threshold_met", "true"),)),
    Measure("risk_assessment.referred_in_14_days", "risk_assessment",
            "Assessments that met the threshold and were referred within fourteen days",
            (("conference_referral", "within_14_days"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("subject.age_years", band_field="subject.age_band"),
    coded("sex", "subject.sex", "sex"),
    ethnicity("subject.ethnicity_self"),
    coded("assessment_stage", "stage", "assessment_stage", base="stage"),
    coded("risk_level", "risk_level", "risk_level"),
    _REFERRED,
    grouped(
        _REFERRED,
        "marac_threshold_met",
        {
            "true": ("within_14_days", "later", "not_referred"),
            "false": ("threshold_not_met",),
        },
        title="Threshold for a conference met",
        labels={"true": "Yes", "false": "No"},
    ),
    _CHECKED,
    grouped(
        _CHECKED,
        "supervised",
        {"yes": ("within_7_days", "later"), "no": ("not_yet",)},
        title="Checked by a line manager",
    ),
    *particulars(
        coded("risk_tool", "tool", "risk_tool", rare=True),
        coded("supervision_result", "supervision_result", "supervision_result"),
        flag("safety_plan", "safety_plan", title="Safety plan made"),
        health_need("subject.mental_health_need"),
        disability("subject.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("risk_level",)),
    ReleaseTable(("stage",)),
    ReleaseTable(("marac_threshold_met",)),
    ReleaseTable(("risk_level", "stage"), ("quarter", "year")),
    ReleaseTable(("marac_threshold_met", "risk_level"), ("quarter", "year")),
    ReleaseTable(("supervised",), ("quarter", "year")),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("age", "risk_level"), ("year",)),
    ReleaseTable(("risk_level", "sex"), ("year",)),
    ReleaseTable(("stage", "supervised"), ("year",)),
    ReleaseTable(("risk_level", "supervised"), ("year",)),
    ReleaseTable(("ethnicity", "risk_level"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
