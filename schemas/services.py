"""What datasets about services share: groups of services for release, and the ages each is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.breakdowns import Breakdown
from schemas.conditions import equals, one_of
from schemas.groupings import coded
from schemas.person import OLDEST
from schemas.rules import AgeAt, All, Field, Implies, Not

ADULT_FROM: Final = 16  # years, as in the Domestic Abuse Act 2021 s.1
SHELTERED: Final = ("refuge", "second_stage", "safebeds", "sanctuary")
"""Services whose place must not be told: a row about one names no ward (design)."""

GROUP_PROGRAMMES: Final = (
    "group_programme", "freedom", "never_too_late", "imatter", "support_group",
)  # fmt: skip
"""Services that a person completes by attending sessions."""
_ADULT: Final = (
    "idva", "idsva", "hospital_idva", "outreach", "outreach_nrpf", "one_stop_shop", "drop_in",
    "group_programme", "freedom", "imatter", "support_group", "crisis_worker", "refuge",
    "second_stage", "sanctuary", "safebeds", "legal_advice", "womens_justice",
)  # fmt: skip
_AGES: Final[tuple[tuple[tuple[str, ...], int, int], ...]] = (
    (_ADULT, ADULT_FROM, OLDEST),
    (("never_too_late",), 50, OLDEST),
    (("child_programme", "coda"), 0, 18),
    (("safer_space",), 5, 18),
)
"""Ages that a service is for; those of Never Too Late and Safer Space as the Safer Bromley
Partnership's update for 2022/23 quarter 3 gives them. Other services take anybody."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "advocacy": ("idva", "idsva", "hospital_idva"),
    "outreach": ("outreach", "outreach_nrpf", "crisis_worker", "womens_justice"),
    "advice": ("one_stop_shop", "helpline", "drop_in", "legal_advice", "court_support"),
    "groups": (*GROUP_PROGRAMMES, "counselling"),
    "children": ("child_programme", "coda", "safer_space"),
    "accommodation": ("refuge", "second_stage", "sanctuary", "safebeds"),
    "health": ("sarc", "iris"),
    "other": ("stac", "perpetrator_programme", "safety_equipment", "other"),
}  # fmt: skip
"""Groups of services that are released together (design): single services are too few to show."""


def of_age(service: str, *, block: str) -> All:
    """The person has an age that the service is for, where both are known.

    Args:
        service: the field with the service.
        block: the person block.
    """
    years, band = Field(f"{block}.age_years"), f"{block}.age_band"
    by_year = (Implies(one_of(service, *names), AgeAt(years, *ages)) for names, *ages in _AGES)
    by_band = Implies(one_of(service, *_ADULT, "never_too_late"), Not(equals(band, "0-15")))
    return All((*by_year, by_band))


def service_group(field: str, *, base: str = "service_group") -> Breakdown:
    """The breakdown of a field that holds a service, by group."""
    return coded(
        "service_group",
        field,
        "service_type",
        base=base,
        groups=GROUPS,
        rare=True,
        title="Kind of service",
    )
