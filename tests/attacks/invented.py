"""The invented borough as its simulation draws it: lives that join across agencies and months.

A year of every dataset that the agencies of the plan send record by record, as numbers. The skewed
borough of `population` is drawn row by row, to be harder; this one is drawn to be like a real one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from schemas.checking import check
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.partnership import PLAN
from synth.returns import InventedReturn, returns
from tests.attacks.population import MONTHS, Population, as_numbers, planned

Row = dict[str, Any]


def borough(seed: int) -> dict[str, Population]:
    """A simulated year of every dataset that releases something and has rows."""
    return {name: as_numbers(name, values=rows, seed=seed) for name, rows in year(seed).items()}


def year(seed: int) -> dict[str, list[Row]]:
    """The same as loaded rows, each with its month and a number for the unit that it counts."""
    held: dict[str, list[Row]] = defaultdict(list)
    for made in returns(PLAN, MONTHS, seed=seed):
        if made.level == "record" and DATASETS[made.dataset].tables:
            held[made.dataset] += _loaded(made)
    return {name: _numbered(rows) for name, rows in held.items()}


def _loaded(made: InventedReturn) -> list[Row]:
    """The rows as loaded, each with the true person that it counts, if it counts one."""
    dataset, month = made.row_dataset, Period.parse(made.month)
    plan = planned(dataset, month, PLAN.agency(made.agency_id).sector)
    found = []
    for each in made.written:
        row = {**plan.context, **check(dict(each.row), plan=plan).values}
        who = each.people.get(dataset.counted_person or "")
        inside = all(row.get(field) == value for field, value in dataset.population)
        if inside and (not dataset.register or month == MONTHS[-1]):
            found.append(row | {"unit": who, "named": who is not None, "month": made.month})
    return found


def _numbered(rows: list[Row]) -> list[Row]:
    """The rows with a number for each person, and one of its own for each row about nobody."""
    known: dict[str, int] = {}
    for number, row in enumerate(rows):
        who = row["unit"] or f"row {number}"
        row["unit"] = known.setdefault(who, len(known))
    return rows
