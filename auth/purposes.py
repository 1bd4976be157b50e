"""Purposes: why data is used, from a closed list.

What belongs here: the purposes an agreement may name, the actions each can ever justify, whose
rows may be read for it, and the pointers that a data protection lead follows. What does not: who
may use one; that is an agreement's. Pointers help to find the law and are not advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from auth.scopes import AGGREGATE, RETRIEVE, SEAL, SUBMIT


class Rows(StrEnum):
    """Whose rows a purpose can justify reading."""

    NONE = "none"
    OWN = "own"
    OTHERS = "others"


@dataclass(frozen=True)
class Purpose:
    """One reason to use data.

    `label` is its short name in documents, `actions` the most an agreement can grant for it, `rows`
    whose rows may be read, `purpose_of_use` the HL7 v3 PurposeOfUse code where one means the same
    (terminology.hl7.org), and `pointers` where its basis in law is looked for.
    """

    name: str
    label: str
    title: str
    actions: frozenset[str]
    rows: Rows
    pointers: tuple[str, ...]
    purpose_of_use: str | None = None
    invented_data_only: bool = False


_FIGURES = frozenset({SUBMIT, AGGREGATE, SEAL})
_ROWS = frozenset({SUBMIT, RETRIEVE})

_PUBLIC_TASK = "UK GDPR Article 6(1)(e)"

_PURPOSES: Final = (
    Purpose(
        "strategic_needs_assessment",
        "P01",
        "Strategic needs assessment",
        _FIGURES,
        Rows.NONE,
        (
            _PUBLIC_TASK,
            "Data Protection Act 2018 Schedule 1 paragraphs 6 and 8",
            "Crime and Disorder Act 1998 sections 6 and 115",
            "Domestic Abuse Act 2021 sections 57 and 58",
        ),
        "PUBHLTH",
    ),
    Purpose(
        "high_risk_safeguarding",
        "P02",
        "Safeguarding a person at high risk",
        _ROWS,
        Rows.OTHERS,
        (
            _PUBLIC_TASK,
            "UK GDPR Article 6(1)(d) in an emergency",
            "Data Protection Act 2018 Schedule 1 paragraph 18",
            "Crime and Disorder Act 1998 section 115",
            "Children Act 2004 section 11",
        ),
        "THREAT",
    ),
    Purpose(
        "service_commissioning",
        "P03",
        "Commissioning of services",
        _FIGURES,
        Rows.NONE,
        (_PUBLIC_TASK, "Domestic Abuse Act 2021 Part 4", "Equality Act 2010 section 149"),
        "HOPERAT",
    ),
    Purpose(
        "performance_scrutiny",
        "P04",
        "Scrutiny of performance",
        _FIGURES,
        Rows.NONE,
        (_PUBLIC_TASK, "Crime and Disorder Act 1998 sections 6 and 115"),
        "HQUALIMP",
    ),
    Purpose(
        "referral_coordination",
        "P05",
        "Coordination of referrals",
        _ROWS,
        Rows.OTHERS,
        (_PUBLIC_TASK, "UK GDPR Article 6(1)(f)", "UK GDPR Article 9(2)(h)"),
        "COC",
    ),
    Purpose(
        "perpetrator_management",
        "P06",
        "Management of perpetrators",
        _ROWS,
        Rows.OTHERS,
        (
            "Data Protection Act 2018 Part 3",
            "UK GDPR Article 10",
            "Crime and Disorder Act 1998 section 115",
            "Domestic Abuse Act 2021 Part 3",
        ),
    ),
    Purpose(
        "statutory_review",
        "P07",
        "Statutory review",
        frozenset({RETRIEVE}),
        Rows.OTHERS,
        (
            "Domestic Violence, Crime and Victims Act 2004 section 9",
            "Victims and Prisoners Act 2024 section 19",
        ),
    ),
    Purpose(
        "research_and_publication",
        "P08",
        "Research and publication",
        frozenset({AGGREGATE}),
        Rows.NONE,
        (
            _PUBLIC_TASK,
            "UK GDPR Article 89",
            "Data Protection Act 2018 Schedule 1 paragraph 4",
        ),
        "HRESCH",
    ),
    Purpose(
        "system_testing_and_training",
        "P09",
        "Testing of systems and training, with invented data alone",
        frozenset({SUBMIT, RETRIEVE, AGGREGATE, SEAL}),
        Rows.OTHERS,
        (),
        "SYSDEV",
        invented_data_only=True,
    ),
    Purpose(
        "data_quality_assurance",
        "P10",
        "Assurance of data quality",
        _ROWS,
        Rows.OWN,
        ("UK GDPR Article 5(1)(d)", _PUBLIC_TASK),
    ),
)

PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType({each.name: each for each in _PURPOSES})
"""Every purpose by name, in the order of their labels."""
