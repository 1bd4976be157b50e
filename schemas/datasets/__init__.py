"""One module per dataset, and the registry of those in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from schemas.dataset import Dataset
from schemas.datasets.aggregate_return import AggregateReturn
from schemas.datasets.health_contact import HealthContact
from schemas.datasets.housing_support import HousingSupport
from schemas.datasets.incident import Incident
from schemas.datasets.perpetrator_intervention import PerpetratorIntervention

DATASETS: Final[Mapping[str, type[Dataset]]] = {
    dataset.name: dataset
    for dataset in (
        Incident,
        PerpetratorIntervention,
        HousingSupport,
        HealthContact,
        AggregateReturn,
    )
}
"""The datasets in force, by name."""

RECORD_DATASETS: Final = tuple(d for d in DATASETS.values() if d.persons)
"""The datasets of records about people, which may also be sent as counts or a statement."""
