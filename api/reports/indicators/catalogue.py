"""The catalogue of indicators: every declaration by its id, and what keeps one from being had."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from api.reports.indicators.model import Indicator
from api.reports.indicators.oversight import OVERSIGHT
from api.reports.indicators.police import POLICE
from api.reports.indicators.services import SERVICES

INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType(
    {each.id: each for each in sorted((*POLICE, *SERVICES, *OVERSIGHT), key=lambda i: i.id)}
)
"""The indicators in force, by id, in the order of the catalogue."""


def blocked(held: Collection[str]) -> dict[str, list[str]]:
    """The indicators that cannot be worked out, each with the datasets nobody has sent.

    An indicator over several datasets is blocked when it has none of them.
    """
    found = {}
    for indicator in INDICATORS.values():
        lacking = [name for name in indicator.datasets if name not in held]
        if lacking and len(lacking) == len(indicator.datasets):
            found[indicator.id] = lacking
    return found
