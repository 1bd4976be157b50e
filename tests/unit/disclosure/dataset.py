"""A small dataset to ask questions of."""

from __future__ import annotations

from schemas.breakdowns import (
    MISSING_CATEGORY,
    Breakdown,
    Category,
    Measure,
    Never,
    ReleaseTable,
)
from schemas.groupings import age, coded, flag, ward


class Visits:
    """Wards, ages, sexes and a flag; three of them together for a year only."""

    name = "visits"
    measures: tuple[Measure, ...] = (
        Measure("visits", "visits", "Visits"),
        Measure("visits.urgent", "visits", "Urgent visits", (("urgent", "true"),), ("records",)),
    )
    breakdowns: tuple[Breakdown, ...] = (
        ward("ward_code"),
        *age("subject.age_years", band_field="subject.age_band"),
        coded("sex", "subject.sex", "sex"),
        flag("urgent", "urgent"),
    )
    tables: tuple[ReleaseTable, ...] = (
        ReleaseTable(("sex", "ward")),
        ReleaseTable(("age", "sex"), ("quarter", "year")),
        ReleaseTable(("age", "sex", "ward"), ("year",)),
        ReleaseTable(("sex", "urgent")),
    )
    never: Never = ()


def letters(name: str, *, base: str, groups: dict[str, str]) -> Breakdown:
    """A coded breakdown whose categories hold the letters given."""
    return Breakdown(
        name=name,
        base=base,
        field="letter",
        title=name,
        categories=(*(Category(code, code) for code in groups), MISSING_CATEGORY),
        mapping={letter: code for code, held in groups.items() for letter in held},
    )
