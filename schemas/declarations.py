"""Conditions about declared figures, drawn from the register of those that may be declared.

What belongs here: what the register says of a measure, as expressions that rules are made of. What
does not: the register itself (`schemas.codes.declared`) and the rules (`aggregate_return`).
"""

from __future__ import annotations

from typing import Final

from schemas.codes.declared import DECLARED, DIMENSIONS
from schemas.conditions import equals, one_of
from schemas.rules import (
    All,
    AnyOf,
    AtMostBeside,
    Field,
    Holds,
    Implies,
    In,
    Not,
    Rule,
    SameAsBefore,
    SumBeside,
    Value,
)

ARRESTS_WITHIN_CRIMES = Rule(
    "EVT-V15",
    "batch",
    "error",
    "No more crimes have an arrest than there are crimes, in any span and cell.",
    AtMostBeside(
        Field("measure"),
        "crimes_with_arrest",
        "crimes",
        (Field("covers_from"), Field("covers_to"), Field("breakdown")),
        Field("value"),
    ),
    "value",
)
"""Looked at where counts are declared; of records it holds by what they are, since an arrest stands
on the row of its crime."""

LEAST_UNIT_COST: Final = 50  # GBP: half a day's work of one person at the lowest wage (design)

PLAUSIBLE_COST = Rule(
    "AGG-V06a",
    "batch",
    "query",
    f"The money spent is under {LEAST_UNIT_COST} pounds for each unit that it paid for: confirm or "
    "correct it.",
    AtMostBeside(
        Field("measure"),
        "units_paid_for",
        "spending",
        (Field("covers_from"), Field("covers_to"), Field("breakdown")),
        Field("value"),
        times=LEAST_UNIT_COST,
    ),
    "value",
)
"""A published report valued 104 half days of work by several agencies at 2,700 pounds a year."""

SAME_RULE = Rule(
    "AGG-V16",
    "stored",
    "note",
    "The figure is counted by another rule than in the month before: a new series begins.",
    SameAsBefore((Field("measure"), Field("breakdown")), Field("counting_rule")),
    "counting_rule",
)
"""A figure's own break of series, beside that of a whole return (ENV-V08)."""

ONE_ETHNICITY = Rule(
    "AGG-V17",
    "row",
    "error",
    "A breakdown has ethnicity as people say it or as an officer saw it, never both together.",
    Implies(
        Holds(Field("breakdown"), Value("ethnicity_self")),
        Not(Holds(Field("breakdown"), Value("ethnicity_observed"))),
    ),
    "breakdown",
)
"""A published profile of the people abused fits only if the two were mixed (Metropolitan Police
Authority Domestic Violence Board, Bromley report of November 2008, paragraph 36)."""

ITEMS_ADD_UP = Rule(
    "AGG-V18",
    "batch",
    "query",
    "Items made are those handed out and those left: confirm or correct them.",
    SumBeside(
        Field("measure"),
        ("awareness_items", "items_left"),
        "items_made",
        (Field("covers_from"), Field("covers_to")),
        Field("value"),
    ),
    "value",
)
"""A published update has 20,000 cards printed, 5,000 left, and more than 10,000 handed out (Safer
Bromley Partnership, 2022/23 quarter 3)."""

FROM_THE_REGISTER: Final = (
    ARRESTS_WITHIN_CRIMES,
    PLAUSIBLE_COST,
    SAME_RULE,
    ONE_ETHNICITY,
    ITEMS_ADD_UP,
)
"""The rules about declared figures that stand here."""


def a_stock() -> In:
    """The measure is true on a day, not over a span."""
    return one_of("measure", *(entry.name for entry in DECLARED.values() if entry.stock))


def in_unit(*units: str) -> In:
    """The measure is registered in one of the units; every row names its measure, not its unit."""
    return one_of("measure", *(entry.name for entry in DECLARED.values() if entry.unit in units))


def of_its_family() -> All:
    """Each registered measure is sent under its own family and in its own unit."""
    return All(
        tuple(
            Implies(
                equals("measure", entry.name),
                All((equals("family", entry.family), equals("unit", entry.unit))),
            )
            for entry in DECLARED.values()
        )
    )


def of_its_return() -> AnyOf:
    """The measure counts the records that the return was owed for, or is prose."""
    owed = {entry.of for entry in DECLARED.values() if entry.of}
    counts = tuple(
        All(
            (
                equals("return.dataset", dataset),
                one_of("measure", *(e.name for e in DECLARED.values() if e.of == dataset)),
            )
        )
        for dataset in sorted(owed)
    )
    return AnyOf((in_unit("text"), *counts))


def split_as_registered() -> All:
    """Each dimension of the cell is one that the measure may be split by."""
    return All(
        tuple(
            Implies(
                Holds(Field("breakdown"), Value(name)),
                one_of("measure", *(e.name for e in DECLARED.values() if name in e.dimensions)),
            )
            for name in DIMENSIONS
        )
    )
