"""What of support by services is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Breakdown, Measure, ReleaseTable
from schemas.circumstances import coded_among, grouped, numbers, particulars, told
from schemas.conditions import equals, given, one_of
from schemas.groupings import age, change, coded, disability, ethnicity
from schemas.rules import All, AnyOf, Not
from schemas.services import GROUPS, service_group

_GROUP: Final = one_of("service_type", *GROUPS["groups"])
_SHOP: Final = equals("service_type", "one_stop_shop")
_ASKED: Final = equals("satisfaction_asked", True)
_ANSWERED: Final = AnyOf(
    tuple(given(score) for score in ("sat_reporting", "sat_contact", "sat_informed"))
)
_SATISFACTION: Final = told(
    "satisfaction",
    {
        "answered": All((_ASKED, _ANSWERED)),
        "asked_only": All((_ASKED, Not(_ANSWERED))),
        "not_asked": equals("satisfaction_asked", False),
    },
    base="satisfaction_asked",
    title="Whether the person was asked how satisfied they are, and answered",
)


def _score(field: str, *, title: str) -> Breakdown:
    """A score of satisfaction in two bands: 4 and 5 are satisfied (MPA, 2009)."""
    name = f"satisfied_{field.removeprefix('sat_')}"
    return numbers(name, field, {"yes": (4, 5), "no": (1, 3)}, title=title)


MEASURES: Final = (
    Measure("service_episode", "service_episode", "Support begun"),
    Measure("service_episode.one_stop_shop", "service_episode", "Use of one stop shops",
            (("service_type", "one_stop_shop"),)),
    Measure("service_episode.engaged", "service_episode", "Support that was taken up",
            (("engagement", "engaged"),)),
    Measure("service_episode.completed", "service_episode", "Support that ended as planned",
            (("closure_reason", "planned"),)),
    Measure("service_episode.groups_completed", "service_episode",
            "Groups and counselling that ended as planned", (("group_closure", "planned"),)),
    Measure("service_episode.risk_reduced", "service_episode",
            "Support after which the level of risk is lower", (("risk_change", "reduced"),)),
    Measure("service_episode.risk_compared", "service_episode",
            "Support with a level of risk at both ends", (("risk_compared", "yes"),)),
    Measure("service_episode.satisfaction_asked", "service_episode",
            "Support about which the person was asked", (("satisfaction_asked", "true"),)),
    Measure("service_episode.satisfaction_answered", "service_episode",
            "Support about which the person was asked and answered",
            (("satisfaction", "answered"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("subject.age_years", band_field="subject.age_band"),
    coded("sex", "subject.sex", "sex"),
    ethnicity("subject.ethnicity_self"),
    coded("service_type", "service_type", "service_type", rare=True),
    service_group("service_type", base="service_type"),
    coded("engagement", "engagement", "engagement"),
    _SATISFACTION,
    grouped(
        _SATISFACTION,
        "satisfaction_asked",
        {"true": ("answered", "asked_only"), "false": ("not_asked",)},
        labels={"true": "Yes", "false": "No"},
    ),
    *particulars(
        _score("sat_reporting", title="Satisfied with how it was to report"),
        _score("sat_contact", title="Satisfied with the contact kept"),
        _score("sat_informed", title="Satisfied with being kept informed"),
        coded("closure_reason", "closure_reason", "closure_reason"),
        coded_among("group_closure", "closure_reason", codes="closure_reason", among=_GROUP,
                    title="How groups and counselling ended"),
        *change(
            "risk_change",
            ("risk_level_start", "risk_level_end"),
            levels=("standard", "medium", "high"),
            compared="risk_compared",
        ),
        told("one_stop_shop_rule",
             {rule: All((_SHOP, equals("counting_rule", rule)))
              for rule in ("session_attendance", "any_support_line_call")},
             title="How the use of one stop shops is counted",
             labels={"session_attendance": "Attendance at a session",
                     "any_support_line_call": "Every call to the support line"}),
        told("one_stop_shop_sex",
             {sex: All((_SHOP, equals("subject.sex", sex))) for sex in ("F", "M")},
             title="Sex, of users of one stop shops", labels={"F": "Female", "M": "Male"}),
        disability("subject.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("service_type",)),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("engagement", "service_type"), ("quarter", "year"), without=("service_type",)),
    ReleaseTable(
        ("satisfaction_asked", "service_type"), ("quarter", "year"), without=("service_type",)
    ),
    ReleaseTable(("age", "sex"), ("year",), without=("age_band",)),
    ReleaseTable(("age", "ethnicity"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
