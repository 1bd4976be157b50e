"""Callers of the invented borough, as the guard would make them of a token."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from auth.agreements import AgreementInForce
from auth.caller import Caller
from auth.scopes import DATA_SCOPES
from auth.terms import Terms
from schemas.datasets import DATASETS
from tests.integration.borough import PARTNERSHIP, SENDERS

LEAD = "bromley-da-lead"
ALONE = {"met-bromley": ["incident"], "probation-bromley": ["perpetrator_intervention"]}


def agreement(
    *, show_alone: Mapping[str, Collection[str]] = ALONE, number: str = "DSA-2026-0001"
) -> AgreementInForce:
    """An agreement of all agencies, with these permissions to be shown alone."""
    return _agreement(tuple((a, tuple(sorted(n))) for a, n in sorted(show_alone.items())), number)


@lru_cache
def _agreement(alone: tuple[tuple[str, tuple[str, ...]], ...], number: str) -> AgreementInForce:
    senders = sorted({agency for named in SENDERS.values() for agency in named})
    terms = {
        "agreement": number,
        "version": 1,
        "partnership": PARTNERSHIP,
        "title": "Figures of domestic abuse in Bromley",
        "parties": [
            *({"agency": agency, "roles": ["provider"]} for agency in senders),
            {"agency": LEAD, "roles": ["recipient"]},
        ],
        "purposes": ["strategic_needs_assessment"],
        "datasets": sorted(DATASETS),
        "actions": ["submit", "aggregate", "seal"],
        "withheld_fields": [],
        "areas": ["E09000006"],
        "disclosure_profile": "partnership",
        "lawful_basis": ["UK GDPR Article 6(1)(e)"],
        "starts_on": date(2025, 1, 1).isoformat(),
        "ends_on": date(2028, 12, 31).isoformat(),
        "review_on": date(2026, 12, 31).isoformat(),
        "retention_months": 36,
        "permissions": {"show_alone": {agency: list(names) for agency, names in alone}},
    }
    return AgreementInForce(Terms.parse(terms))


def lead(
    *,
    agency: str = LEAD,
    held: AgreementInForce | None = None,
    datatypes: Collection[str] = frozenset(DATASETS),
    purpose: str = "strategic_needs_assessment",
) -> Caller:
    """The DA lead's client, or another's, under an agreement."""
    return Caller(
        partnership_id=PARTNERSHIP,
        agency_id=agency,
        agency_name=agency,
        sector="council_community_safety",
        client_id=f"{agency}-desk",
        scopes=frozenset(DATA_SCOPES),
        agreement=held or agreement(),
        purpose=purpose,
        datatypes=frozenset(datatypes),
        actions=frozenset({"aggregate", "seal"}),
        jti="j",
        jkt="k",
    )
