"""What a request for a safe home is like, at the council and at a specialist charity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

KINDS: Final[Mapping[str, Shares[str]]] = {
    "housing_options": Shares(
        {"temporary_accommodation": 34, "rehousing_transfer": 22, "sanctuary": 9,
         "contractor_visit": 10, "bed_and_breakfast": 7, "refuge": 8, "dispersed": 6,
         "supported_move_on": 4},
        "assumed; sanctuary by about 73 jobs a year:"
        " MPA Domestic Violence Board, Bromley borough report, November 2008",
    ),
    "vcs_da_specialist": Shares(
        {"refuge": 60, "second_stage": 9, "specialist_safe": 9, "safebeds": 10,
         "supported_move_on": 10, "other_designated": 2}, _ASSUMED,
    ),
}  # fmt: skip
"""What is asked for, by sector."""
DECISIONS: Final = Shares({"provided": 42, "declined": 24, "waiting": 25, "withdrawn": 9}, _ASSUMED)
UNABLE: Final = Shares(
    {"no_space": 42, "needs_not_met": 18, "household_size": 10, "area_unsafe": 8, "no_contact": 14,
     "other": 8}, _ASSUMED,
)  # fmt: skip
COMMISSIONED: Final = Shares(
    {"council": 37, "unfunded": 5, "other": 2},
    "bed spaces of the Safer Bromley Partnership's update for 2022/23 quarter 3; other assumed",
)
MEASURES: Final = Shares(
    {"locks": 40, "door_reinforcement": 22, "window_locks": 16, "letterbox_fireproof": 8,
     "alarm": 8, "safe_room": 4, "fire_check": 2}, _ASSUMED,
)  # fmt: skip
TENURES: Final = Shares(
    {"private_rent": 38, "rsl": 28, "council": 10, "owner": 16, "other": 8}, _ASSUMED
)
DUTIES: Final = Shares({"relief": 48, "main": 22, "prevention": 18, "none": 12}, _ASSUMED)
NEEDS: Final = Shares(
    {"mental_health": 38, "disabled": 18, "substance": 12, "black_minoritised": 14,
     "large_family": 8, "older": 5, "lgbt": 3, "religion": 2}, _ASSUMED,
)  # fmt: skip
NEEDS_SHARE: Final = 0.53  # households with one: MHCLG, safe accommodation, England 2023-24
MOVES: Final = Shares(
    {"own_home": 10, "social": 20, "private": 14, "second_stage": 14, "friends_family": 18,
     "other_refuge": 12, "returned_to_perpetrator": 6, "unknown": 6}, _ASSUMED,
)  # fmt: skip
CHILDREN: Final = Shares(
    {0: 36, 1: 25, 2: 22, 3: 12, 4: 5},
    "assumed, to a mean of 1.25: 124,569 children to 99,467 conference cases, ONS, YE March 2020",
)
MORE_ADULTS: Final = 0.06  # households with a second adult (assumed)
WAITING_DAYS: Final = Shares({0: 30, 1: 22, 2: 16, 4: 18, 7: 14}, "days to a place, assumed")
SHORT_STAY: Final = 0.12  # stays that end within days (assumed)
