"""The council's domestic abuse lead: places in refuges, staff trained, and who lives here.

With a quarter also whom prevention reached; with a year money, deaths, and answers to a board.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from synth.agencies import asked
from synth.agencies.sheet import Sheet
from synth.formats import Row
from synth.providers.aggregate_return import figure, share

TRAINED: Final = (0.88, 0.95)  # of staff in scope, lowest and highest (assumed)
PUBLISHED: Final = "Yearly statement of the community safety partnership (invented)"


def capacity(sheet: Sheet) -> tuple[Row, ...]:
    """Places, staff in scope and trained, and the population, as they stood on the last day.

    After them what is told of a quarter and of a year, with its last month.
    """
    told = [*_figures(sheet), *_of_quarter(sheet), *_of_year(sheet)]
    return (*sheet.numbered(told, mark="ag"), *asked.answers(sheet, asked.LEAD))


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


def _of_quarter(sheet: Sheet) -> Iterator[Row]:
    """Whom work in schools reached."""
    quarter = sheet.month.quarter()
    if sheet.month.end == quarter.end:
        for measure, count in sheet.borough.profile.reached.items():
            yield figure(measure, month=quarter, value=count)


def _of_year(sheet: Sheet) -> Iterator[Row]:
    """Money, cards handed out, and deaths, which the partnership has published."""
    profile, year = sheet.borough.profile, sheet.month.year()
    if sheet.month.end != year.end:
        return
    if profile.budget:
        part, whole = profile.budget
        cell = {"project": "domestic_abuse", "financial_year": str(year)}
        yield share("budget_share", month=year, part=part, whole=whole, cell=cell)
    for measure, count in profile.handed_out.items():
        yield figure(measure, month=year, value=count)
    if profile.deaths is not None:
        deaths = figure("da_related_deaths", month=year, value=profile.deaths)
        yield deaths | {"already_published": True, "published_source": PUBLISHED}
