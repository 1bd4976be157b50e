"""What support by a charity is like: services, ways, needs, sessions, how it ends, satisfaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

SERVICES: Final = Shares(
    {"idva": 34, "outreach": 18, "one_stop_shop": 18, "freedom": 9, "drop_in": 5, "counselling": 5,
     "support_group": 3, "outreach_nrpf": 2, "helpline": 2, "legal_advice": 2,
     "never_too_late": 1, "safety_equipment": 1}, _ASSUMED,
)  # fmt: skip
CHILDREN_OF: Final = Shares({"coda": 60, "safer_space": 40}, "assumed: services for under-16s")
MODES: Final = Shares(
    {"mixed": 38, "phone": 32, "face_to_face": 20, "video": 7, "messaging": 3},
    "assumed: mostly at a distance, after the Safer Bromley Partnership's update for 2022/23",
)
SETTINGS: Final = Shares(
    {"community": 60, "online": 20, "hospital": 6, "mash": 5, "court": 4, "police_station": 3,
     "refuge": 2}, _ASSUMED,
)  # fmt: skip
LEVELS: Final = Shares({"high": 34, "medium": 38, "standard": 22, "not_known": 6}, _ASSUMED)
LOWERED: Final[Mapping[str, Shares[str]]] = {
    "high": Shares({"standard": 42, "medium": 38, "high": 20}, _ASSUMED),
    "medium": Shares({"standard": 62, "medium": 34, "high": 4}, _ASSUMED),
    "standard": Shares({"standard": 92, "medium": 8}, _ASSUMED),
}
"""Level at the end by level at the start."""
CONTACTS: Final = Shares({1: 20, 2: 26, 3: 22, 4: 14, 6: 12, 9: 6}, _ASSUMED)
NEEDS: Final = Shares(
    {"safety_planning": 28, "emotional": 24, "housing": 14, "legal": 9, "children": 8,
     "family_law": 6, "mental_health": 5, "finance": 4, "health": 2, "immigration": 2,
     "substance": 1, "education_employment": 1}, _ASSUMED,
)  # fmt: skip
CHILDREN: Final = Shares({0: 40, 1: 26, 2: 22, 3: 9, 4: 3}, "assumed: children of the household")
ENGAGEMENT: Final = Shares(
    {"engaged": 76, "partial": 14, "lost_contact": 6, "declined": 4}, _ASSUMED
)
SHORT: Final = 0.22  # of support that ends before the month's file is drawn (assumed)
SHORT_DAYS: Final = Shares({3: 20, 7: 30, 14: 30, 21: 20}, "days of short support, assumed")
CLOSURES: Final = Shares(
    {"planned": 52, "risk_reduced": 18, "lost_contact": 14, "withdrew": 9, "moved": 4,
     "transferred": 3}, _ASSUMED,
)  # fmt: skip
SESSIONS: Final = 12  # weekly sessions of the Freedom programme (Bromley report, 2008)
MISSED: Final = Shares({0: 34, 1: 28, 2: 22, 3: 16}, "sessions missed by who completes, assumed")
EQUIPMENT: Final = Shares({"alarm": 34, "phone": 26, "locks": 40}, _ASSUMED)
ASKED: Final = 0.45  # of support that has ended (assumed)
SCORES: Final = Shares({1: 3, 2: 5, 3: 14, 4: 34, 5: 44}, _ASSUMED)
FUNDERS: Final = Shares(
    {"council": 58, "mopac": 22, "lottery": 8, "charity": 7, "health": 3, "other": 2}, _ASSUMED
)
