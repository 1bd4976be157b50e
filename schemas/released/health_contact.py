"""What of contacts with health services is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import particulars
from schemas.groupings import age, coded, disability, ethnicity, flag

MEASURES: Final = (
    Measure("health_contact", "health_contact", "Health contacts"),
    Measure("health_contact.disclosed", "health_contact",
            "Contacts at which current or past abuse was disclosed", (("disclosed", "yes"),)),
    Measure("health_contact.referrals_accepted", "health_contact",
            "Contacts with an accepted referral", (("referral_accepted", "true"),)),
    Measure("health_contact.disclosed_referral_accepted", "health_contact",
            "Contacts at which abuse was disclosed and a referral accepted",
            (("disclosed", "yes"), ("referral_accepted", "true"))),
)  # fmt: skip

BREAKDOWNS: Final = (
    *age("subject.age_years", band_field="subject.age_band"),
    coded("sex", "subject.sex", "sex"),
    coded("setting", "setting", "health_setting", rare=True),
    coded("result", "result", "health_result"),
    coded("disclosed", "result", "health_result", base="result", title="Abuse disclosed",
          groups={"yes": ("disclosed_current", "disclosed_past"),
                  "no": ("suspected", "denied", "not_asked")}),
    coded("enquiry_made", "enquiry_made", "health_enquiry"),
    flag("referral_offered", "referral_offered"),
    flag("referral_accepted", "referral_accepted"),
    *particulars(
        flag("iris_accredited", "iris_accredited", title="IRIS accredited practice"),
        flag("codeword_used", "codeword_used", title="Codeword scheme used"),
        flag("injury_presentation", "injury_presentation", title="Came with an injury"),
        ethnicity("subject.ethnicity_self"),
        disability("subject.disability"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("result",)),
    ReleaseTable(("enquiry_made",)),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("sex",), ("quarter", "year")),
    ReleaseTable(("referral_offered",), ("quarter", "year")),
    ReleaseTable(("enquiry_made", "result"), ("quarter", "year")),
    ReleaseTable(("referral_accepted", "result"), ("quarter", "year")),
    ReleaseTable(("result", "setting"), ("year",), without=("result",)),
    ReleaseTable(("age", "result"), ("year",), without=("result",)),
    ReleaseTable(("result", "sex"), ("year",), without=("result",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)

NEVER: Final = ((("result", "denied"), ("enquiry_made", "none")),)
"""What was not asked about cannot have been denied; such a record is refused (HLT-V05)."""
