"""What an assessment of risk is like: tools, answers, levels, factors, supervision, conferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Curve, Shares

_ASSUMED: Final = "assumed"

TOOLS: Final[Mapping[str, Shares[str]]] = {
    "police": Shares({"dash_27": 90, "dara": 10}, _ASSUMED),
    "probation": Shares({"oasys": 60, "sara": 36, "sash": 4}, _ASSUMED),
}
"""Tools by sector; every other sector uses `USUAL_TOOL`."""
USUAL_TOOL: Final = "dash_24"
ANSWERS: Final = Curve(
    ((0, 4, 30), (5, 9, 34), (10, 13, 20), (14, 18, 12), (19, 24, 4)),
    "assumed: about one assessment in six reaches 14 yes answers",
)
MEDIUM_FROM: Final = 10  # yes answers; bands as published by local safeguarding partnerships
RAISED: Final = 0.12  # levels below high that judgement raises by one (assumed)
ESCALATING: Final = 0.2  # of raised levels that rest on escalation (assumed)
LEVELS: Final = Shares({"standard": 62, "medium": 24, "high": 14}, "assumed: tools without answers")
STAGES: Final = Shares({"initial": 70, "secondary": 22, "review": 8}, _ASSUMED)
FACTORS: Final = Shares(
    {"control": 22, "separation_child_contact": 16, "escalation": 14, "substance": 12,
     "mental_health": 9, "threats_to_kill": 6, "strangulation": 6, "stalking": 5,
     "prior_convictions": 5, "pregnancy_new_birth": 4, "sexual_assault": 4, "weapons": 3,
     "cultural_isolation": 3, "harm_to_children": 3, "breach_of_orders": 3, "animal_abuse": 1},
    _ASSUMED,
)  # fmt: skip
FACTORS_OF: Final[Mapping[str, tuple[int, int]]] = {
    "standard": (0, 2), "medium": (1, 4), "high": (3, 7),
}  # fmt: skip
"""Fewest and most factors drawn, by level (assumed)."""
STRATEGIES: Final = Shares({"reduce": 50, "avoid": 22, "remove": 20, "accept": 8}, _ASSUMED)
PLANNED: Final[Mapping[str, float]] = {"standard": 0.5, "medium": 0.85, "high": 0.97}
"""Shares of assessments with a safety plan, by level (assumed)."""
MARKED: Final = 0.6  # of high risks whose address has a marker (assumed)
SUPERVISED: Final = 0.7  # of the police's assessments, within the days below (assumed)
SUPERVISED_DAYS: Final = Shares({0: 18, 1: 24, 2: 20, 4: 18, 8: 14, 15: 6}, _ASSUMED)
CHECKS: Final = Shares({"adequate": 88, "returned": 10, "remedial_training": 2}, _ASSUMED)
THRESHOLD_MET: Final = 0.88  # of high risks (assumed)
REFERRED: Final = 0.85  # of those that meet the threshold (assumed)
REFERRED_DAYS: Final = Shares({0: 20, 1: 24, 2: 18, 4: 20, 7: 12, 12: 6}, _ASSUMED)
UNREFERRED: Final = Shares(
    {"already_open": 45, "consent_only": 25, "moved_area": 15, "panel_declined": 5, "other": 10},
    _ASSUMED,
)
REVIEW_DAYS: Final = Shares({28: 50, 56: 20, 90: 30}, "assumed: days to the next look")
REVIEWS: Final = 0.5  # of assessments that set a day (assumed)
