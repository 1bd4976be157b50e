"""The council's domestic abuse lead: places in refuges, staff trained, and who lives here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemas.codes.places import BROMLEY
from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import figure

POPULATION: Final = {"people_16_plus": 262_000, "women_16_plus": 138_000}
"""People who live in Bromley: of the order of the Census 2021 (330,000 of any age), with the share
of adults assumed."""
ESTIMATE: Final = "Census 2021, rounded, for an invented borough"
TRAINED: Final = (0.88, 0.95)  # of staff in scope, lowest and highest (assumed)


def capacity(sheet: Sheet) -> tuple[Row, ...]:
    """Places, staff in scope and trained, and the population, as they stood on the last day."""
    return tuple(
        {"record_id": f"ag-{sheet.month}-{number}", **row}
        for number, row in enumerate(_figures(sheet), start=1)
    )


def _figures(sheet: Sheet) -> Iterator[Row]:
    profile, month = sheet.borough.profile, sheet.month
    chance = sheet.chance("staff", str(month))
    yield figure("refuge_capacity", month=month, value=sum(profile.places))
    trained = {
        role: round(staff * chance.uniform(*TRAINED)) for role, staff in profile.staff.items()
    }
    for measure, staff in (("staff_in_scope", profile.staff), ("staff_trained", trained)):
        yield figure(measure, month=month, value=sum(staff.values()))
        for role, count in staff.items():
            yield figure(measure, month=month, value=count, cell={"role": role})
    for people, count in POPULATION.items():
        row = figure("population", month=month, value=count, cell=_area(people))
        yield row | {"benchmark_source": ESTIMATE}


def _area(people: str) -> dict[str, str]:
    return {"area": BROMLEY, "indicator": people}
