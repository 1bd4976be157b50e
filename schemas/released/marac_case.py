"""What of cases at conferences is released: nothing below the borough."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import any_of, coded_among, particulars, told
from schemas.codes import code_list
from schemas.conditions import equals
from schemas.groupings import age, coded, disability, ethnicity, flag, health_need, some
from schemas.rules import All, Compare, Field, Value

_GROUPS: Final = {
    group: tuple(code.code for code in code_list("sector") if code.group == group)
    for group in dict.fromkeys(code.group for code in code_list("sector") if code.group)
}
_SET: Final = Compare(">", Field("actions_set"), Value(0))

MEASURES: Final = (
    Measure("marac_case", "marac_case", "Cases at conferences"),
    Measure("marac_case.repeats", "marac_case", "Repeat cases at conferences",
            (("repeat_case", "true"),)),
    Measure("marac_case.actions_done", "marac_case", "Cases whose actions are all completed",
            (("actions", "all_completed"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("victim.age_years", band_field="victim.age_band"),
    coded("sex", "victim.sex", "sex"),
    ethnicity("victim.ethnicity_self"),
    coded("referrer", "referring_sector", "sector", rare=True, title="Referred by", groups=_GROUPS),
    flag("repeat_case", "repeat_case"),
    flag("idva_contact_before", "idva_contact_before", title="Adviser in touch before"),
    some("has_children", "children_count", title="Children in the household"),
    *particulars(
        told("actions",
             {
                 "all_completed": All(
                     (_SET, Compare(">=", Field("actions_completed"), Field("actions_set")))
                 ),
                 "some_open": _SET,
                 "none_set": equals("actions_set", 0),
             },
             title="Actions of the case"),
        coded_among("repeat_rule", "repeat_rule", codes="marac_repeat_rule",
                    among=equals("repeat_case", True), title="Rule by which repeat cases count"),
        any_of("visible_high_risk", "criteria", ("visible_high_risk",)),
        any_of("professional_judgement", "criteria", ("professional_judgement",)),
        any_of("honour_based", "criteria", ("hba_automatic",), title="Honour-based abuse"),
        health_need("victim.mental_health_need"),
        disability("victim.disability"),
        sensitive=("honour_based",),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("repeat_case",)),
    ReleaseTable(("idva_contact_before",)),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("has_children",), ("quarter", "year")),
    ReleaseTable(("referrer",), ("quarter", "year")),
    ReleaseTable(("referrer", "repeat_case"), ("year",)),
    ReleaseTable(("age", "repeat_case"), ("year",)),
    ReleaseTable(("repeat_case", "sex"), ("year",)),
    ReleaseTable(("has_children", "repeat_case"), ("year",)),
    ReleaseTable(("ethnicity",), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
