"""How often people of each age, sex, ethnicity and need appear, and how much of it agencies record.

Percentages are those of reports that agencies published; where a report gives shares of all
records, the missing ones included, they are shares of what was recorded here, and what is missing
is drawn afterwards by agency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from synth.chance import Curve, Shares

_BROMLEY: Final = "MPA Domestic Violence Board, Bromley borough report, November 2008"
_ASSUMED: Final = "assumed"
_MODERN: Final = "assumed, of the order of the Census 2021 for outer London (to be confirmed)"

VICTIM_AGES: Final = Curve(
    ((16, 19, 8), (20, 29, 28), (30, 39, 29), (40, 49, 23), (50, 59, 8), (60, 69, 3), (70, 84, 1)),
    f"{_BROMLEY}, para. 31; its band 10-19 is 16-19 here, by the Domestic Abuse Act 2021 s.2",
)
SUSPECT_AGES: Final = Curve(
    ((16, 20, 11), (21, 30, 28), (31, 40, 32), (41, 50, 20), (51, 60, 6), (61, 70, 1), (71, 80, 1)),
    f"{_BROMLEY}, para. 38; its band 11-20 is 16-20 here",
)
YOUNG_VICTIMS: Final = 0.004  # reports with a victim of 10 to 15 (assumed: near none under the Act)
AGES_OF_PARTNERS_AGREE: Final = 0.7  # correlation of the two ages (to be confirmed)

FEMALE_VICTIMS: Final = 0.80  # of victims of crimes (Bromley report, para. 33)
MALE_BESIDE_FEMALE: Final = 0.94  # suspects of female victims who are male; with the next,
MALE_BESIDE_MALE: Final = 0.59  # 87 % of all suspects are male (Bromley report, para. 40)

_UNLISTED: Final = 3 / 8  # of the 70 points recorded, 3 belong to groups the report does not list
VICTIM_ETHNICITY: Final = Shares(
    {"W1": 55, "W9": 3, "B2": 2, "B1": 2, "B9": 2, "A9": 1, "M1": 1, "W2": 1}
    | dict.fromkeys(("A1", "A2", "A3", "A4", "M2", "M9", "O2", "O9"), _UNLISTED),
    f"{_BROMLEY}, para. 32",
)
SUSPECT_ETHNICITY: Final = Shares(
    {"W1": 57, "W9": 5, "B1": 4, "B9": 3, "B2": 2, "M1": 2, "A9": 1, "M9": 1, "W2": 1},
    f"{_BROMLEY}, para. 39",
)
SAME_ETHNICITY: Final = 0.6  # of couples and families, before chance makes more alike (assumed)
_IC: Final = "assumed: how officers read an appearance"
OBSERVED: Final[Mapping[str, Shares[str]]] = {
    "W": Shares({"IC1": 93, "IC2": 5, "IC9": 2}, _IC),
    "M": Shares({"IC3": 62, "IC1": 30, "IC9": 8}, _IC),
    "A": Shares({"IC4": 90, "IC5": 5, "IC9": 5}, _IC),
    "B": Shares({"IC3": 97, "IC9": 3}, _IC),
    "O": Shares({"IC6": 60, "IC4": 20, "IC9": 20}, _IC),
}
"""Observed code by the first letter of the self-defined one."""

RELIGION: Final = Shares(
    {"1": 45, "2": 40, "3": 1, "4": 3, "5": 1, "6": 7, "7": 1, "8": 2}, _MODERN
)
ORIENTATION: Final = Shares({"1": 94, "2": 2, "3": 3, "4": 1}, _MODERN)
GENDER_IDENTITY: Final = Shares(
    {"same_as_registered": 985, "trans_man": 3, "trans_woman": 3, "non_binary": 4,
     "other_identity": 2, "different_not_specified": 3}, _MODERN,
)  # fmt: skip
DISABILITY: Final = Shares(
    {"no": 79, "yes_limited_a_little": 12, "yes_limited_a_lot": 9},
    "assumed: 21 % among people abused, where surveys say 18 to 25 (to be confirmed)",
)
IMPAIRMENTS: Final = Shares(
    {"MOB": 18, "MEN": 18, "STA": 9, "HEA": 9, "LEA": 6, "DEX": 3, "OTH": 36},
    f"{_BROMLEY}, para. 34, its kinds read as those of the harmonised standard",
)
SUBSTANCE: Final = Shares({"none": 84, "alcohol": 8, "drugs": 5, "both": 3}, _ASSUMED)
LANGUAGE: Final = Shares({"none": 93, "interpreter": 6, "bsl": 0.5, "easy_read": 0.5}, _ASSUMED)
MENTAL_HEALTH_NEED: Final = 0.28  # of adults abused or abusing (assumed)
NO_RECOURSE: Final = 0.05  # of adults in contact with services (assumed)
PREGNANT: Final = 0.06  # of women of 16 to 45 (assumed)
RESTRICTED: Final = 0.006  # persons kept out of every shared answer (assumed)
ETHNICITIES: Final = tuple(sorted({*VICTIM_ETHNICITY.things, *SUSPECT_ETHNICITY.things}))
"""Every ethnicity that somebody in the borough has."""
YES_NO: Final = ("no", "yes")
TRAITS: Final[Mapping[str, Shares[str]]] = {
    "religion": RELIGION,
    "sexual_orientation": ORIENTATION,
    "gender_identity": GENDER_IDENTITY,
    "disability": DISABILITY,
    "substance_need": SUBSTANCE,
    "language_support": LANGUAGE,
    "mental_health_need": Shares(
        {"no": 1 - MENTAL_HEALTH_NEED, "yes": MENTAL_HEALTH_NEED}, _ASSUMED
    ),
    "nrpf": Shares({"no": 1 - NO_RECOURSE, "yes": NO_RECOURSE}, _ASSUMED),
}
"""What is so of a person all their life, as the block calls it."""
SEX_KNOWN: Final = 0.995  # of records (assumed)
AGE_KNOWN: Final = 0.985  # of records (assumed)

REASONS: Final = Shares(
    {"not_asked": 44, "not_recorded": 34, "declined": 14, "not_known": 8}, _ASSUMED
)
"""Why there is no value, whatever the field: no reason is so common that it needs explaining."""


@dataclass(frozen=True)
class Habits:
    """How one kind of agency keeps its records about people.

    Attributes:
        recorded: the share of persons for whom each field holds a value.
        sharing: how far their rows may go.
        asks_recourse: whether recourse to public funds is asked.
        sees_ethnicity: whether an officer notes the ethnicity seen.
    """

    recorded: Mapping[str, float]
    sharing: Shares[str]
    asks_recourse: bool = False
    sees_ethnicity: bool = False


def _recorded(
    ethnicity: float, religion: float, orientation: float, disability: float, needs: float
) -> dict[str, float]:
    return {
        "ethnicity_self": ethnicity, "religion": religion, "sexual_orientation": orientation,
        "gender_identity": orientation, "disability": disability, "mental_health_need": needs,
        "substance_need": needs, "language_support": needs, "nrpf": needs,
        "pregnant_or_recent_birth": needs,
    }  # fmt: skip


HABITS: Final[Mapping[str, Habits]] = {
    "police": Habits(
        _recorded(0.70, 0.25, 0.25, 0.55, 0.60),  # ethnicity: Bromley report, para. 32
        Shares({"linked_counts": 98, "counts_only": 2}, _ASSUMED), sees_ethnicity=True,
    ),
    "nhs_acute": Habits(
        _recorded(0.88, 0.55, 0.30, 0.70, 0.80),
        Shares({"linked_counts": 92, "counts_only": 8}, _ASSUMED),
    ),
    "nhs_gp": Habits(
        _recorded(0.90, 0.45, 0.25, 0.75, 0.85),
        Shares({"linked_counts": 90, "counts_only": 10}, _ASSUMED),
    ),
    "housing_options": Habits(
        _recorded(0.90, 0.60, 0.50, 0.82, 0.85),
        Shares({"linked_counts": 94, "counts_only": 6}, _ASSUMED), asks_recourse=True,
    ),
    "vcs_da_specialist": Habits(
        _recorded(0.95, 0.75, 0.72, 0.90, 0.92),
        Shares({"linked_counts": 86, "counts_only": 10, "may_be_shared": 4}, _ASSUMED),
        asks_recourse=True,
    ),
    "children_social_care": Habits(
        _recorded(0.92, 0.50, 0.20, 0.85, 0.70),
        Shares({"linked_counts": 88, "counts_only": 12}, _ASSUMED),
    ),
    "probation": Habits(
        _recorded(0.94, 0.60, 0.45, 0.80, 0.90), Shares({"linked_counts": 1}, _ASSUMED)
    ),
}  # fmt: skip
"""Habits by sector; all but the police's share of ethnicity are assumed."""
SUSPECT_ETHNICITY_KNOWN: Final = 0.76  # of the police's suspects (Bromley report, para. 39)
SHARING_BASES: Final = Shares({"consent": 9, "no_consent_risk": 1}, _ASSUMED)
