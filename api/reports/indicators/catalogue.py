"""The catalogue of indicators: every declaration by its id, and what keeps one from being had."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from api.reports.indicators.arrests import ARRESTS
from api.reports.indicators.children import CHILDREN
from api.reports.indicators.health import HEALTH
from api.reports.indicators.housing import HOUSING
from api.reports.indicators.justice import JUSTICE
from api.reports.indicators.model import Indicator
from api.reports.indicators.oversight import OVERSIGHT
from api.reports.indicators.police import POLICE
from api.reports.indicators.risk import RISK
from api.reports.indicators.services import SERVICES

_FAMILIES: Final = (
    POLICE, ARRESTS, JUSTICE, RISK, SERVICES, HOUSING, HEALTH, CHILDREN, OVERSIGHT
)  # fmt: skip
_EVERY: Final = sorted((each for family in _FAMILIES for each in family), key=lambda i: i.id)

INDICATORS: Final[Mapping[str, Indicator]] = MappingProxyType({each.id: each for each in _EVERY})
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
