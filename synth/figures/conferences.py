"""What a case at a conference on high risk is like: who refers, what is met, what follows."""

from __future__ import annotations

from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

REFERRERS: Final = Shares(
    {"police": 62, "vcs_da_specialist": 14, "children_social_care": 6, "nhs_acute": 4,
     "housing_options": 4, "probation": 3, "nhs_mental_health": 2, "adult_social_care": 2,
     "nhs_gp": 1, "education": 1, "self": 1},
    "assumed, of the order of SafeLives' national data (to be confirmed)",
)  # fmt: skip
FIRST_CRITERIA: Final = Shares(
    {"visible_high_risk": 68, "professional_judgement": 24, "potential_escalation": 8}, _ASSUMED
)
HONOUR: Final = 0.02  # cases referred for so-called honour-based abuse (assumed)
REPEATS: Final = 0.32  # of cases (assumed, of the order of SafeLives' national data)
SINCE_LAST: Final = Shares(
    {35: 10, 70: 20, 120: 30, 210: 25, 330: 15}, "days since the case was last heard, assumed"
)
CHILDREN: Final = Shares({0: 34, 1: 24, 2: 24, 3: 12, 4: 6}, "assumed: children of the household")
ADVISER_BEFORE: Final = 0.72  # cases in which an adviser spoke with the person first (assumed)
TABLE: Final = Shares(
    {"probation": 20, "children_social_care": 20, "housing_options": 18, "nhs_acute": 14,
     "nhs_mental_health": 12, "vcs_da_specialist": 16}, "who sits beside the police, assumed",
)  # fmt: skip
SEATS: Final = 5  # draws of who sits at the table (assumed)
ACTIONS: Final = Shares({2: 10, 3: 20, 4: 25, 5: 20, 6: 15, 8: 10}, "actions a case, assumed")
DONE: Final = 0.6  # of actions, some weeks after the meeting (assumed)
PANELS: Final = Shares({"none": 78, "mash": 11, "dapp": 7, "mappa": 4}, _ASSUMED)
CONSENTS: Final = Shares(
    {"consented": 58, "informed_not_consented": 30, "not_informed_safety": 12}, _ASSUMED
)
EMERGENCY: Final = 0.02  # meetings called at once (assumed)
TRANSFERS: Final = Shares({"none": 95, "in": 3, "out": 2}, _ASSUMED)
RULE: Final = "safelives_v2"
"""The rule by which the invented conference counts repeats (assumed)."""
