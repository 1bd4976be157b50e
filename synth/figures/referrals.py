"""What a referral to a specialist charity is like: who refers, to what, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

SECTORS: Final = Shares(
    {"police": 44, "self": 18, "children_social_care": 9, "nhs_acute": 6, "nhs_gp": 4,
     "housing_options": 5, "early_help": 4, "nhs_mental_health": 2, "vcs_other": 3,
     "family_friend": 2, "education": 1, "probation": 1, "adult_social_care": 1}, _ASSUMED,
)  # fmt: skip
ROLES: Final[Mapping[str, Shares[str]]] = {
    "police": Shares({"response_officer": 70, "specialist_officer": 30}, _ASSUMED),
    "self": Shares({"self": 1}, _ASSUMED),
    "family_friend": Shares({"family_friend": 1}, _ASSUMED),
    "children_social_care": Shares({"social_worker": 1}, _ASSUMED),
    "adult_social_care": Shares({"social_worker": 1}, _ASSUMED),
    "early_help": Shares({"family_worker": 1}, _ASSUMED),
    "nhs_acute": Shares({"nurse_midwife": 55, "doctor": 25, "adviser": 20}, _ASSUMED),
    "nhs_gp": Shares({"doctor": 80, "nurse_midwife": 20}, _ASSUMED),
    "nhs_mental_health": Shares({"mental_health_worker": 1}, _ASSUMED),
    "housing_options": Shares({"housing_officer": 1}, _ASSUMED),
    "probation": Shares({"offender_manager": 1}, _ASSUMED),
    "education": Shares({"school_staff": 1}, _ASSUMED),
    "vcs_other": Shares({"adviser": 60, "helpline_worker": 40}, _ASSUMED),
}
"""Who refers, by sector."""
ROUTES: Final[Mapping[str, Shares[str]]] = {
    "police": Shares({"automatic": 62, "officer": 38}, _ASSUMED),
    "self": Shares({"self": 88, "helpline": 12}, _ASSUMED),
    "children_social_care": Shares({"mash": 1}, _ASSUMED),
    "nhs_acute": Shares({"hospital": 1}, _ASSUMED),
    "nhs_gp": Shares({"iris": 1}, _ASSUMED),
}
"""How referrals come, by sector; other sectors name no route."""
SERVICES: Final = Shares(
    {"idva": 42, "outreach": 18, "one_stop_shop": 10, "refuge": 9, "freedom": 8, "counselling": 4,
     "support_group": 3, "outreach_nrpf": 2, "legal_advice": 2, "never_too_late": 1, "coda": 1},
    _ASSUMED,
)  # fmt: skip
CHILDREN_OF: Final = Shares({"coda": 60, "safer_space": 40}, "assumed: services for under-16s")
CONSENT: Final = Shares(
    {"consent": 86, "no_consent_risk": 8, "no_consent_child": 4, "statutory_duty": 2}, _ASSUMED
)
LEVELS: Final = Shares({"high": 34, "medium": 36, "standard": 24, "not_known": 6}, _ASSUMED)
CRITERIA: Final = Shares({"yes": 84, "no": 9, "pending": 7}, _ASSUMED)
DECISIONS: Final[Mapping[str, Shares[str]]] = {
    "yes": Shares({"accepted": 84, "waitlisted": 8, "declined": 8}, _ASSUMED),
    "no": Shares({"declined": 55, "redirected": 45}, _ASSUMED),
}
"""Decisions by whether the criteria are met; while that is pending there is none."""
REASONS: Final[Mapping[str, Shares[str]]] = {
    "yes": Shares(
        {"not_contactable": 52, "no_capacity": 22, "already_supported": 16, "safety": 6,
         "conflict_of_interest": 4}, _ASSUMED,
    ),
    "no": Shares({"criteria": 70, "area": 30}, _ASSUMED),
}  # fmt: skip
"""Why a referral is declined, by whether the criteria are met."""
RECEIVED_DAYS: Final = Shares({0: 72, 1: 28}, _ASSUMED)
CONTACT_DAYS: Final = Shares({0: 22, 1: 30, 2: 18, 4: 16, 8: 14}, "days to first contact, assumed")
URGENT_DAYS: Final = Shares({0: 55, 1: 45}, "assumed: a high risk is met within two days")
ATTEMPTS: Final = Shares({1: 52, 2: 24, 3: 14, 4: 6, 6: 4}, _ASSUMED)
