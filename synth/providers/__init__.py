"""Faker providers for the datasets of the common schema.

In any test::

    from faker import Faker
    from synth.providers import SaferShareProvider

    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    row = fake.incident(month="2026-03")

`fake.person_ref()`, `fake.ward()` and `fake.somebody()` give persons and places, and
`fake.agency_extract("nhs")` a whole file. A dataset without a provider of its own is drawn from its
definition: `fake.record(NAME)`, or `fake.NAME()`. Every row passes the schema's own check for its
month. The invented borough is drawn from the same figures. Nobody in it is real, and every
reference says so (`syn_`).
"""

from __future__ import annotations

from functools import partial
from typing import Any

from schemas.datasets import DATASETS
from synth.providers.aggregate_return import AggregateReturnProvider
from synth.providers.child_contact import ChildContactProvider
from synth.providers.extract import ExtractProvider
from synth.providers.health_contact import HealthContactProvider
from synth.providers.housing_support import HousingSupportProvider
from synth.providers.incident import IncidentProvider
from synth.providers.justice_outcome import JusticeOutcomeProvider
from synth.providers.marac_case import MaracCaseProvider
from synth.providers.perpetrator_intervention import PerpetratorInterventionProvider
from synth.providers.protective_order import ProtectiveOrderProvider
from synth.providers.record import RecordProvider
from synth.providers.referral import ReferralProvider
from synth.providers.review_action import ReviewActionProvider
from synth.providers.risk_assessment import RiskAssessmentProvider
from synth.providers.service_episode import ServiceEpisodeProvider

__all__ = [
    "AggregateReturnProvider",
    "ChildContactProvider",
    "ExtractProvider",
    "HealthContactProvider",
    "HousingSupportProvider",
    "IncidentProvider",
    "JusticeOutcomeProvider",
    "MaracCaseProvider",
    "PerpetratorInterventionProvider",
    "ProtectiveOrderProvider",
    "RecordProvider",
    "ReferralProvider",
    "ReviewActionProvider",
    "RiskAssessmentProvider",
    "SaferShareProvider",
    "ServiceEpisodeProvider",
]


class SaferShareProvider(
    IncidentProvider,
    HealthContactProvider,
    HousingSupportProvider,
    PerpetratorInterventionProvider,
    JusticeOutcomeProvider,
    MaracCaseProvider,
    ProtectiveOrderProvider,
    ReviewActionProvider,
    RiskAssessmentProvider,
    ReferralProvider,
    ServiceEpisodeProvider,
    ChildContactProvider,
    AggregateReturnProvider,
    ExtractProvider,
    RecordProvider,
):
    """All providers in one: persons, places and a row of each dataset."""

    def __dir__(self) -> list[str]:
        """What Faker offers as its own methods: a dataset's name is one, whoever draws its rows."""
        return sorted({*super().__dir__(), *DATASETS})

    def __getattr__(self, name: str) -> Any:
        """The rows of a dataset that has no provider of its own."""
        if name in DATASETS:
            return partial(self.record, name)
        raise AttributeError(name)
