"""One declared figure, with every rule given something to look at."""

from typing import Final

from tests.rows.people import Changes

SECTOR: Final = "council_community_safety"

GOOD: Final[Changes] = {
    "record_id": "ag-1",
    "family": "contact_channel",
    "measure": "helpline_contacts",
    "breakdown": {"channel": "phone"},
    "value": 40,
    "unit": "count",
    "covers_from": "2026-03-01",
    "covers_to": "2026-03-31",
    "counting_rule": "as-declared",
    "status": "final",
}
