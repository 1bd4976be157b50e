"""How far a person's row may go where the sender does not say: by the sector of the agency."""

from __future__ import annotations

from typing import Final

COUNTS_ONLY_SECTORS: Final = frozenset(
    {
        "nhs_gp", "nhs_acute", "nhs_mental_health", "nhs_community", "nhs_maternity", "pharmacy",
        "housing_options", "housing_association",
        "vcs_da_specialist", "vcs_victim_support", "vcs_other",
    }
)  # fmt: skip
"""Health, housing and the voluntary sector keep no reference unless a row says so (design)."""


def default_sharing(sector: str) -> str:
    """The `sharing` code of a row whose file has no such column."""
    return "counts_only" if sector in COUNTS_ONLY_SECTORS else "linked_counts"
