"""What of contacts about children is released: nothing below the borough."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import any_of, particulars
from schemas.codes import code_list
from schemas.conditions import equals
from schemas.groupings import child_age, coded, disability, ethnicity, flag

ABUSE_FACTORS: Final = ("3A", "3B", "3C")
"""Domestic abuse of the child, a parent or somebody else in the household (Department for
Education, children in need census)."""
_SOURCES: Final = {
    group: tuple(sorted(code_list("child_referral_source").in_group(group)))
    for group in dict.fromkeys(str(code.group) for code in code_list("child_referral_source"))
    if group != "not_known"
}

MEASURES: Final = (
    Measure("child_contact", "child_contact", "Contacts about children"),
    Measure("child_contact.assessments", "child_contact", "Assessments of children",
            (("child_step", "assessment"),)),
    Measure("child_contact.abuse_factor", "child_contact",
            "Assessments of children that found domestic abuse", (("abuse_factor", "yes"),)),
    Measure("child_contact.from_police", "child_contact", "Contacts that the police made",
            (("child_source", "police"),)),
    Measure("child_contact.programme", "child_contact",
            "Contacts with a referral to a programme for children",
            (("referred_to_child_programme", "true"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    child_age("child.age_years", band_field="child.age_band"),
    coded("sex", "child.sex", "sex"),
    ethnicity("child.ethnicity_self"),
    coded("child_source", "source", "child_referral_source", groups=_SOURCES,
          title="Who told children's services"),
    coded("child_step", "step", "child_step", title="Step taken"),
    coded("child_role", "da_role", "child_da_role", title="The child's part in the abuse",
          groups={role: (role,) for role in
                  ("subject", "sees_hears_experiences", "own_relationship")}),
    coded("child_outcome", "outcome", "child_outcome", title="What followed"),
    *particulars(
        any_of("abuse_factor", "da_factors", ABUSE_FACTORS, among=equals("step", "assessment"),
               title="Domestic abuse found, of assessments"),
        flag("referred_to_child_programme", "referred_to_child_programme"),
        flag("idva_consulted", "idva_consulted", title="Adviser asked"),
        disability("child.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("child_source",)),
    ReleaseTable(("child_step",)),
    ReleaseTable(("child_age", "child_step"), ("quarter", "year")),
    ReleaseTable(("child_source", "child_step"), ("year",)),
    ReleaseTable(("child_outcome",), ("quarter", "year")),
    ReleaseTable(("child_role",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("child_step", "sex"), ("year",)),
    ReleaseTable(("child_outcome", "child_step"), ("year",)),
    ReleaseTable(("child_role", "child_step"), ("year",)),
    ReleaseTable(("child_age", "ethnicity"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
