"""One case at one conference, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, BEN, CAT, Changes, person

SECTOR: Final = "police"

GOOD: Final[Changes] = {
    "record_id": "ma-1",
    **person("victim", ADA),
    "perpetrator_refs": [BEN, CAT],
    "meeting_on": "2026-03-12",
    "referring_sector": "nhs_gp",
    "criteria": ["visible_high_risk", "repeat"],
    "repeat_case": True,
    "repeat_rule": "safelives_v2",
    "last_heard_on": "2025-11-20",
    "children_count": 2,
    "idva_contact_before": True,
    "agencies_present": ["police", "nhs_gp", "vcs_da_specialist"],
    "actions_set": 6,
    "actions_completed": 2,
    "linked_panels": ["dapp"],
    "victim_consent": "consented",
    "further_incident_12m_on": "2026-03-25",
    "emergency_meeting": False,
    "transfer": "none",
}
