"""Scopes: what a client's software may do.

What belongs here: the closed list of scopes, which of them touch a partnership's data and by which
action of an agreement, and which may go without a bound token. What does not: why a request is
made and under which agreement; that is said by authorization details (RFC 9396).
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from auth.refusals import BadRequest

SUBMIT: Final = "submit"
RETRIEVE: Final = "retrieve"
AGGREGATE: Final = "aggregate"
SEAL: Final = "seal"

ACTIONS: Final = frozenset({SUBMIT, RETRIEVE, AGGREGATE, SEAL})
"""What an agreement may let its parties do with a dataset."""

DATA_SCOPES: Final = MappingProxyType(
    {
        "returns:write": SUBMIT,
        "returns:read": SUBMIT,
        "records:read": RETRIEVE,
        "cases:write": RETRIEVE,
        "cases:read": RETRIEVE,
        "aggregates:read": AGGREGATE,
        "releases:write": SEAL,
    }
)
"""Scopes that touch data, with the action an agreement must permit for each."""

OFFICE_SCOPES: Final = frozenset(
    {
        "agreements:read",
        "agreements:write",
        "agreements:sign",
        "disclosures:read",
        "audit:read",
        "periods:read",
        "periods:write",
        "participation:read",
        "rights:write",
    }
)
"""Scopes for running the partnership; their tokens name no agreement."""

SCOPES: Final = frozenset(DATA_SCOPES) | OFFICE_SCOPES

QUESTION_SCOPES: Final = frozenset({"aggregates:read"})
"""Scopes that ask released figures; such requests may have a rate of their own."""

UNBOUND_SCOPES: Final = frozenset({"returns:write", "returns:read"})
"""A client with these alone reads nobody else's rows: its tokens may go without DPoP (design)."""

SIGNING_SCOPE: Final = "agreements:sign"
"""Never held together with a data scope: who sends data does not sign for the agency (design)."""

_LONGEST = 1000
"""Characters of a scope parameter; all scopes together take a quarter of it (design)."""


def parse(value: str) -> frozenset[str]:
    """Read a scope parameter (RFC 6749 section 3.3): names divided by single spaces.

    Raises:
        BadRequest: empty, too long, or naming a scope that does not exist.
    """
    names = value.split(" ")
    if len(value) > _LONGEST or not SCOPES.issuperset(names):
        raise BadRequest("scope_unknown", detail="A scope asked for does not exist here.")
    return frozenset(names)


def text(scopes: Iterable[str]) -> str:
    """Write scopes as one parameter, sorted so that equal sets are equal strings."""
    return " ".join(sorted(scopes))


def data_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """Those of the scopes that touch data."""
    return frozenset(scopes) & DATA_SCOPES.keys()


def actions_needed(scopes: Iterable[str]) -> frozenset[str]:
    """The actions an agreement must permit for a token with these scopes."""
    return frozenset(DATA_SCOPES[name] for name in data_scopes(scopes))


def may_be_unbound(scopes: Iterable[str]) -> bool:
    """Whether tokens with these scopes may be used without a proof of possession."""
    return UNBOUND_SCOPES.issuperset(scopes)


def may_be_held_together(scopes: Iterable[str]) -> bool:
    """Whether one client may hold all of these: signing is kept apart from data."""
    held = frozenset(scopes)
    return SIGNING_SCOPE not in held or not data_scopes(held)
