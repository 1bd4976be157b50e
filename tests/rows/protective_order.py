"""One order that was granted and broken, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, BEN, Changes, person

SECTOR: Final = "police"

GOOD: Final[Changes] = {
    "record_id": "or-1",
    "order_type": "dvpo",
    "applicant": "police",
    "applied_on": "2026-03-03",
    "decided_on": "2026-03-04",
    "decision": "granted",
    "in_force_from": "2026-03-04",
    "in_force_to": "2026-03-31",
    **person("victim", ADA),
    **person("respondent", BEN),
    "conditions": ["non_contact", "leave_home"],
    "breach_count": 1,
    "first_breach_on": "2026-03-10",
    "breach_result": "arrest",
    "incident_ref": "inc-1",
    "justice_ref": "ju-1",
    "legal_aid": "not_known",
}
