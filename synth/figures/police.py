"""What a report of domestic abuse to the police is like: offences, channels, arrests, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from synth.chance import Shares

_ASSUMED: Final = "assumed"

CHANNELS: Final = Shares(
    {"999": 58, "101": 16, "front_counter": 6, "online": 6, "third_party_site": 1,
     "officer_generated": 5, "partner_referral": 7, "codeword_scheme": 1}, _ASSUMED,
)  # fmt: skip
CALLS: Final = Shares({1: 88, 2: 10, 3: 2}, "assumed: 1.05 to 1.15 calls an incident")
OFFENCES: Final = Shares(
    {"common_assault": 30, "abh": 15, "gbh": 1.5, "rape": 2, "other_sexual": 1.5,
     "harassment_stalking": 15, "controlling_coercive": 5, "threats": 5, "criminal_damage": 9,
     "public_order": 4, "breach_of_order": 5, "theft_robbery": 2, "kidnap_false_imprisonment": 0.5,
     "strangulation": 2, "malicious_comms": 5, "other_notifiable": 1}, _ASSUMED,
)  # fmt: skip
INJURING: Final = ("common_assault", "abh", "gbh", "rape", "strangulation")
"""Offences that leave an injury."""
ABUSE_OF_OFFENCE: Final[Mapping[str, str]] = {
    "common_assault": "PHY", "abh": "PHY", "gbh": "PHY", "rape": "SEX", "other_sexual": "SEX",
    "harassment_stalking": "harassment", "controlling_coercive": "COE", "threats": "VIO",
    "criminal_damage": "VIO", "public_order": "VIO", "breach_of_order": "COE",
    "theft_robbery": "ECO", "kidnap_false_imprisonment": "COE", "strangulation": "strangulation",
    "malicious_comms": "technology_facilitated", "other_notifiable": "OTH", "homicide": "PHY",
}  # fmt: skip
ABUSE_WITHOUT_CRIME: Final = Shares({"PSY": 60, "COE": 18, "VIO": 14, "ECO": 5, "OTH": 3}, _ASSUMED)
MORE_ABUSE: Final = Shares({"PSY": 40, "COE": 35, "ECO": 12, "stalking": 8, "VIO": 5}, _ASSUMED)
SHARE_WITH_MORE_ABUSE: Final = 0.35  # reports that name a second kind (assumed)

FLAGS: Final = Shares(
    {"none": 950, "stalking": 30, "lgbt": 14, "hba": 4, "forced_marriage": 2}, _ASSUMED
)
POWER_OF_CRIME: Final = Shares({"yes": 92, "no": 5, "not_assessed": 3}, _ASSUMED)
POWER_WITHOUT_CRIME: Final = Shares({"no": 74, "yes": 12, "not_assessed": 14}, _ASSUMED)
NO_ARREST: Final = Shares(
    {"suspect_absent": 36, "insufficient_grounds": 24, "voluntary_interview": 16,
     "victim_safety_plan": 9, "warrant_sought": 5, "medical": 3, "officer_error": 2,
     "not_recorded": 5}, _ASSUMED,
)  # fmt: skip
ARREST_DELAYS: Final = Shares(
    {0: 70, 1: 13, 2: 8, 3: 6, 4: 3},
    "days; 83 % within a day: Safer Bromley Partnership, update for 2022/23 quarter 3",
)
BOTH_ARRESTED: Final = 0.025  # of reports with an arrest (assumed)
COUNTER_ALLEGED: Final = 0.04  # reports where each party accuses the other (assumed)
SUSPECT_NAMED: Final = 0.95  # reports in which the suspect is known (assumed)
FLAG_TAKEN_OFF: Final = (
    0.015  # wrongly flagged: 1 to 3 % of reports (MPA audit 2006-07, base unknown)
)
OCCURRED_GIVEN: Final = 0.8  # reports that say when it happened (assumed)
REPORT_DELAYS: Final = Shares({0: 74, 1: 14, 2: 5, 5: 4, 14: 3}, "days, assumed")
EVIDENCE: Final = Shares({"bwv": 62, "photo": 30, "forensic": 8}, _ASSUMED)
EVIDENCE_TAKEN: Final = 0.7  # reports with any (assumed)
NOTIFICATION_DELAYS: Final = Shares({0: 40, 1: 40, 2: 20}, "days, assumed")
