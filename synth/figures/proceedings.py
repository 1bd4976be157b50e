"""How offences end at the police, at the CPS and in court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

STAGES: Final = Shares({"police": 74, "cps": 14, "court": 12}, _ASSUMED)
POLICE: Final = Shares(
    {"16": 54, "15": 24, "1": 9, "18": 2, "14": 2, "8": 3, "3": 2, "10": 1.5, "13": 0.5, "20": 1,
     "22": 1}, "assumed, of the order of Home Office crime outcomes for domestic abuse",
)  # fmt: skip
CPS: Final = Shares({"charged": 76, "nfa_evidential": 22, "nfa_public_interest": 2}, _ASSUMED)
COURT: Final = Shares(
    {"convicted_guilty_plea": 62, "convicted_trial": 12, "acquitted": 9, "discontinued": 10,
     "no_evidence_offered": 5, "dismissed": 1, "restraining_order_on_acquittal": 1},
    "assumed, of the order of CPS domestic abuse data (to be confirmed)",
)  # fmt: skip
DETECTIONS: Final = Shares({"SD1": 62, "SD2": 3, "SD3": 30, "NSD": 5}, _ASSUMED)
CAUTIONS: Final = Shares({"simple": 60, "conditional": 40}, _ASSUMED)
SUPPORT: Final[Mapping[str, Shares[str]]] = {
    "15": Shares({"throughout": 82, "withdrew": 12, "not_known": 6}, _ASSUMED),
    "16": Shares({"withdrew": 44, "never": 56}, _ASSUMED),
}
"""Whether the victim supported action, where the outcome tells."""
OTHER_SUPPORT: Final = Shares(
    {"throughout": 62, "withdrew": 16, "never": 12, "not_known": 10}, _ASSUMED
)
REVIEWERS: Final = Shares({"supervisor": 44, "advocate": 22, "none": 34}, _ASSUMED)
FAILURES: Final = Shares(
    {"victim_retraction": 30, "victim_non_attendance": 26, "evidence_does_not_support_case": 14,
     "acquittal_after_trial": 18, "witness_absent": 4, "legal_element": 4, "other": 4},
    "assumed, of the order of CPS data for the year to March 2018",
)  # fmt: skip
FAILED: Final = frozenset({"acquitted", "discontinued", "no_evidence_offered", "dismissed"})
"""Outcomes in court for which a reason is given."""
SENTENCES: Final = Shares(
    {"community_order": 36, "suspended_sentence": 22, "custody": 20, "discharge": 12, "fine": 10},
    _ASSUMED,
)
CUSTODY: Final = Shares({"under_12m": 76, "12m_plus": 24}, _ASSUMED)
COURTS: Final = Shares({"sdvc": 52, "magistrates": 32, "crown": 16}, _ASSUMED)
MEASURES: Final = Shares({"none": 50, "screens": 36, "video_link": 12, "separate_entrance": 2},
                         _ASSUMED)  # fmt: skip
NOTIFIERS: Final = Shares({"wcu": 64, "officer": 20, "advocate": 14, "court": 2}, _ASSUMED)
NOTIFIED: Final = 0.85  # victims told of a result (assumed)
TOLD_AFTER: Final = Shares({0: 30, 1: 40, 2: 16, 5: 10, 12: 4}, "days, assumed")
ATTENDED: Final = 0.55  # victims who came to court (assumed)
PLEA_CHANGED: Final = 0.12  # hearings on whose day the plea changed (assumed)
