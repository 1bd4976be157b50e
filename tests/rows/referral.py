"""One referral, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, Changes, person

SECTOR: Final = "vcs_da_specialist"

GOOD: Final[Changes] = {
    "record_id": "re-1",
    **person("subject", ADA),
    "side": "receiver",
    "referred_on": "2026-03-14",
    "received_on": "2026-03-15",
    "from_sector": "police",
    "from_role": "specialist_officer",
    "to_partner": "bcwa",
    "to_service": "idva",
    "consent_basis": "consent",
    "risk_level": "high",
    "criteria_met": "yes",
    "decision": "accepted",
    "first_contact_on": "2026-03-16",
    "contact_attempts": 1,
    "route": "automatic",
    "incident_ref": "inc-1",
    "marac_ref": "ma-1",
    "lad_code": "E09000006",
    "ward_code": "E05013991",
}
