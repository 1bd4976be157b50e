"""What a register of reviews holds: kinds, stages, and how far actions have come."""

from __future__ import annotations

from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

KINDS: Final = Shares(
    {"dhr_dardr": 46, "strategy": 24, "marac_review": 10, "scrutiny": 8, "ptpm": 6, "dv_board": 4,
     "near_miss": 2}, _ASSUMED,
)  # fmt: skip
STAGES: Final = Shares(
    {"notified": 4, "scoping": 6, "panel": 12, "drafting": 10, "home_office_qa": 10, "approved": 8,
     "action_plan": 40, "closed": 10}, _ASSUMED,
)  # fmt: skip
WITH_ACTIONS: Final = frozenset({"approved", "action_plan", "closed"})
"""Stages at which a review has recommendations with actions."""
LIFECYCLES: Final = Shares(
    {"not_started": 14, "in_progress": 44, "done": 32, "superseded": 4, "blocked": 6}, _ASSUMED
)
EARLY_RATINGS: Final = Shares({"green": 66, "amber": 26, "red": 8}, "before the due day, assumed")
LATE_RATINGS: Final = Shares({"amber": 62, "red": 38}, "after the due day, assumed")
EVIDENCE: Final = Shares({"training": 32, "policy": 36, "audit": 20, "data": 12}, _ASSUMED)
REASONS: Final = Shares(
    {"awaiting_partner": 40, "staffing": 26, "awaiting_funding": 18, "awaiting_proceedings": 10,
     "scope_changed": 6}, _ASSUMED,
)  # fmt: skip
OWNERS: Final = Shares(
    {"council_community_safety": 28, "police": 18, "nhs_gp": 14, "nhs_mental_health": 10,
     "children_social_care": 12, "housing_options": 10, "vcs_da_specialist": 8}, _ASSUMED,
)  # fmt: skip
PUBLISHED: Final = 0.5  # approved reviews that are published (assumed)
LEARNING_ONLY: Final = 0.3  # other reviews of which the learning may be known (assumed)
LEARNED: Final = 0.3  # actions whose learning was shared (assumed)
SPAN: Final = (120, 720)  # days from the opening of a review to the end of the month (assumed)
DUE: Final = (-150, 180)  # days from the end of the month to the due day (assumed)
