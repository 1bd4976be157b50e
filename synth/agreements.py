"""What the invented agencies agreed: the terms of each agreement, as JSON objects.

What belongs here: who shares what with whom and for what. What does not: who the agencies are, what
they owe, and signatures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from schemas.datasets import DATASETS
from schemas.purposes import PURPOSES

Terms = dict[str, Any]

_ROLES: Final = ("provider", "recipient")

_CONFERRED: Final = tuple(
    name for name in DATASETS if name not in {"aggregate_return", "review_action"}
)
"""What a conference hears of: rows about persons."""


def agreed(
    agencies: Sequence[str], *, lead: str, area: str, sent: Sequence[tuple[str, str]]
) -> tuple[Terms, ...]:
    """The terms of every agreement, the first one everybody's.

    Args:
        agencies: who takes part.
        lead: who seals, and lists cases for the conference.
        area: the local authority that all of them are about.
        sent: who sends which dataset.
    """
    made = [*_of_figures(agencies, lead=lead), *_of_rows(agencies, lead=lead)]
    return tuple(
        _whole(number, terms, area=area, sent=sent) for number, terms in enumerate(made, start=1)
    )


def _of_figures(agencies: Sequence[str], *, lead: str) -> Iterator[Terms]:
    """Agreements on sending, and on what is counted of it."""
    yield _terms(
        "Shared picture of domestic abuse in Bromley",
        "strategic_needs_assessment",
        agencies=agencies,
        datasets=tuple(DATASETS),
        actions=("submit", "aggregate", "seal"),
    )
    yield _terms(
        "Scrutiny of the response to perpetrators",
        "performance_scrutiny",
        agencies=("met-bromley", "probation-bromley", lead),
        datasets=("incident", "perpetrator_intervention"),
        actions=("submit", "aggregate", "seal"),
    )
    yield _terms(
        "Commissioning of safe accommodation",
        "service_commissioning",
        agencies=("bromley-housing", "bcwa", lead),
        datasets=("housing_support", "aggregate_return"),
        actions=("submit", "aggregate"),
    )


def _of_rows(agencies: Sequence[str], *, lead: str) -> Iterator[Terms]:
    """Agreements on reading rows: of others for casework, of one's own to hold them against."""
    yield _terms(
        "Referrals to specialist support",
        "referral_coordination",
        agencies=[agency for agency in agencies if agency != lead],
        datasets=("referral",),
    )
    yield _terms(
        "Conferences on persons at high risk",
        "high_risk_safeguarding",
        agencies=agencies,
        datasets=_CONFERRED,
        coordinator=lead,
    )
    yield _terms(
        "Work with those who abuse",
        "perpetrator_management",
        agencies=("met-bromley", "probation-bromley"),
        datasets=("justice_outcome", "perpetrator_intervention", "protective_order"),
    )
    yield _terms(
        "Own records, held against what was sent",
        "data_quality_assurance",
        agencies=agencies,
        datasets=tuple(DATASETS),
    )


def _terms(
    title: str,
    purpose: str,
    *,
    agencies: Sequence[str],
    datasets: Sequence[str],
    actions: Sequence[str] = ("retrieve",),
    coordinator: str = "",
) -> Terms:
    """What is particular to an agreement between agencies that all send and all receive.

    The coordinator, where there is one, lists cases for all of them.
    """
    return {
        "title": title,
        "parties": [
            {"agency": each, "roles": [*_ROLES, *(["coordinator"] if each == coordinator else [])]}
            for each in agencies
        ],
        "purposes": [purpose],
        "datasets": list(datasets),
        "actions": list(actions),
        "lawful_basis": list(PURPOSES[purpose].pointers),
    }


def _whole(number: int, terms: Terms, *, area: str, sent: Sequence[tuple[str, str]]) -> Terms:
    """Terms with what is the same in all of them.

    Fewer than three agencies send any one dataset: each lets its own be shown nevertheless.
    """
    parties = [party["agency"] for party in terms["parties"]]
    alone = {
        agency: sorted({name for who, name in sent if who == agency} & set(terms["datasets"]))
        for agency in parties
    }
    return {
        "agreement": f"DSA-2026-{number:04d}",
        "version": 1,
        "partnership": "bromley",
        **terms,
        "withheld_fields": [],
        "areas": [area],
        "disclosure_profile": "partnership",
        "starts_on": "2025-01-01",
        "ends_on": "2028-12-31",
        "review_on": "2026-12-31",
        "retention_months": 42,
        "permissions": {"show_alone": {agency: names for agency, names in alone.items() if names}},
    }
