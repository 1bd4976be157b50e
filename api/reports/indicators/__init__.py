"""Indicators: what each is, as the questions to a release that answer it, and what may not part.

Here belong the declarations, with their exact numerators and denominators, and the arithmetic on
released counts. What does not: where the counts come from; whoever works a value out hands in a way
to read released cells. No indicator is a score, and none stands for the quality of a service alone.
"""

from api.reports.indicators.catalogue import INDICATORS, blocked
from api.reports.indicators.model import (
    LEAST_KNOWN,
    PER,
    Benchmark,
    Break,
    Count,
    Direction,
    Filters,
    Indicator,
    Line,
    Read,
    Source,
    Stated,
    Target,
    Unavailable,
)
from api.reports.indicators.stating import Own, stated
from api.reports.indicators.value import Cell, Declaration, Form, Interval, Mark, Value
from api.reports.indicators.working import Reader, counted, figure, middle, quotient, shares

__all__ = [
    "INDICATORS", "LEAST_KNOWN", "PER", "Benchmark", "Break", "Cell", "Count", "Declaration",
    "Direction", "Filters", "Form", "Indicator", "Interval", "Line", "Mark", "Own", "Read",
    "Reader", "Source", "Stated", "Target", "Unavailable", "Value", "blocked", "counted", "figure",
    "middle", "quotient", "shares", "stated",
]  # fmt: skip
