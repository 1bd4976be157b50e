"""Who usually sends which dataset: kinds of agency, and whether records or counts are usual.

A picture of custom for people who look for their own dataset (design). Nobody is bound by it: what
an agency owes is set by its partnership.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Senders:
    """Kinds of agency by what they usually send of a dataset."""

    records: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()


POLICE: Final = "police"
PROBATION: Final = "probation and prisons"
COURTS: Final = "prosecution and courts"
HEALTH: Final = "health"
HOUSING: Final = "housing"
CHILDREN: Final = "children's services"
CHARITIES: Final = "specialist charities"
COUNCIL: Final = "council and board"
ALL: Final = (POLICE, PROBATION, COURTS, HEALTH, HOUSING, CHILDREN, CHARITIES, COUNCIL)

SENDERS: Final[Mapping[str, Senders]] = MappingProxyType(
    {
        "incident": Senders((POLICE,), (HEALTH, HOUSING, CHARITIES)),
        "risk_assessment": Senders((POLICE, HOUSING, CHARITIES), (PROBATION, HEALTH, CHILDREN)),
        "referral": Senders((POLICE, PROBATION, HEALTH, HOUSING, CHILDREN, CHARITIES)),
        "service_episode": Senders((CHILDREN, CHARITIES), (COURTS, HEALTH)),
        "marac_case": Senders((POLICE, COUNCIL), (CHARITIES,)),
        "perpetrator_intervention": Senders((PROBATION, CHARITIES), (POLICE, CHILDREN)),
        "justice_outcome": Senders((POLICE, COURTS)),
        "protective_order": Senders((POLICE, COURTS), (HOUSING, CHARITIES)),
        "housing_support": Senders((HOUSING, CHARITIES, COUNCIL)),
        "health_contact": Senders((HEALTH,), (CHARITIES,)),
        "child_contact": Senders((CHILDREN, COUNCIL), (POLICE, HEALTH)),
        "aggregate_return": Senders((), ALL),
        "review_action": Senders(
            (COUNCIL,), (POLICE, COURTS, HEALTH, HOUSING, CHILDREN, CHARITIES)
        ),
    }
)


def senders(dataset: str) -> Senders:
    """Who usually sends a dataset; nobody in particular where custom does not say."""
    return SENDERS.get(dataset, Senders())
