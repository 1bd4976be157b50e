"""Invented rows to attack: every dataset that releases something, drawn from its own provider.

Providers say how often things happen; what makes an attack bite is added here: wards of very
different sizes, wards that differ by ethnic group, people who come back, rows that name nobody.
Rows are kept as numbers, one column a breakdown, so that a whole lattice is counted in a moment.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schemas.breakdowns import MISSING, Breakdown
from schemas.checking import Plan, check
from schemas.codes.places import BROMLEY
from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.period import Period
from synth.providers import SaferShareProvider
from synth.providers.base import drawn_on, generator
from tests.attacks.skew import Skew

YEAR = Period.parse("2025-26")
MONTHS = tuple(YEAR.months())
SECRET = b"an epoch's secret, 32 bytes long"
PARTNERSHIP = "bromley"

Numbers = NDArray[np.int64]

BOROUGH: Mapping[str, int] = {
    "incident": 3000,
    "risk_assessment": 2400,
    "referral": 1600,
    "child_contact": 1400,
    "service_episode": 1000,
    "justice_outcome": 900,
    "health_contact": 600,
    "housing_support": 420,
    "marac_case": 300,
    "perpetrator_intervention": 240,
    "protective_order": 200,
    "review_action": 90,
}
"""Rows of a year: incidents as in the prototype that the protection was chosen by, the others in
the order of what a borough of that size sends. A register counts its entries."""

LONDON = 33
"""Boroughs to a London: 100,000 incidents a year, as in that prototype."""

AGAIN = 0.33
"""Rows about somebody met before (of the order of repeat reports to the police)."""

LARGEST_SHARE = 0.68
"""Rows that the largest of three contributors sent: the police's share in that prototype."""

_SECTORS = {"risk_assessment": "police", "referral": "vcs_da_specialist"}


@dataclass(frozen=True)
class Population:
    """The rows of one dataset in a year, as arrays alike in length.

    Attributes:
        codes: by breakdown, the place of each row's category among `levels`.
        month: 0 to 11; `unit`: who is counted; `sender`: 0, 1 or 2, the largest first.
        key: the record key of the unit; `named`: whether the unit is a person.
        mark, unit_mark: two random numbers of a row and of its unit, to tell sets apart by sums.
    """

    dataset: type[Dataset]
    levels: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Numbers]
    month: Numbers
    unit: Numbers
    sender: Numbers
    key: Numbers
    named: Numbers
    mark: tuple[Numbers, Numbers]
    unit_mark: tuple[Numbers, Numbers]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.month)

    def at(self, chosen: Any) -> Population:
        """The rows at these places, or for which this holds."""
        return replace(
            self,
            codes={name: held[chosen] for name, held in self.codes.items()},
            month=self.month[chosen],
            unit=self.unit[chosen],
            sender=self.sender[chosen],
            key=self.key[chosen],
            named=self.named[chosen],
            mark=(self.mark[0][chosen], self.mark[1][chosen]),
            unit_mark=(self.unit_mark[0][chosen], self.unit_mark[1][chosen]),
        )


def breakdowns(dataset: type[Dataset]) -> dict[str, Breakdown]:
    """The breakdowns of a dataset by name."""
    return {each.name: each for each in dataset.breakdowns}


def borough(seed: int, *, share: float = 1.0) -> dict[str, Population]:
    """A borough's year of every dataset; `share` of the usual size."""
    return {
        name: drawn(name, seed=seed, rows=max(30, round(size * share)))
        for name, size in BOROUGH.items()
    }


@cache
def drawn(name: str, *, seed: int, rows: int) -> Population:
    """A year of one dataset; the same seed gives the same rows."""
    return as_numbers(name, values=list(valued(name, seed=seed, rows=rows)), seed=seed)


def valued(name: str, *, seed: int, rows: int, skewed: bool = True) -> Iterator[dict[str, Any]]:
    """The rows as loaded, by dotted name; `unit`, `named` and `month` stand beside the fields.

    Somebody met before keeps who they are and where they live. Unless `skewed`, people live where
    the providers say.
    """
    dice = random.Random(f"{seed} {name}")
    fake, skew = SaferShareProvider(generator(dice)), Skew(seed)
    dataset, people = DATASETS[name], list[dict[str, Any]]()
    own = _of_person(dataset)
    for number in range(rows):
        month = MONTHS[dice.randrange(len(MONTHS))] if not dataset.register else MONTHS[-1]
        row = _row(fake, dataset, month=month)
        if any(row.get(field) != value for field, value in dataset.population):
            continue
        if skewed:
            row = skew.moved(row, dataset=dataset, dice=dice)
        if own and people and dice.random() < AGAIN:
            row |= dice.choice(people)
        else:
            who = {"unit": number, "named": bool(own) and dice.random() >= 1 / 12}
            row |= who
            if who["named"]:
                people.append(who | {each: row.get(each) for each in own})
        yield row | {"month": str(month)}


def as_numbers(name: str, *, values: Sequence[Mapping[str, Any]], seed: int) -> Population:
    """Rows as numbers."""
    dataset, dice = DATASETS[name], np.random.default_rng(seed)
    levels = {b.name: _levels(b) for b in dataset.breakdowns}
    places = {each: {code: n for n, code in enumerate(held)} for each, held in levels.items()}
    codes = {
        b.name: np.array(
            [places[b.name][b.category(*(row.get(f) for f in b.fields))] for row in values]
        )
        for b in dataset.breakdowns
    }
    known = [str(month) for month in MONTHS]
    unit = np.array([row["unit"] for row in values])
    keys = dice.integers(0, 2**32, size=int(unit.max()) + 1)
    others = (1 - LARGEST_SHARE) / 2
    return Population(
        dataset,
        levels,
        codes,
        month=np.array([known.index(row["month"]) for row in values]),
        unit=unit,
        sender=dice.choice(3, size=len(values), p=[LARGEST_SHARE, others, others]),
        key=keys[unit],
        named=np.array([int(row["named"]) for row in values]),
        mark=_marks(len(values), dice=dice),
        unit_mark=_of(unit, _marks(int(unit.max()) + 1, dice=dice)),
    )


def unpeopled(dataset: type[Dataset]) -> Population:
    """A year of a dataset in which nothing happened: its categories alone."""
    none = np.zeros(0, np.int64)
    return Population(
        dataset,
        {b.name: _levels(b) for b in dataset.breakdowns},
        {b.name: none for b in dataset.breakdowns},
        *(none,) * 5,
        mark=(none, none),
        unit_mark=(none, none),
    )


def enlarged(found: Population, *, rows: int, wards: int, seed: int) -> Population:
    """A London of rows like these: each like one of them, of somebody else, in one of many wards.

    People come back as often as in what is enlarged.
    """
    dice = np.random.default_rng(seed)
    people = max(1, round(rows * (1 - AGAIN)))
    who = np.concatenate([np.arange(people), dice.integers(0, people, size=rows - people)])
    like = dice.integers(0, found.rows, size=people)
    mine = found.at(dice.integers(0, found.rows, size=rows))
    own = set(_of_person(found.dataset))
    codes = dict(mine.codes)
    for breakdown in found.dataset.breakdowns:
        if own.issuperset(breakdown.fields):
            codes[breakdown.name] = found.codes[breakdown.name][like][who]
    levels = dict(found.levels)
    if "ward" in levels:
        weights = 1 + 2 * np.arange(wards) / wards
        codes["ward"] = dice.choice(wards, size=people, p=weights / weights.sum())[who]
        levels["ward"] = (*(f"ward-{n}" for n in range(wards)), MISSING)
    return replace(
        mine,
        levels=levels,
        codes=codes,
        unit=who,
        key=dice.integers(0, 2**32, size=people)[who],
        named=(dice.random(people) >= 1 / 12).astype(np.int64)[who],
        mark=_marks(rows, dice=dice),
        unit_mark=_of(who, _marks(people, dice=dice)),
    )


def _row(fake: SaferShareProvider, dataset: type[Dataset], *, month: Period) -> dict[str, Any]:
    """One row as loaded."""
    how = {"sector": _SECTORS[dataset.name]} if dataset.name in _SECTORS else {}
    made = getattr(fake, dataset.name)(str(month), **how)
    plan = planned(dataset, month, _SECTORS.get(dataset.name, "police"))
    return {**plan.context, **check(made, plan=plan).values}


@cache
def planned(dataset: type[Dataset], month: Period, sector: str) -> Plan:
    """How a month's rows of an agency of a sector are checked."""
    context = {
        "envelope.month": str(month),
        "envelope.last_day": month.end,
        "envelope.extracted_on": drawn_on(month),
        "envelope.definition_version": "daa_2021",
        "envelope.level": "record",
        "agency.sector": sector,
        "partnership.area": BROMLEY,
        "return.dataset": dataset.name,
    }
    return Plan(dataset, frozenset(c.name for c in columns(dataset)), context)


def _of_person(dataset: type[Dataset]) -> tuple[str, ...]:
    """The fields that stay with a person: their block, and where they live."""
    block = dataset.counted_person
    if not block:
        return ()
    wards = [b.field for b in dataset.breakdowns if b.area]
    return (*(c.name for c in columns(dataset) if c.block == block), *wards)


def _levels(breakdown: Breakdown) -> tuple[str, ...]:
    held = breakdown.categories_in(start=YEAR.start, end=YEAR.end, area=BROMLEY)
    return tuple(category.code for category in held)


def _marks(rows: int, *, dice: np.random.Generator) -> tuple[Numbers, Numbers]:
    return dice.integers(0, 2**32, size=rows), dice.integers(0, 2**32, size=rows)


def _of(unit: Numbers, marks: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    return marks[0][unit], marks[1][unit]
