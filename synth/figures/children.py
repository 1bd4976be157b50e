"""What a contact about a child is like: who told, the step, factors, the child's part, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Curve, Shares

_ASSUMED: Final = "assumed"

AGES: Final = Curve(((0, 4, 34), (5, 9, 30), (10, 15, 28), (16, 17, 8)), _ASSUMED)
UNBORN: Final = 0.02  # of contacts (assumed)
GIRLS: Final = 0.49  # of children (assumed)
SOURCES: Final = Shares(
    {"6": 46, "2A": 18, "3F": 6, "3E": 4, "3B": 3, "3A": 3, "5A": 4, "5B": 3, "5C": 2, "5D": 2,
     "1A": 3, "4": 2, "7": 1, "8": 2, "9": 1},
    "assumed, of the order of the children in need census, with more from the police",
)  # fmt: skip
STEPS: Final = Shares(
    {"notification": 34, "contact": 26, "referral": 14, "assessment": 14, "s47": 4, "conference": 2,
     "plan": 3, "early_help": 3}, _ASSUMED,
)  # fmt: skip
FACTORS: Final = Shares({"3B": 74, "3A": 16, "3C": 6, "none": 4}, _ASSUMED)
MORE_FACTORS: Final = Shares({"4B": 40, "1B": 22, "2B": 16, "17A": 14, "16A": 8}, _ASSUMED)
WITH_MORE: Final = 0.5  # of assessments that name a second factor (assumed)
ROLES: Final = Shares(
    {"sees_hears_experiences": 74, "subject": 16, "not_known": 8, "not_recorded": 2}, _ASSUMED
)
OWN: Final = 0.3  # of children of 16 and 17, in a relationship of their own (assumed)
OUTCOMES: Final[Mapping[str, Shares[str]]] = {
    "contact": Shares({"nfa": 46, "advice": 30, "early_help": 24}, _ASSUMED),
    "referral": Shares({"cin_plan": 30, "early_help": 34, "nfa": 36}, _ASSUMED),
    "assessment": Shares({"nfa": 34, "early_help": 26, "cin_plan": 34, "cp_plan": 6}, _ASSUMED),
    "s47": Shares({"cp_plan": 42, "cin_plan": 46, "nfa": 10, "looked_after": 2}, _ASSUMED),
    "conference": Shares({"cp_plan": 84, "cin_plan": 16}, _ASSUMED),
}
"""Outcomes by step; the other steps go on."""
CONSULTED: Final = 0.2  # of contacts, the adviser beside the team (assumed)
PROGRAMME: Final = 0.08  # of contacts (assumed)
PARENT_KNOWN: Final = 0.7  # of contacts in which the parent's reference can be made (assumed)
HOUSEHOLD: Final = Shares({1: 36, 2: 36, 3: 18, 4: 10}, "assumed: children of the household")
