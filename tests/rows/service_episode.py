"""One period of support, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, Changes, person

SECTOR: Final = "vcs_da_specialist"

GOOD: Final[Changes] = {
    "record_id": "se-1",
    **person("subject", ADA),
    "service_type": "freedom",
    "counting_rule": "episode",
    "start_on": "2026-03-02",
    "end_on": "2026-03-30",
    "delivery_mode": "mixed",
    "setting": "community",
    "contacts": 4,
    "sessions_offered": 12,
    "sessions_attended": 9,
    "needs": ["safety_planning", "emotional"],
    "children_in_household": 2,
    "risk_level_start": "medium",
    "risk_level_end": "standard",
    "engagement": "engaged",
    "closure_reason": "planned",
    "safety_equipment": ["none"],
    "satisfaction_asked": True,
    "sat_reporting": 4,
    "sat_contact": 5,
    "sat_informed": 3,
    "funder": "council",
}
