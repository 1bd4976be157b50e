"""Figures that stand for the records of a dataset, each counted as its records would be."""

from __future__ import annotations

from typing import Final

from schemas.codes.declared.model import Declared

_PERSON_SPLITS: Final = ("sex", "age_band", "ward")
_ETHNICITY: Final = ("ethnicity_self", "ethnicity_observed")

RECORDS: Final = (
    Declared(
        "incident",
        "record_proxy",
        "reports of domestic abuse",
        counts_people=True,
        dimensions=_PERSON_SPLITS,
        of="incident",
    ),
    Declared(
        "crimes",
        "record_proxy",
        "crimes of domestic abuse",
        counts_people=True,
        dimensions=(*_PERSON_SPLITS, *_ETHNICITY),
        of="incident",
    ),
    Declared(
        "crimes_with_arrest",
        "record_proxy",
        "crimes of domestic abuse for which somebody was arrested",
        counts_people=True,
        dimensions=_PERSON_SPLITS,
        of="incident",
    ),
    Declared(
        "health_contact",
        "record_proxy",
        "health contacts with abuse recorded",
        counts_people=True,
        dimensions=("sex", "age_band", "setting", "result"),
        of="health_contact",
    ),
    Declared(
        "housing_support",
        "record_proxy",
        "households asking for a safe home",
        counts_people=True,
        dimensions=("sex", "age_band", "support_type", "decision"),
        of="housing_support",
    ),
    Declared(
        "perpetrator_intervention",
        "record_proxy",
        "people referred to a programme",
        counts_people=True,
        dimensions=("sex", "age_band", "programme", "status"),
        of="perpetrator_intervention",
    ),
    Declared(
        "risk_assessment",
        "record_proxy",
        "assessments of risk to people abused",
        counts_people=True,
        dimensions=("sex", "age_band", "risk_level"),
        of="risk_assessment",
    ),
    Declared(
        "referral",
        "record_proxy",
        "people referred to a service, counted where they were received",
        counts_people=True,
        dimensions=("sex", "age_band", "service_type"),
        of="referral",
    ),
    Declared(
        "service_episode",
        "record_proxy",
        "people supported by a service",
        counts_people=True,
        dimensions=("sex", "age_band", "service_type"),
        of="service_episode",
    ),
    Declared(
        "child_contact",
        "record_proxy",
        "contacts about children",
        counts_people=True,
        dimensions=("sex", "child_age", "child_step"),
        of="child_contact",
    ),
    Declared(
        "marac_case",
        "record_proxy",
        "cases at conferences on high risk",
        counts_people=True,
        dimensions=("sex", "age_band"),
        of="marac_case",
    ),
    Declared(
        "justice_outcome",
        "record_proxy",
        "outcomes of justice",
        counts_people=True,
        dimensions=("sex", "age_band", "stage"),
        of="justice_outcome",
    ),
    Declared(
        "protective_order",
        "record_proxy",
        "protective orders applied for",
        counts_people=True,
        dimensions=("sex", "age_band", "order_type"),
        of="protective_order",
    ),
)
