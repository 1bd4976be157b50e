"""The council's domestic abuse lead: places in refuges, staff trained, and who lives here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import figure

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
        role: profile.trained.get(role, round(staff * chance.uniform(*TRAINED)))
        for role, staff in profile.staff.items()
    }
    for measure, staff in (("staff_in_scope", profile.staff), ("staff_trained", trained)):
        yield figure(measure, month=month, value=sum(staff.values()))
        for role, count in staff.items():
            yield figure(measure, month=month, value=count, cell={"role": role})
    for people, count in profile.population.items():
        cell = {"area": profile.area, "indicator": people}
        row = figure("population", month=month, value=count, cell=cell)
        yield row | {"benchmark_source": profile.population_source}
