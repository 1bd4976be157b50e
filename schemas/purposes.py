"""Purposes: the closed list of reasons why data may be used, and how far each one reaches.

A purpose bounds what an agreement can grant; an agreement grants less, never more. Who holds an
agreement, and whether it is in force, does not belong here. Pointers to the law are for the
partnership's own data protection leads and are not advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Action = Literal["submit", "retrieve", "aggregate", "seal"]
Rows = Literal["none", "own", "others"]

ACTIONS: Final[tuple[Action, ...]] = ("submit", "retrieve", "aggregate", "seal")
PARTNERSHIP_THRESHOLD: Final = 5  # smallest shown count; design, as in NHS England practice
RESEARCH_THRESHOLD: Final = 10  # smallest count of a research table; UK LLC and ONS practice

_PUBLIC_TASK = "UK GDPR Art. 6(1)(e)"
_DISCLOSE = "Crime and Disorder Act 1998 s.115"
_STRATEGY = "Crime and Disorder Act 1998 s.6 (to be confirmed)"
_INTERESTS = "UK GDPR Art. 6(1)(f) for voluntary bodies"
_SAFEGUARDING_INTEREST = (
    "UK GDPR Art. 6(1)(ea) and Annex 1 para. 6, Data (Use and Access) Act 2025 s.70 and Sch. 4"
    " (commencement to be confirmed)"
)

_OF_PERPETRATORS: Final = frozenset(
    {"justice_outcome", "perpetrator_intervention", "protective_order"}
)
"""What those who manage perpetrators record of them: courts, orders, programmes (design)."""

_COUNTING: Final[frozenset[Action]] = frozenset({"submit", "aggregate"})
_SEALING: Final[frozenset[Action]] = _COUNTING | {"seal"}
_READING: Final[frozenset[Action]] = frozenset({"submit", "retrieve"})


class UnknownPurpose(LookupError):  # noqa: N818 - reads as what it says
    """Raised when no purpose has the name asked for. Never echoes the name."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One reason to use data.

    `label` is its short name in documents. `who`, `granularity` and `not_allowed` are sentences for
    people. `actions` is the most an agreement can grant for it and `rows` says whose rows may be
    read. `records` names the datasets whose rows of others may be read one after another, and
    `cases` says whether the timeline of a listed person may be read; both are empty unless `rows`
    is "others". `small_number_threshold` is the smallest count shown, in people. `pointers` say
    where its basis in law is looked for.
    """

    name: str
    label: str
    title: str
    who: str
    granularity: str
    not_allowed: str
    actions: frozenset[Action]
    rows: Rows
    pointers: tuple[str, ...]
    records: frozenset[str] = frozenset()
    cases: bool = False
    small_number_threshold: int = PARTNERSHIP_THRESHOLD
    invented_data_only: bool = False

    def reaches(self, dataset: str, *, action: str) -> bool:
        """Whether the purpose can justify the action on a dataset.

        Retrieving reaches what may be read one after another or shown in a timeline; where an
        agency reads its own rows alone, it reaches them all.
        """
        if action not in self.actions:
            return False
        known = self.rows == "own" or self.cases or self.reads(dataset)
        return action != "retrieve" or known

    def reads(self, dataset: str) -> bool:
        """Whether rows of others may be read one after another; invented ones always may."""
        return self.invented_data_only or dataset in self.records


_FIGURES: Final = (
    Purpose(
        "strategic_needs_assessment",
        "P01",
        "Strategic needs assessment",
        "The domestic abuse lead and analysts; board members through reports",
        "Figures by month or longer and by ward or wider; linked totals",
        "Rows, references to persons, sensitive tables of small areas",
        _SEALING,
        "none",
        (
            _PUBLIC_TASK,
            "UK GDPR Art. 9(2)(g)",
            "Data Protection Act 2018 Sch. 1 paras 6 and 8 (to be confirmed)",
            _STRATEGY,
            _DISCLOSE,
            "Crime and Disorder Act 1998 s.17A (to be confirmed)",
            "Domestic Abuse Act 2021 ss.57-58",
        ),
    ),
    Purpose(
        "service_commissioning",
        "P03",
        "Commissioning of services",
        "Commissioners of the council, of health and of the mayor's office",
        "Figures by provider and programme: demand, unmet need, cost; recourse to public funds"
        " in totals",
        "Rows, names, links across providers other than totals, any use for immigration control",
        _COUNTING,
        "none",
        (
            _PUBLIC_TASK,
            "UK GDPR Art. 9(2)(g) or (h) (to be confirmed)",
            "Domestic Abuse Act 2021 Part 4",
            "Victims and Prisoners Act 2024, duty to collaborate (sections to be confirmed)",
            "Equality Act 2010 s.149 (to be confirmed)",
        ),
    ),
    Purpose(
        "performance_scrutiny",
        "P04",
        "Scrutiny of performance",
        "The partnership's board, scrutiny members and the mayor's office",
        "Indicators with definition version and completeness, for the borough or wider; a provider"
        " compared with itself",
        "Picking out a worker; league tables without context",
        _SEALING,
        "none",
        (
            _PUBLIC_TASK,
            "Police Reform and Social Responsibility Act 2011 (to be confirmed)",
            _STRATEGY,
            _DISCLOSE,
            "Freedom of Information Act 2000",
        ),
    ),
    Purpose(
        "research_and_publication",
        "P08",
        "Research and publication",
        "Approved researchers; readers of published reports",
        "Protected figures; public ones only where every contributor permits publication",
        "Linking outside a safe setting, trying to find out who a person is",
        _COUNTING,
        "none",
        (
            _PUBLIC_TASK,
            "UK GDPR Art. 9(2)(j) and Art. 89 (to be confirmed)",
            "Data Protection Act 2018 s.19 and Sch. 1 para. 4 (to be confirmed)",
        ),
        small_number_threshold=RESEARCH_THRESHOLD,
    ),
)

_CASEWORK: Final = (
    Purpose(
        "high_risk_safeguarding",
        "P02",
        "Safeguarding of people at high risk",
        "Conference members for listed cases, independent advisers, the safeguarding hub",
        "The timeline of one listed person: dates, kinds of event, risk levels, orders, releases",
        "Bulk questions, the cases of other people, later use for research",
        _READING,
        "others",
        (
            _PUBLIC_TASK,
            "UK GDPR Art. 6(1)(d) in an emergency",
            _INTERESTS,
            _SAFEGUARDING_INTEREST,
            "UK GDPR Art. 9(2)(g)",
            "Data Protection Act 2018 Sch. 1 para. 18 (to be confirmed)",
            _DISCLOSE,
            "Children Act 2004 s.11",
            "Care Act 2014 (to be confirmed)",
            "Data Protection Act 2018 Sch. 2 para. 2 (to be confirmed)",
            "European Convention on Human Rights Art. 8, proportionality",
        ),
        cases=True,
    ),
    Purpose(
        "referral_coordination",
        "P05",
        "Coordination of referrals",
        "The agency that refers and the one that receives",
        "The two agencies' own referrals, their progress and the least profile needed",
        "Timelines of others, the notes of other services",
        _READING,
        "others",
        (
            _PUBLIC_TASK,
            _INTERESTS,
            _SAFEGUARDING_INTEREST,
            "UK GDPR Art. 9(2)(h) for health and care (to be confirmed)",
            "Common law duty of confidentiality",
        ),
        records=frozenset({"referral"}),
    ),
    Purpose(
        "perpetrator_management",
        "P06",
        "Management of perpetrators",
        "Programme providers, probation and police",
        "The perpetrator's timeline; links to victims for the assigned victim worker alone",
        "Release to the perpetrator's side, publication",
        _READING,
        "others",
        (
            "Data Protection Act 2018 Part 3 for competent authorities (to be confirmed)",
            "UK GDPR Art. 10",
            _DISCLOSE,
            "Domestic Abuse Act 2021 Part 3",
            "Offender Management Act 2007 (to be confirmed)",
        ),
        records=_OF_PERPETRATORS,
        cases=True,
    ),
    Purpose(
        "statutory_review",
        "P07",
        "Statutory review of a death",
        "The chair of the review panel and named authors",
        "The chronology of the persons named in an authorisation, for a limited time",
        "Any other reading, publication before approval",
        _READING,
        "others",
        (
            "Domestic Violence, Crime and Victims Act 2004 s.9",
            "Victims and Prisoners Act 2024 s.19 (commencement to be confirmed)",
        ),
        cases=True,
    ),
)

_UPKEEP: Final = (
    Purpose(
        "system_testing_and_training",
        "P09",
        "Testing of systems and training",
        "Developers, trainers and agencies that are joining",
        "Records of invented persons",
        "Any real person's data, copies of a live service",
        frozenset({"submit", "retrieve", "aggregate"}),
        "others",
        ("No personal data are used, so no condition is needed",),
        cases=True,
        invented_data_only=True,
    ),
    Purpose(
        "data_quality_assurance",
        "P10",
        "Assurance of data quality",
        "The agency's own data owner; the domestic abuse lead for rates",
        "The agency's own rows and findings; unmatched records as counts to the other side",
        "Reading another agency's rows",
        _READING,
        "own",
        ("UK GDPR Art. 5(1)(d)", _PUBLIC_TASK),
    ),
)

PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType(
    {p.name: p for p in sorted(_FIGURES + _CASEWORK + _UPKEEP, key=lambda each: each.label)}
)
"""Every purpose by name, in the order of the labels."""


def purpose(name: str) -> Purpose:
    """Give the purpose of a name; raises UnknownPurpose."""
    try:
        return PURPOSES[name]
    except KeyError:
        raise UnknownPurpose("there is no purpose of that name") from None
