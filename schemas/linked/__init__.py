"""What is counted of people across agencies and across years: the linked measures, declared.

Here belongs what each family of linked measures counts, which datasets it joins, how long its
window is and where its definition comes from, in the words in which a dataset declares what is
released of it. What does not: the joining, and what may be shown.

A family is released for a financial year and the whole area alone. Its window ends with the year,
and besides what tells its people apart it is split by one variable.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from schemas.linked.families import (
    ACROSS,
    AGAIN,
    ELIGIBLE,
    ELIGIBLE_LEVELS,
    FAMILY,
    FIRST,
    HIGH_RISK,
    INCIDENTS_12M,
    KNOWN_ELSEWHERE,
    ONCE,
    REFERRED_WITHIN,
    THREE_YEARS,
    VICTIMS_12M,
    VICTIMS_36M,
    WITHIN,
)
from schemas.linked.model import YEAR, Linked, Side

__all__ = [
    "ACROSS", "AGAIN", "ELIGIBLE", "ELIGIBLE_LEVELS", "FAMILY", "FIRST", "HIGH_RISK",
    "INCIDENTS_12M", "KNOWN_ELSEWHERE", "LINKED", "MEASURES", "ONCE", "REFERRED_WITHIN",
    "THREE_YEARS", "VICTIMS_12M", "VICTIMS_36M", "WITHIN", "YEAR", "Linked", "Side", "resting_on",
]  # fmt: skip

_EVERY: Final = (VICTIMS_12M, INCIDENTS_12M, VICTIMS_36M, KNOWN_ELSEWHERE, HIGH_RISK, ELIGIBLE)

LINKED: Final[Mapping[str, Linked]] = MappingProxyType({each.name: each for each in _EVERY})
"""The families of linked measures, by name."""

MEASURES: Final[Mapping[str, Linked]] = MappingProxyType(
    {measure.name: family for family in LINKED.values() for measure in family.measures}
)
"""The family of each linked measure, by the measure's name."""


def resting_on(measure: str) -> tuple[str, ...]:
    """The datasets that a measure by this name rests on, whether it is linked or a dataset's own.

    Raises KeyError for a name in the linked family that is no measure of it.
    """
    if measure.partition(".")[0] != FAMILY:
        return (measure.partition(".")[0],)
    family = MEASURES[measure]
    held = next(each for each in family.measures if each.name == measure)
    return family.sources(family.variables(held))
