"""The persons of the good rows, the month they fall in, and how changes to a row are written."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.reference import synthetic_reference

Changes = Mapping[str, Any]
"""Values by dotted name; None takes a value away. Names of the context change the context."""

MONTH: Final = "2026-03"
ADA, BEN, CAT = (synthetic_reference(name) for name in (b"ada", b"ben", b"cat"))

_PERSON: Final[Changes] = {
    "sharing": "linked_counts",
    "age_years": 34,
    "sex": "F",
    "gender_identity": "same_as_registered",
    "ethnicity_self": "W1",
    "religion": "2",
    "sexual_orientation": "1",
    "disability": "yes_limited_a_little",
    "impairments": ["MOB"],
    "mental_health_need": "no",
    "substance_need": "none",
    "language_support": "none",
    "nrpf": "no",
    "pregnant_or_recent_birth": "no",
    "restricted": False,
}


def person(block: str, reference: str) -> dict[str, Any]:
    """The fields of a person who keeps every rule, at a block."""
    return {
        f"{block}.{name}": value for name, value in {**_PERSON, "person_ref": reference}.items()
    }
