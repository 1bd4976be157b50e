"""What of referrals is released."""

from __future__ import annotations

from typing import Final

from schemas.breakdowns import Measure, ReleaseTable
from schemas.circumstances import coded_among, particulars, spans, told
from schemas.codes import code_list
from schemas.conditions import equals, one_of
from schemas.groupings import age, coded, disability, ethnicity, ward
from schemas.rules import All
from schemas.services import GROUPS, service_group

_SECTORS: Final = {
    group: tuple(sorted(code_list("sector").in_group(group)))
    for group in dict.fromkeys(str(code.group) for code in code_list("sector"))
}
_TO_ADVISERS: Final = one_of("to_service", *GROUPS["advocacy"])
_ADVOCACY: Final = (_TO_ADVISERS, equals("criteria_met", "yes"))
DAYS: Final = {
    "within_2_days": (0, 2),
    "3_to_7_days": (3, 7),
    "8_to_28_days": (8, 28),
    "over_28_days": (29, None),
}
"""Bands of days to a service's first contact; the first is the time in which an adviser reaches
somebody at high risk (design)."""

MEASURES: Final = (
    Measure("referral", "referral", "Referrals received"),
    Measure("referral.accepted", "referral", "Referrals accepted",
            (("referral_decision", "accepted"),)),
    Measure("referral.advocacy", "referral", "Referrals to independent advisers",
            (("service_group", "advocacy"),)),
    Measure("referral.advocacy_accepted", "referral",
            "Referrals that independent advisers accepted",
            (("referral_decision", "accepted"), ("service_group", "advocacy"))),
    Measure("referral.advocacy_criteria_met", "referral",
            "Referrals to independent advisers that met the criteria",
            (("advocacy_criteria", "yes"),)),
)  # fmt: skip

BREAKDOWNS: Final = (
    ward("ward_code"),
    *age("subject.age_years", band_field="subject.age_band"),
    coded("sex", "subject.sex", "sex"),
    service_group("to_service"),
    coded("from_sector", "from_sector", "sector", groups=_SECTORS, title="Sector that referred"),
    coded("referral_decision", "decision", "referral_decision"),
    *particulars(
        spans("first_contact", start="referred_on", end="first_contact_on", bands=DAYS,
              never="not_yet", among=equals("decision", "accepted"),
              title="Days to the first contact, of accepted referrals"),
        coded("consent_basis", "consent_basis", "referral_consent", title="Basis of the referral"),
        coded("risk_level", "risk_level", "risk_level"),
        ethnicity("subject.ethnicity_self"),
        coded("criteria_met", "criteria_met", "referral_criteria_met"),
        coded_among("advocacy_criteria", "criteria_met", codes="referral_criteria_met",
                    among=_TO_ADVISERS,
                    title="Whether the criteria were met, of referrals to advisers"),
        coded("nrpf", "subject.nrpf", "yes_no", title="No recourse to public funds"),
        told("advocacy_nrpf",
             {code: All((*_ADVOCACY, equals("subject.nrpf", code))) for code in ("yes", "no")},
             title="No recourse to public funds, of referrals to advisers that met the criteria"),
        disability("subject.disability"),
        sensitive=("nrpf", "advocacy_nrpf"),
    ),
)  # fmt: skip

TABLES: Final = (
    ReleaseTable(("ward",)),
    ReleaseTable(("referral_decision",)),
    ReleaseTable(("sex",)),
    ReleaseTable(("age",), ("quarter", "year")),
    ReleaseTable(("age", "ward"), ("year",), without=("age_band",)),
    ReleaseTable(("referral_decision", "ward"), ("year",)),
    ReleaseTable(("referral_decision", "service_group"), ("quarter", "year")),
    ReleaseTable(("from_sector",), ("quarter", "year")),
    ReleaseTable(("age", "referral_decision"), ("year",), without=("age_band",)),
    ReleaseTable(("referral_decision", "sex"), ("year",)),
    ReleaseTable(("from_sector", "referral_decision"), ("year",)),
    ReleaseTable(("from_sector", "service_group"), ("year",)),
    ReleaseTable(("particulars",), ("quarter", "year")),
)
