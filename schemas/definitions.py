"""The definitions of domestic abuse that were in force, as conditions on ages and connection."""

from __future__ import annotations

from typing import Final

from schemas.conditions import equals
from schemas.rules import AgeAt, All, Field, Implies, Not

ADULT_FROM: Final = {"daa_2021": 16, "hmg_2013_16plus": 16, "acpo_2004_18plus": 18}
"""Age from which each definition counts both parties (Domestic Abuse Act 2021 s.1; Home Office
2013; ACPO 2004)."""

UNDER_AGE: Final = "0-15"
"""The one age band that lies under the age of every definition."""


def as_defined() -> All:
    """Ages and connection give the stated status under the definition that the envelope names."""
    return All(tuple(_holds_under(version, adult) for version, adult in ADULT_FROM.items()))


def _holds_under(version: str, adult: int) -> Implies:
    """Ages and connection give the stated status under one definition (EVT-V09)."""
    young_victim = AgeAt(Field("victim.age_years"), 0, adult - 1)
    young_suspect = AgeAt(Field("suspect.age_years"), 0, adult - 1)
    by_status = (
        (
            "meets",
            All(
                (
                    Not(young_victim),
                    Not(young_suspect),
                    Not(equals("victim.age_band", UNDER_AGE)),
                    Not(equals("suspect.age_band", UNDER_AGE)),
                    Not(equals("connection", "none")),
                )
            ),
        ),
        ("victim_under_16", young_victim),
        ("suspect_under_16", young_suspect),
        ("not_connected", equals("connection", "none")),
    )
    holds = tuple(Implies(equals("definition_status", status), test) for status, test in by_status)
    return Implies(equals("envelope.definition_version", version), All(holds))
