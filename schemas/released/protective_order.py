"""What of protective orders and notices is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import any_of, grouped, particulars, spans, told
from schemas.codes import code_list
from schemas.conditions import given
from schemas.groupings import age, coded, disability, ethnicity
from schemas.rules import All, Compare, Field, Not, Value

_DECISIONS: Final = code_list("order_decision").values
_IN_FORCE: Final = given("in_force_from")
_BREACHED: Final = Compare(">", Field("breach_count"), Value(0))
_BREACH: Final = told(
    "breach_in_force",
    {
        "in_force_breached": All((_IN_FORCE, _BREACHED)),
        "in_force_kept": All((_IN_FORCE, Not(_BREACHED))),
        "other_breached": _BREACHED,
        "other_kept": Not(_BREACHED),
    },
    base="breached",
    title="Breach, and whether the order came into force",
)
DAYS: Final = {"within_2_days": (0, 2), "3_to_14_days": (3, 14), "over_14_days": (15, None)}
"""Bands of days to the decision: the first is that of a notice (Crime and Security Act 2010 s.27).
"""

MEASURES: Final = (
    Measure("protective_order", "protective_order", "Protective orders applied for"),
    Measure("protective_order.granted", "protective_order", "Protective orders granted",
            (("granted", "yes"),)),
    Measure("protective_order.in_force", "protective_order",
            "Protective orders that came into force", (("in_force", "yes"),)),
    Measure("protective_order.breached", "protective_order", "Protective orders breached",
            (("breached", "some"),)),
    Measure("protective_order.in_force_breached", "protective_order",
            "Protective orders that came into force and were breached",
            (("breach_in_force", "in_force_breached"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("victim.age_years", band_field="victim.age_band"),
    coded("sex", "victim.sex", "sex"),
    coded("order_type", "order_type", "order_type", rare=True, title="Kind of order",
          groups={
              "notice": ("dvpn", "dapn"),
              "police_order": ("dvpo", "dapo", "stalking_protection"),
              "family": ("non_molestation", "occupation", "forced_marriage_protection",
                         "fgm_protection"),
              "criminal": ("restraining", "bail_condition", "licence_condition"),
              "other": ("injunction_other",),
          }),
    coded("applicant", "applicant", "order_applicant", rare=True),
    coded("decision", "decision", "order_decision"),
    coded("granted", "decision", "order_decision", base="decision", title="Order granted",
          groups={"yes": ("granted",), "no": tuple(sorted(_DECISIONS - {"granted"}))}),
    _BREACH,
    grouped(
        _BREACH,
        "breached",
        {
            "none": ("in_force_kept", "other_kept"),
            "some": ("in_force_breached", "other_breached"),
        },
        labels={"some": "One or more"},
    ),
    grouped(
        _BREACH,
        "in_force",
        {
            "yes": ("in_force_breached", "in_force_kept"),
            "no": ("other_breached", "other_kept"),
        },
    ),
    coded("legal_aid", "legal_aid", "legal_aid"),
    *particulars(
        spans("decision_days", start="applied_on", end="decided_on", bands=DAYS,
              never="not_decided", title="Days from the application to the decision"),
        any_of("programme_condition", "conditions", ("programme",),
               title="Programme among the conditions"),
        ethnicity("victim.ethnicity_self"),
        disability("victim.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("decision",), ("month",), without=("decision",)),
    ReleaseTable(("decision",), ("quarter", "year")),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("breached",), ("quarter", "year")),
    ReleaseTable(("order_type",), ("quarter", "year")),
    ReleaseTable(("decision", "order_type"), ("year",), without=("decision",)),
    ReleaseTable(("breached", "order_type"), ("year",)),
    ReleaseTable(("applicant", "decision"), ("year",), without=("decision",)),
    ReleaseTable(("decision", "legal_aid"), ("year",), without=("decision",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
