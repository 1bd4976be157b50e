"""What a referral of a perpetrator to a programme is like, in the weeks after it was made."""

from __future__ import annotations

from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

PROGRAMMES: Final = Shares(
    {"bbr": 38, "drive": 12, "drr_or_substance": 18, "one_to_one_toolkit": 12,
     "custody_release": 12, "fathers_to_fathers": 3, "stac": 2, "other": 3}, _ASSUMED,
)  # fmt: skip
ROUTES: Final = Shares({"court_order": 68, "licence": 14, "panel": 8, "voluntary": 10}, _ASSUMED)
STATUSES: Final = Shares(
    {"waiting": 38, "active": 46, "unsuitable": 6, "withdrawn": 4, "breached": 4, "completed": 2},
    "assumed: some weeks after the referral",
)
SENTENCES: Final = Shares({"none": 70, "under_12m": 20, "12m_plus": 10}, _ASSUMED)
CUSTODIAL: Final = SENTENCES.among("under_12m", "12m_plus")
TOOLS: Final = Shares({"sara": 58, "oasys": 38, "other": 4}, _ASSUMED)
RISKS: Final = Shares({"standard": 22, "medium": 50, "high": 28}, _ASSUMED)
BEHAVIOURS: Final = Shares(
    {"physical": 40, "jealous_controlling": 34, "harassment_stalking": 20, "sexual": 6},
    "assumed; kinds as in the Drive project evaluation, University of Bristol",
)
MAPPA: Final = Shares({"none": 78, "1": 12, "2": 7, "3": 1, "not_known": 2}, _ASSUMED)
SESSIONS: Final = Shares({12: 20, 21: 20, 26: 40, 31: 20}, "sessions planned, assumed")
VICTIM_OFFERED: Final = 0.7  # cases in which the person abused was offered support (assumed)
VICTIM_LINKED: Final = 0.6  # cases that name the person abused by reference (assumed)
CHECKED: Final = 0.75  # cases with police and safeguarding checks (assumed)
