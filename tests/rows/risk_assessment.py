"""One assessment of risk, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, Changes, person

SECTOR: Final = "police"

GOOD: Final[Changes] = {
    "record_id": "ra-1",
    **person("subject", ADA),
    "subject_role": "victim",
    "assessed_on": "2026-03-14",
    "tool": "dash_27",
    "stage": "initial",
    "yes_count": 15,
    "risk_level": "high",
    "level_basis": "tool_score",
    "factors": ["escalation", "threats_to_kill"],
    "rara_strategy": ["remove", "reduce"],
    "safety_plan": True,
    "urgent_response_marker": True,
    "supervised_on": "2026-03-16",
    "supervision_result": "adequate",
    "marac_threshold_met": True,
    "marac_referred_on": "2026-03-17",
    "incident_ref": "inc-1",
    "next_review_due": "2026-04-14",
}
