"""How the two persons of a household are tied, and what that says about their ages."""

from __future__ import annotations

from typing import Final

from synth.chance import Shares

CONNECTIONS: Final = Shares(
    {
        "intimate_relationship_current": 25, "intimate_relationship_former": 28,
        "married_current": 14, "married_former": 5, "shared_child": 4,
        "civil_partners_current": 0.5, "agreed_to_marry_current": 0.5,
        "relatives_child": 9, "relatives_sibling": 6, "relatives_parent": 3,
        "relatives_in_law": 1, "relatives_other": 2, "not_known": 2,
    },
    "assumed; most by a partner or former partner, as in ONS statistics of recorded crime",
)  # fmt: skip
"""What the suspect is to the victim."""

PARENT_OLDER: Final = (20, 38)  # years between parent and child (assumed)
OLDEST_CHILD: Final = 36  # years: a victim of a parent is younger than this (assumed)
YOUNGEST_PARENT: Final = 37  # years: a victim of a grown child is at least this (assumed)
SIBLINGS_APART: Final = 8  # years at most (assumed)
