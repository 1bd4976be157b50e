"""Indicators: their values for a period, worked out from one sealed release.

Here belong the verbs: which counts are read, by what they are split, with what they are compared,
and that a paired indicator always comes along. What an indicator is stands in `api.reports`.
"""

from api.services.indicators.answering import Answer, Held, of_book, values
from api.services.indicators.catalogue import catalogue
from api.services.indicators.comparing import Comparison, comparable
from api.services.indicators.participation import (
    EQUALITY,
    completeness,
    coverage,
    participation,
    shown,
)
from api.services.indicators.released import reader, released

__all__ = [
    "EQUALITY", "Answer", "Comparison", "Held", "catalogue", "comparable", "completeness",
    "coverage", "of_book", "participation", "reader", "released", "shown", "values",
]  # fmt: skip
