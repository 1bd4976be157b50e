"""Rules of `child_contact`, kept and broken by example."""

from __future__ import annotations

from collections.abc import Sequence

from tests.rows import BEN, CAT, Changes
from tests.unit.schemas.examples.example import Example, Rows, Together

_UNASKED: Changes = {
    "child.gender_identity": "not_asked",
    "child.sexual_orientation": "not_asked",
}
_YOUNG: Changes = {"child.age_years": 7, "da_role": "subject", **_UNASKED}
_HELD: Changes = {"child.age_years": "not_held"}
_BAND: Changes = {**_HELD, **_UNASKED, "child.age_band": "0-15"}
_TOLD: Changes = {
    "children": "present",
    "child_count": 1,
    "child_notification_on": "2026-03-15",
}

EXAMPLES: Sequence[Example] = (
    Example(
        "CHD-V00",
        "contact_on",
        keeps=[{"contact_on": "2026-03-31"}],
        breaks=[{"contact_on": "2026-04-01"}, {"contact_on": "2025-03-16"}],
    ),
    Example(
        "CHD-V01",
        "child.age_years",
        keeps=[
            {"child.age_years": 17},
            {**_YOUNG, "child.age_years": 0, "unborn": True},
            _HELD,
            {**_BAND, "da_role": "subject"},
            {**_HELD, "child.age_band": "16-24"},
        ],
        breaks=[
            {"child.age_years": 18},
            {"child.age_years": 34},
            {**_HELD, "child.age_band": "25-34"},
            {**_YOUNG, "unborn": True},
        ],
        short=[("unborn", {**_YOUNG, "unborn": True})],
    ),
    Example(
        "CHD-V02",
        "da_factors",
        keeps=[{"da_factors": ["none"]}, {"step": "plan", "da_factors": None}],
        breaks=[{"da_factors": None}],
        short=[("da_factors", {})],
    ),
    Example(
        "CHD-V03",
        "da_role",
        keeps=[
            {"child.age_years": 17},
            _YOUNG,
            _HELD,
            {**_HELD, "child.age_band": "16-24"},
        ],
        breaks=[
            {**_YOUNG, "child.age_years": 15, "da_role": "own_relationship"},
            {**_BAND, "da_role": "own_relationship"},
        ],
        short=[("da_role", {**_YOUNG, "da_role": "own_relationship"})],
    ),
    Example(
        "CHD-V06",
        "outcome",
        keeps=[{"outcome": "not_known"}, {"step": "notification", "outcome": None}],
        breaks=[
            {"step": step, "outcome": None}
            for step in ("contact", "referral", "assessment", "s47", "conference")
        ],
        short=[("outcome", {})],
    ),
    Example(
        "CHD-V07",
        "parent_victim_ref",
        keeps=[{"parent_victim_ref": None}, {"child.person_ref": None}],
        breaks=[{"parent_victim_ref": BEN}],
        short=[
            ("parent_victim_ref", {"parent_victim_ref": BEN}),
            ("child.person_ref", {"parent_victim_ref": BEN}),
        ],
    ),
)

TOGETHER: Sequence[Together] = (
    Together(
        "CHD-V04",
        "contact_on",
        keeps=[
            Rows([{}], [_TOLD]),
            Rows([{"contact_on": "2026-03-22"}], [_TOLD]),
            Rows([{"source": "2A"}]),
            Rows([{"parent_victim_ref": None}]),
        ],
        breaks=[
            Rows([{}]),
            Rows([{"contact_on": "2026-03-23"}], [_TOLD]),
            Rows([{}], [{}]),
            Rows([{"parent_victim_ref": CAT}], [_TOLD]),
        ],
    ),
    Together(
        "CHD-V05",
        "step",
        keeps=[
            Rows([{}, {"contact_on": "2026-03-17"}]),
            Rows([{}, {"step": "plan"}]),
            Rows([{}, {"child.person_ref": CAT}]),
            Rows([{"child.person_ref": None}, {"child.person_ref": None}]),
        ],
        breaks=[Rows([{}, {}]), Rows([{}, {"source": "2A", "parent_victim_ref": None}])],
    ),
)
