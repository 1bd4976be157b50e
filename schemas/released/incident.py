"""What of incidents is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import any_of, grouped, particulars, told
from schemas.codes import code_list
from schemas.conditions import equals, given, one_of
from schemas.fields import NOT_RECORDED
from schemas.groupings import age, coded, disability, ethnicity, flag, health_need, ward
from schemas.rules import All, Field, Not, Within

NEXT_DAY: Final = 1  # days: the report carries a day and no hour, so "within 24 hours" is this
TOLD_WITHIN: Final = 3  # days from the report to the notification about a child (design)

_ARRESTS: Final = {code.code: code.label for code in code_list("incident_arrest_made")}
_REASONS: Final = {code.code: code.label for code in code_list("no_arrest_reason")}
_POWER: Final = equals("power_of_arrest", "yes")
_NOBODY: Final = equals("arrest_made", "none")
_CHILDREN: Final = one_of("children", "present", "resident_absent")

_WHEN: Final = told(
    "arrest_when",
    {
        "none": equals("arrest_made", "none"),
        "one_party_by_next_day": All(
            (
                equals("arrest_made", "one_party"),
                Within(Field("first_arrest_at"), Field("reported_on"), 0, NEXT_DAY),
            )
        ),
        "one_party_later": equals("arrest_made", "one_party"),
        "both_parties": equals("arrest_made", "both_parties"),
    },
    base="arrest_made",
    title="Arrest, and whether by the day after the report",
    labels=_ARRESTS,
)
_UNUSED: Final = told(
    "no_arrest_reason",
    {
        **{
            reason: All((_POWER, _NOBODY, equals("no_arrest_reason", reason)))
            for reason in _REASONS
            if reason != NOT_RECORDED
        },
        NOT_RECORDED: All((_POWER, _NOBODY)),
        "power_used": _POWER,
        "no": equals("power_of_arrest", "no"),
        "not_assessed": equals("power_of_arrest", "not_assessed"),
    },
    base="power_of_arrest",
    title="Why a power of arrest was not used",
    labels=_REASONS | {"no": "There was no power"},
    rare=True,
)
_TOLD: Final = told(
    "children_told",
    {
        "in_time": All(
            (
                _CHILDREN,
                Within(Field("child_notification_on"), Field("reported_on"), 0, TOLD_WITHIN),
            )
        ),
        "not_in_time": _CHILDREN,
        "no_children": equals("children", "none"),
    },
    title="Children's services told within three days",
)

MEASURES: Final = (
    Measure("incident", "incident", "Incidents"),
    Measure("incident.crimes", "incident", "Crimes", (("is_crime", "true"),)),
    Measure("incident.arrests", "incident", "Incidents with an arrest", (("arrest", "any"),)),
    Measure("incident.dual_arrests", "incident", "Incidents where both parties were arrested",
            (("arrest_made", "both_parties"),)),
    Measure("incident.single_arrests", "incident", "Incidents where one party was arrested",
            (("arrest_made", "one_party"),)),
    Measure("incident.arrests_by_next_day", "incident",
            "Incidents where one party was arrested by the day after the report",
            (("arrest_when", "one_party_by_next_day"),)),
    Measure("incident.with_children", "incident", "Incidents with children in the household",
            (("with_children", "yes"),)),
    Measure("incident.children_told", "incident",
            "Incidents of which children's services were told within three days",
            (("children_told", "in_time"),)),
    Measure("incident.assessed", "incident", "Incidents with a first assessment of risk",
            (("assessed", "yes"),)),
    Measure("incident.honour_based", "incident", "Incidents flagged as honour-based abuse",
            (("honour_based", "yes"),)),
    Measure("incident.forced_marriage", "incident", "Incidents flagged as forced marriage",
            (("forced_marriage", "yes"),)),
    Measure("incident.mental_health_need", "incident",
            "Incidents where a need of the victim about mental health was found",
            (("mental_health_need", "yes"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    ward("ward_code"),
    *age("victim.age_years", band_field="victim.age_band"),
    coded("sex", "victim.sex", "sex"),
    ethnicity("victim.ethnicity_self"),
    flag("is_crime", "is_crime", title="Crime recorded"),
    _WHEN,
    grouped(
        _WHEN,
        "arrest_made",
        {
            "none": ("none",),
            "one_party": ("one_party_by_next_day", "one_party_later"),
            "both_parties": ("both_parties",),
        },
        labels=_ARRESTS,
    ),
    grouped(
        _WHEN,
        "arrest",
        {
            "none": ("none",),
            "any": ("one_party_by_next_day", "one_party_later", "both_parties"),
        },
        title="Any arrest",
        labels={"none": "None"},
    ),
    _UNUSED,
    grouped(
        _UNUSED,
        "no_arrest_reason_recorded",
        {
            "yes": tuple(sorted(set(_REASONS) - {NOT_RECORDED})),
            "no": (NOT_RECORDED,),
        },
        title="Reason for not using a power of arrest recorded",
        labels={"no": "No"},
    ),
    grouped(
        _UNUSED,
        "power_of_arrest",
        {
            "yes": (*_REASONS, "power_used"),
            "no": ("no",),
            "not_assessed": ("not_assessed",),
        },
        labels={"no": "No"},
    ),
    *particulars(
        _TOLD,
        grouped(
            _TOLD,
            "with_children",
            {"yes": ("in_time", "not_in_time"), "no": ("no_children",)},
            title="Children in the household",
        ),
        told(
            "assessed",
            {
                "yes": given("risk_assessment_ref"),
                "no": Not(given("risk_assessment_ref")),
            },
            title="Risk assessed",
        ),
        coded("source_channel", "source_channel", "source_channel"),
        coded("connection_group", "connection", "connection", title="Personal connection",
              groups={name: tuple(sorted(code_list("connection").in_group(name)))
                      for name in ("partner", "relative", "none")}),
        coded("suspect_sex", "suspect.sex", "sex"),
        age("suspect.age_years", band_field="suspect.age_band", prefix="suspect_")[1],
        any_of("honour_based", "specialist_flags", ("hba",), title="Honour-based abuse"),
        any_of("forced_marriage", "specialist_flags", ("forced_marriage",)),
        health_need("victim.mental_health_need"),
        disability("victim.disability"),
        sensitive=("honour_based", "forced_marriage"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("ward",)),
    ReleaseTable(("age",)),
    ReleaseTable(("sex",)),
    ReleaseTable(("arrest_made",)),
    ReleaseTable(("power_of_arrest",)),
    ReleaseTable(("is_crime", "ward")),
    ReleaseTable(("sex", "ward"), ("year",)),
    ReleaseTable(("age", "ward"), ("year",), without=("age_band",)),
    ReleaseTable(("arrest_made", "power_of_arrest"), ("quarter", "year")),
    ReleaseTable(("arrest_made", "is_crime"), ("quarter", "year")),
    ReleaseTable(("age", "ethnicity"), ("quarter", "year")),
    ReleaseTable(("arrest_made", "ward"), ("year",)),
    ReleaseTable(("age", "is_crime"), ("year",)),
    ReleaseTable(("age", "is_crime", "sex"), ("year",), without=("age_band",)),
    ReleaseTable(("arrest_made", "sex"), ("year",)),
    ReleaseTable(("arrest_made", "is_crime", "sex"), ("year",), without=("arrest_when",)),
    ReleaseTable(("ethnicity", "ward"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)

NEVER: Final = (
    *(
        (("arrest_when", arrested), ("no_arrest_reason", reason))
        for arrested in ("one_party_by_next_day", "one_party_later", "both_parties")
        for reason in _REASONS
    ),
    (("arrest_when", "none"), ("no_arrest_reason", "power_used")),
)
"""A power of arrest is used where somebody was arrested, and nowhere else."""
