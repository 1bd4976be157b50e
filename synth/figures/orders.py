"""What a protective order or notice is like: its kind, who asks, how long, and what is broken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

KINDS: Final = Shares(
    {"dvpn": 24, "dvpo": 20, "non_molestation": 24, "restraining": 16, "occupation": 3,
     "bail_condition": 8, "stalking_protection": 3, "forced_marriage_protection": 1,
     "injunction_other": 1}, "assumed: before domestic abuse protection orders",
)  # fmt: skip
NEW_KINDS: Final = Shares(
    {"dapn": 26, "dapo": 24, "non_molestation": 22, "restraining": 14, "occupation": 3,
     "bail_condition": 7, "stalking_protection": 3, "forced_marriage_protection": 1}, _ASSUMED,
)  # fmt: skip
APPLICANTS: Final[Mapping[str, Shares[str]]] = {
    "non_molestation": Shares({"victim": 96, "third_party": 4}, _ASSUMED),
    "occupation": Shares({"victim": 100}, _ASSUMED),
    "restraining": Shares({"police": 90, "court_own_motion": 10}, _ASSUMED),
    "forced_marriage_protection": Shares({"police": 50, "council": 30, "victim": 20}, _ASSUMED),
    "injunction_other": Shares({"victim": 60, "council": 40}, _ASSUMED),
    "dapo": Shares({"police": 88, "victim": 8, "third_party": 2, "council": 2}, _ASSUMED),
}
BY_POLICE: Final = Shares({"police": 1}, "notices, and orders only the police ask for")
DECISIONS: Final = Shares({"granted": 80, "refused": 11, "withdrawn": 9}, _ASSUMED)
UNDERTAKEN: Final = 0.08  # family applications that end in an undertaking (assumed)
FAMILY: Final = frozenset({"non_molestation", "occupation"})
NOTICES: Final = frozenset({"dvpn", "dapn"})
"""Given by the police there and then; nobody decides on them afterwards."""
WAIT: Final = Shares({0: 40, 1: 30, 2: 14, 4: 10, 9: 6}, "days to the decision, assumed")
LENGTHS: Final[Mapping[str, Shares[int]]] = {
    "dvpn": Shares({1: 30, 2: 70}, "days to the last one: 48 hours at most"),
    "dapn": Shares({1: 30, 2: 70}, "days to the last one: 48 hours at most"),
    "dvpo": Shares({13: 10, 27: 90}, "days to the last one: 14 to 28 days"),
}
OTHER_LENGTHS: Final = Shares({181: 20, 364: 60, 729: 20}, "days to the last one, assumed")
CONDITIONS: Final = Shares(
    {"non_contact": 40, "exclusion": 30, "leave_home": 24, "substance": 2, "tag": 2,
     "programme": 2}, _ASSUMED,
)  # fmt: skip
BREACHED: Final = 0.16  # orders in force that are broken within weeks (assumed)
BREACHES: Final = Shares({1: 70, 2: 20, 3: 10}, "breaches of an order that is broken, assumed")
RESULTS: Final = Shares({"arrest": 58, "charge": 22, "warning": 8, "none": 12}, _ASSUMED)
LEGAL_AID: Final = Shares({"yes": 42, "no": 28, "not_known": 30}, _ASSUMED)
