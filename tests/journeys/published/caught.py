"""Figures of the reports that a rule refuses or asks about: tried as printed, and as would do.

What belongs here: the rows. What does not: contradictions between figures that are each accepted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.deliveries import Row
from tests.journeys.published.histories import figure

YEAR: Final = ("2007-04-01", "2008-03-31")
DAY: Final = "2007-11-06"
_ADVICE: Final = {"project": "one-stop-shop", "financial_year": "2007-2008"}
_MARK: Final = {"area": "London", "indicator": "IND-03-v1"}
_COMMITMENT: Final = {
    "record_id": "c1-1", "review_type": "strategy", "review_ref": "strategy",
    "stage": "action_plan", "opened_on": "2021-04-01", "stage_on": "2021-04-30",
    "publication": "published", "recommendation_no": 1, "action_no": 1,
    "lifecycle": "in_progress",
}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """Rows in which `code` is found, and rows like them in which it is not."""

    code: str
    bad: tuple[Row, ...]
    good: tuple[Row, ...]
    dataset: str = "aggregate_return"


def _crimes(value: int, number: int = 1, **cell: str) -> Row:
    return figure(number, "crimes", YEAR, value=value, cell=cell or None)


def _posts(filled: int) -> tuple[Row, ...]:
    held = {"posts": 15, "posts_filled": filled, "posts_vacant": 2}
    return tuple(figure(n, name, DAY, value=v) for n, (name, v) in enumerate(held.items(), 1))


def _cards(handed: int) -> tuple[Row, ...]:
    held = {"items_made": 20_000, "items_left": 5_000, "awareness_items": handed}
    return tuple(figure(n, name, YEAR, value=v) for n, (name, v) in enumerate(held.items(), 1))


def _money(pounds: int) -> tuple[Row, ...]:
    return (
        figure(1, "spending", YEAR, value=pounds, cell=_ADVICE),
        figure(2, "units_paid_for", YEAR, value=104, cell=_ADVICE),
    )


def _mark(**said: Any) -> Row:
    return figure(1, "benchmark", YEAR, numerator=850, denominator=1000, cell=_MARK, **said)


# The shares of 1,780 crimes that were printed, the greatest alone: 55, 3 and 2 per cent.
_SHARES: Final = tuple(
    _crimes(value, number, ethnicity_self=code)
    for number, (code, value) in enumerate({"W1": 979, "W9": 53, "B2": 36}.items(), 1)
)

TRIALS: Final[Mapping[str, Trial]] = {
    "INC-04": Trial("AGG-V02", (*_SHARES, _crimes(1780, 9)), (*_SHARES, _crimes(1068, 9))),
    "INC-05": Trial(
        "AGG-V17",
        (_crimes(943, ethnicity_self="W1", ethnicity_observed="IC1"),),
        (_crimes(979, ethnicity_self="W1"),),
    ),
    "INC-06": Trial(
        "code",
        (figure(1, "people_charged", YEAR, value=82, cell={"age_band": "11-20"}),),
        (figure(1, "people_charged", YEAR, value=82, cell={"age_band": "16-24"}),),
    ),
    "INC-07": Trial(
        "AGG-V01",
        (figure(1, "records_checked", YEAR, numerator=18),),
        (figure(1, "records_checked", YEAR, numerator=6, denominator=33),),
    ),
    "INC-09": Trial("AGG-V06a", _money(2_700), _money(52_000)),
    "INC-12": Trial("code", ({**_crimes(3), "measure": "employee_cases"},), (_crimes(3),)),
    "INC-18": Trial(
        "EVT-V15",
        (_crimes(791), figure(2, "crimes_with_arrest", YEAR, value=830)),
        (_crimes(791), figure(2, "crimes_with_arrest", YEAR, value=559)),
    ),
    "INC-20": Trial("code", ({**_crimes(10), "measure": "agencies"},), (_crimes(10),)),
    "INC-21": Trial("AGG-V04a", _posts(12), _posts(13)),
    "INC-23": Trial(
        "code",
        ({**_COMMITMENT, "rag": "In process"},),
        ({**_COMMITMENT, "rag": "amber"},),
        "review_action",
    ),
    "INC-26": Trial(
        "code",
        (figure(1, "refuge_capacity", DAY, value=37, cell={"capacity_unit": "bedspaces"}),),
        (figure(1, "refuge_capacity", DAY, value=37, cell={"capacity_unit": "adult_bedspace"}),),
    ),
    "INC-27": Trial("AGG-V18", _cards(10_000), _cards(15_000)),
    "INC-30": Trial("AGG-V10", (_mark(),), (_mark(benchmark_source="A report", status="final"),)),
}
"""What is tried, by the inconsistency that it shows."""

ALONE: Final[Mapping[str, tuple[str, str, float]]] = {
    "BRO08-100": ("calls_with_report", "flow", 87),
    "BRO08-103": ("prosecutions_won", "flow", 63),
    "BRO08-160": ("officers_trained", "stock", 94),
    "BRO22-010": ("arrests_within_a_day", "flow", 83),
    "HAV06-013": ("sanction_detection_rate", "flow", 41.9),
    "KIN07-009": ("arrest_rate_mixed", "flow", 56.3),
    "KIN07-018": ("calls_with_report", "flow", 77),
    "KIN07-020": ("initial_assessments", "flow", 90),
    "KIN07-034": ("caution_share", "flow", 53),
    "KIN07-046": ("officers_trained", "stock", 26),
}
"""Percentages that the reports print alone, with the measure that they would be."""


def alone(name: str) -> Row:
    """A percentage as it was printed: without its parts."""
    measure, kind, percentage = ALONE[name]
    return figure(1, measure, YEAR if kind == "flow" else DAY, value=percentage)
