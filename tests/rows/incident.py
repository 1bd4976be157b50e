"""One incident, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, BEN, Changes, person

SECTOR: Final = "police"

GOOD: Final[Changes] = {
    "record_id": "inc-1",
    "reported_on": "2026-03-14",
    "occurred_from": "2026-03-12",
    "occurred_to": "2026-03-13",
    "lad_code": "E09000006",
    "ward_code": "E05013991",
    "source_channel": "999",
    "call_count": 2,
    "is_crime": True,
    "offence_group": "common_assault",
    "da_flag": True,
    "specialist_flags": ["none"],
    "abuse_types": ["PHY", "COE"],
    "connection": "married_former",
    "definition_status": "meets",
    **person("victim", ADA),
    **person("suspect", BEN),
    "children": "none",
    "power_of_arrest": "yes",
    "arrest_made": "one_party",
    "first_arrest_at": "2026-03-14T21:05:00+00:00",
    "cross_allegation": False,
    "prior_incidents_12m": 0,
    "evidence_captured": ["photo"],
    "risk_assessment_ref": "ra-1",
}
