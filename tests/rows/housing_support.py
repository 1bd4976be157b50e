"""One household asking for a safe home, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, Changes, person

SECTOR: Final = "housing_options"

GOOD: Final[Changes] = {
    "record_id": "hs-1",
    **person("lead", ADA),
    "support_type": "refuge",
    "requested_on": "2026-03-05",
    "decision": "provided",
    "start_on": "2026-03-06",
    "adults": 1,
    "children": 2,
    "origin_lad": "E09000008",
    "commissioned": "council",
    "tenure": "rsl",
    "specialist_need": ["large_family"],
}
