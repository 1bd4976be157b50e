"""Code lists, one module per family, and the register of them all.

Values only: every list names its public source and every code has a label. Which field uses which
list, and which may also take a reason for a missing value, is said by the dataset.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from schemas.codes import (
    abuse,
    ages,
    children,
    conferences,
    counting,
    declared,
    episodes,
    health,
    housing,
    justice,
    orders,
    outcomes,
    perpetrators,
    person,
    places,
    proceedings,
    referrals,
    returns,
    reviews,
    risk,
    scrutiny,
    sectors,
)
from schemas.codes.lists import Code, CodeList

__all__ = ["CODE_LISTS", "MISSING_REASONS", "Code", "CodeList", "UnknownCodeList", "code_list"]

_FAMILIES: Final = (
    person,
    ages,
    abuse,
    risk,
    places,
    sectors,
    referrals,
    episodes,
    children,
    justice,
    health,
    housing,
    perpetrators,
    conferences,
    outcomes,
    proceedings,
    orders,
    reviews,
    scrutiny,
    returns,
    counting,
    declared,
)

CODE_LISTS: Final[Mapping[str, CodeList]] = MappingProxyType(
    {entry.name: entry for family in _FAMILIES for entry in family.LISTS}
)
"""Every code list by name, family by family."""

MISSING_REASONS: Final[frozenset[str]] = person.MISSING_REASON.values
"""The reasons an equality or need field may give in place of a value (list CL-34)."""


class UnknownCodeList(LookupError):  # noqa: N818 - reads as what it says
    """Raised when no code list has the name asked for. Never echoes the name."""


def code_list(name: str) -> CodeList:
    """Give the code list of a name; raises UnknownCodeList."""
    try:
        return CODE_LISTS[name]
    except KeyError:
        raise UnknownCodeList("there is no code list of that name") from None
