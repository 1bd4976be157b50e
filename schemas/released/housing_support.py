"""What of housing and safe accommodation is released: nothing below the borough."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import grouped, particulars, spans
from schemas.codes import code_list
from schemas.conditions import equals
from schemas.groupings import age, coded, disability, ethnicity, some

_KINDS: Final = code_list("safe_accommodation")
DAYS: Final = {
    "within_7_days": (0, 7),
    "8_to_14_days": (8, 14),
    "15_to_28_days": (15, 28),
    "over_28_days": (29, None),
}
"""Bands of days from the request to the work done (design)."""
_DONE: Final = spans(
    "sanctuary_days",
    start="requested_on",
    end="completed_on",
    bands=DAYS,
    never="not_completed",
    among=equals("support_type", "sanctuary"),
    base="sanctuary",
    title="Days until a home was made safe",
)

MEASURES: Final = (
    Measure("housing_support", "housing_support", "Requests for a safe home"),
    Measure("housing_support.provided", "housing_support",
            "Requests for a safe home that were met", (("decision", "provided"),)),
    Measure("housing_support.declined", "housing_support",
            "Requests for a safe home that were declined", (("decision", "declined"),)),
    Measure("housing_support.sanctuary", "housing_support",
            "Requests to have a home made safe", (("sanctuary", "yes"),)),
    Measure("housing_support.sanctuary_completed", "housing_support",
            "Homes made safe", (("sanctuary_completed", "yes"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("lead.age_years", band_field="lead.age_band"),
    coded("sex", "lead.sex", "sex"),
    coded("support_type", "support_type", "safe_accommodation", rare=True),
    coded("safe_accommodation", "support_type", "safe_accommodation", base="support_type",
          rare=True, title="Safe accommodation",
          groups={"qualifying": tuple(sorted(_KINDS.in_group("safe_accommodation"))),
                  "other": tuple(sorted(_KINDS.in_group("not_safe_accommodation")))}),
    coded("decision", "decision", "housing_decision"),
    _DONE,
    grouped(_DONE, "sanctuary_completed", {"yes": tuple(DAYS), "no": ("not_completed",)},
            title="Home made safe"),
    grouped(_DONE, "sanctuary", {"yes": (*DAYS, "not_completed")}, title="Home to be made safe"),
    coded("tenure", "tenure", "housing_tenure"),
    coded("nrpf", "lead.nrpf", "yes_no", title="No recourse to public funds", sensitive=True),
    *particulars(
        coded("unable_reason", "unable_reason", "housing_unable_reason", rare=True,
              title="Why support could not be given",
              groups={
                  "no_space": ("no_space",),
                  "needs_not_met": ("needs_not_met",),
                  "household_size": ("household_size",),
                  "area_unsafe": ("area_unsafe",),
                  "no_contact": ("no_contact",),
                  "other": ("nrpf", "other"),
              }),
        some("with_children", "children", title="Children in the household"),
        coded("commissioned", "commissioned", "housing_commissioned", title="Who pays"),
        ethnicity("lead.ethnicity_self"),
        disability("lead.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("decision",)),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("support_type",), ("quarter", "year")),
    ReleaseTable(("decision", "support_type"), ("year",)),
    ReleaseTable(("sanctuary",), ("quarter", "year")),
    ReleaseTable(("age", "decision"), ("year",), without=("age_band",)),
    ReleaseTable(("decision", "sex"), ("year",)),
    ReleaseTable(("sanctuary", "tenure"), ("year",)),
    ReleaseTable(("decision", "nrpf"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
