"""What a contact with a hospital or another health service is like when abuse comes up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

SETTINGS: Final = Shares(
    {"ed": 52, "maternity": 18, "ward": 12, "sexual_health": 6, "gp_iris": 4, "gp_other": 2,
     "mental_health": 2, "pharmacy": 1, "health_visiting": 1, "community": 1, "sarc": 1}, _ASSUMED,
)  # fmt: skip
PLACES: Final[Mapping[str, Shares[str]]] = {
    "hospital": SETTINGS.among("ed", "maternity", "ward", "sexual_health"),
    "surgery": SETTINGS.among("gp_iris", "gp_other"),
}
"""Settings by kind of agency."""
ENQUIRIES: Final = Shares({"routine": 38, "targeted": 47, "none": 12, "not_recorded": 3}, _ASSUMED)
RESULTS: Final = Shares(
    {"disclosed_current": 46, "disclosed_past": 15, "suspected": 19, "denied": 12, "not_asked": 8},
    _ASSUMED,
)
RESULTS_UNASKED: Final = Shares(
    {"disclosed_current": 30, "suspected": 45, "not_asked": 25}, "assumed: nobody asked"
)
PERSON_TYPES: Final = Shares({"patient": 96, "staff": 2, "carer": 2}, _ASSUMED)
OFFERED: Final[Mapping[str, float]] = {
    "disclosed_current": 0.9, "disclosed_past": 0.6, "suspected": 0.5, "denied": 0.15,
    "not_asked": 0.0,
}  # fmt: skip
"""Shares of contacts with an offer of a referral, by result (assumed)."""
ACCEPTED: Final = 0.55  # of referrals offered (assumed)
SERVICES: Final = Shares(
    {"hospital_idva": 62, "idva": 22, "one_stop_shop": 10, "refuge": 6}, _ASSUMED
)
CHILD_CONCERN: Final = 0.3  # of contacts of people with children (assumed)
