"""One outcome at court, with every rule given something to look at."""

from typing import Final

from tests.rows.people import BEN, Changes, person

SECTOR: Final = "police"

GOOD: Final[Changes] = {
    "record_id": "ju-1",
    "offence_ref": "of-1",
    "incident_ref": "inc-1",
    **person("subject", BEN),
    "stage": "court",
    "framework": "cps_court",
    "outcome_code": "dismissed",
    "outcome_on": "2026-03-18",
    "offence_group": "abh",
    "gbh_or_above": False,
    "victim_supported": "withdrew",
    "withdrawal_reviewed": "advocate",
    "unsuccessful_reason": "victim_retraction",
    "hearing_on": "2026-03-18",
    "result_recorded_on": "2026-03-19",
    "victim_notified_on": "2026-03-20",
    "victim_notified_by": "wcu",
    "victim_attended": False,
    "plea_change_on_day": False,
    "special_measures": ["screens"],
    "court_type": "sdvc",
}
