"""Faker providers for the datasets of the common schema.

In any test::

    from faker import Faker
    from synth.providers import SaferShareProvider

    fake = Faker("en_GB")
    fake.add_provider(SaferShareProvider)
    row = fake.incident(month="2026-03")

Every row passes the schema's own check for its month. The invented borough is drawn with the same
providers. Nobody in it is real, and every reference says so (`syn_`).
"""

from synth.providers.aggregate_return import AggregateReturnProvider
from synth.providers.health_contact import HealthContactProvider
from synth.providers.housing_support import HousingSupportProvider
from synth.providers.incident import IncidentProvider
from synth.providers.perpetrator_intervention import PerpetratorInterventionProvider

__all__ = [
    "AggregateReturnProvider",
    "HealthContactProvider",
    "HousingSupportProvider",
    "IncidentProvider",
    "PerpetratorInterventionProvider",
    "SaferShareProvider",
]


class SaferShareProvider(
    IncidentProvider,
    HealthContactProvider,
    HousingSupportProvider,
    PerpetratorInterventionProvider,
    AggregateReturnProvider,
):
    """All providers in one: persons, places and a row of each dataset."""
