"""One assessment of a child, with every rule given something to look at."""

from typing import Final

from tests.rows.people import ADA, BEN, Changes, person

SECTOR: Final = "children_social_care"

GOOD: Final[Changes] = {
    "record_id": "cc-1",
    **person("child", BEN),
    "child.age_years": 16,
    "unborn": False,
    "contact_on": "2026-03-16",
    "source": "6",
    "step": "assessment",
    "da_factors": ["3B", "4B"],
    "da_role": "own_relationship",
    "outcome": "cin_plan",
    "idva_consulted": True,
    "referred_to_child_programme": True,
    "parent_victim_ref": ADA,
    "incident_ref": "inc-1",
    "household_children": 2,
}
