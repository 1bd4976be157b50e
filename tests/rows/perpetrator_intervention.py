"""One person on one programme, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, BEN, CAT, Changes, person

SECTOR: Final = "probation"

GOOD: Final[Changes] = {
    "record_id": "pi-1",
    **person("subject", BEN),
    "programme": "bbr",
    "route": "court_order",
    "referred_on": "2026-03-05",
    "start_on": "2026-03-10",
    "status": "active",
    "sessions_planned": 20,
    "sessions_attended": 3,
    "sentence_band": "12m_plus",
    "risk_tool": "sara",
    "risk_start": "high",
    "behaviours_start": ["physical"],
    "victim_support_offered": True,
    "linked_victim_refs": [ADA, CAT],
}
