"""Rules of the person block, kept and broken by example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.rows import Changes
from tests.unit.schemas.examples.example import Example, File

_UNASKED: Changes = {
    "person.gender_identity": "not_asked",
    "person.sexual_orientation": "not_held",
}
_REASONS = ("not_asked", "not_held", "not_recorded")
_CHILD: Changes = {"person.age_years": 15}
_BAND: Changes = {"person.age_years": "not_held", "person.age_band": "0-15"}

_BANDS: Mapping[str, tuple[int, int]] = {
    "0-15": (0, 15),
    "16-24": (16, 24),
    "25-34": (25, 34),
    "35-44": (35, 44),
    "45-54": (45, 54),
    "55-64": (55, 64),
    "65-plus": (65, 120),
}

PERSON: Sequence[Example] = (
    Example(
        "SUB-V01",
        "person.gender_identity",
        keeps=[
            {**_CHILD, **_UNASKED},
            {**_BAND, **_UNASKED},
            {"person.age_years": 0, **_UNASKED},
            {"person.age_years": 16},
            {"person.age_years": "not_known"},
            {"person.age_years": "not_held", "person.age_band": "16-24"},
            *({**_CHILD, **dict.fromkeys(_UNASKED, reason)} for reason in sorted(_REASONS)),
        ],
        breaks=[
            _CHILD,
            {"person.age_years": 0},
            _BAND,
            {**_CHILD, "person.gender_identity": "not_asked"},
            {**_CHILD, "person.sexual_orientation": "not_asked"},
            {**_CHILD, **_UNASKED, "person.gender_identity": "declined"},
        ],
        short=[
            ("person.gender_identity", {**_CHILD, "person.sexual_orientation": "not_asked"}),
            ("person.sexual_orientation", {**_CHILD, "person.gender_identity": "not_asked"}),
        ],
    ),
    Example(
        "SUB-V02",
        "person.impairments",
        keeps=[
            {"person.disability": "yes_limited_a_lot"},
            {"person.disability": "no", "person.impairments": None},
        ],
        breaks=[{"person.disability": "no"}, {"person.disability": "declined"}],
        short=[
            ("person.impairments", {"person.disability": "no"}),
            ("person.disability", {}),
        ],
    ),
    Example(
        "SUB-V02a",
        "person.impairments",
        keeps=[{"person.disability": "not_known", "person.impairments": None}],
        breaks=[
            {"person.impairments": None},
            {"person.impairments": None, "person.disability": "yes_limited_a_lot"},
        ],
        short=[("person.impairments", {})],
    ),
    Example(
        "SUB-V03",
        "person.ethnicity_observed",
        keeps=[{"person.ethnicity_observed": "IC1", "agency.sector": "police"}],
        breaks=[{"person.ethnicity_observed": "IC1", "agency.sector": "housing_options"}],
        short=[("person.ethnicity_observed", {"agency.sector": "housing_options"})],
    ),
    Example(
        "SUB-V08",
        "person.age_band",
        keeps=[
            {"person.age_years": "not_held", "person.age_band": "45-54"},
            *(
                {"person.age_years": age, "person.age_band": band, **_UNASKED}
                for band, ages in _BANDS.items()
                for age in ages
            ),
        ],
        breaks=[
            {"person.age_years": age, "person.age_band": band}
            for band, (low, high) in _BANDS.items()
            for age in (low - 1, high + 1)
            if 0 <= age <= 120
        ],
        short=[("person.age_years", {"person.age_band": "16-24"})],
    ),
    Example(
        "SUB-V09",
        "person.sharing_basis",
        keeps=[{"person.sharing": "may_be_shared", "person.sharing_basis": "consent"}],
        breaks=[
            {"person.sharing": "may_be_shared"},
            {"person.sharing_basis": "consent"},
            {"person.sharing": "counts_only", "person.sharing_basis": "no_consent_risk"},
        ],
        short=[("person.sharing_basis", {"person.sharing": "may_be_shared"})],
    ),
)

_EQUALITY = (
    "sex", "gender_identity", "ethnicity_self", "religion", "sexual_orientation", "disability",
)  # fmt: skip


def _shares(field: str) -> File:
    held = {field: "not_known"}
    return File(
        "SUB-V06",
        field,
        keeps=[
            [held] * 16 + [{}] * 4,
            [held] * 19,
            [held] * 10 + [{field: "not_asked"}] * 10,
            [{}] * 30,
        ],
        breaks=[([held] * 17 + [{}] * 3, [None]), ([held] * 20, [None])],
    )


FILES: Sequence[File] = tuple(_shares(f"person.{name}") for name in _EQUALITY)
