"""The registry of figures that an agency may declare in place of records, or beside them.

Each entry says what the figure is, in which unit, whether it is a stock (true on a day) or a flow
(over a span), by what it may be split, and whether it counts people who use services: a figure that
does is protected like a cell of records, one that does not (beds, posts, money) is shown as
declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from schemas.codes.lists import Code, CodeList

Family = Literal[
    "capacity",
    "workforce",
    "training",
    "finance",
    "awareness",
    "prevention",
    "contact_channel",
    "coverage",
    "dq_audit",
    "benchmark",
    "record_proxy",
    "statement",
    "set_topic",
]
Unit = Literal["count", "gbp", "days", "rate_num_den", "text"]


@dataclass(frozen=True, slots=True)
class Declared:
    """A figure an agency may declare.

    Attributes:
        name: its name in `measure`.
        family: the group it belongs to.
        title: its name for people.
        unit: the unit it is declared in.
        counts_people: whether it counts people who use services.
        stock: true on a day (`as_at`), not over a span.
        dimensions: the dimensions it may be split by.
        of: the dataset whose records it stands for; "" where it stands for none.
    """

    name: str
    family: Family
    title: str
    unit: Unit = "count"
    counts_people: bool = False
    stock: bool = False
    dimensions: tuple[str, ...] = ()
    of: str = ""


DIMENSIONS: Final[Mapping[str, str]] = {
    "age_band": "age_band",
    "area": "",
    "channel": "",
    "child_age": "child_age_band",
    "child_step": "child_step",
    "decision": "housing_decision",
    "financial_year": "",
    "indicator": "",
    "order_type": "order_type",
    "programme": "perpetrator_programme",
    "project": "",
    "result": "health_result",
    "risk_level": "risk_level",
    "role": "",
    "service_type": "service_type",
    "setting": "health_setting",
    "sex": "sex",
    "stage": "justice_stage",
    "status": "programme_status",
    "support_type": "safe_accommodation",
    "ward": "ward",
}
"""Every dimension that a figure may be split by, and the code list of its categories; "" where the
agency names its own (a role, a project)."""

_PERSON_SPLITS: Final = ("sex", "age_band", "ward")

_ENTRIES: Final = (
    Declared(
        "refuge_capacity", "capacity", "places in refuges", stock=True, dimensions=("support_type",)
    ),
    Declared(
        "refuge_occupied",
        "capacity",
        "places in refuges that are taken",
        counts_people=True,
        stock=True,
        dimensions=("support_type",),
    ),
    Declared("posts", "workforce", "posts", stock=True, dimensions=("role",)),
    Declared(
        "posts_filled", "workforce", "posts that are filled", stock=True, dimensions=("role",)
    ),
    Declared(
        "posts_vacant", "workforce", "posts that are vacant", stock=True, dimensions=("role",)
    ),
    Declared(
        "staff_in_scope",
        "training",
        "staff who should be trained",
        stock=True,
        dimensions=("role",),
    ),
    Declared(
        "staff_trained", "training", "staff who have been trained", stock=True, dimensions=("role",)
    ),
    Declared(
        "spending", "finance", "money spent", unit="gbp", dimensions=("project", "financial_year")
    ),
    Declared(
        "units_paid_for",
        "finance",
        "sessions, nights or the like that the money spent paid for",
        dimensions=("project", "financial_year"),
    ),
    Declared("awareness_items", "awareness", "items handed out or shown"),
    Declared("pupils_reached", "prevention", "pupils reached by sessions"),
    Declared("schools_reached", "prevention", "schools reached by sessions"),
    Declared(
        "helpline_contacts",
        "contact_channel",
        "contacts by helpline",
        counts_people=True,
        dimensions=("channel",),
    ),
    Declared("iris_practices", "coverage", "practices in the IRIS programme", stock=True),
    Declared("pharmacies_in_scheme", "coverage", "pharmacies in a codeword scheme", stock=True),
    Declared("records_checked", "dq_audit", "records checked in an audit", unit="rate_num_den"),
    Declared(
        "benchmark",
        "benchmark",
        "a figure of another area, for comparison",
        unit="rate_num_den",
        dimensions=("area", "indicator"),
    ),
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
        dimensions=_PERSON_SPLITS,
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
    Declared("statement", "statement", "a statement in prose", unit="text"),
    Declared("set_topic", "set_topic", "an answer to the forum's set question", unit="text"),
)

DECLARED: Final[Mapping[str, Declared]] = {entry.name: entry for entry in _ENTRIES}
"""Every figure that may be declared, by name (design; families after the agencies' own returns)."""

DECLARED_MEASURE: Final = CodeList(
    "declared_measure",
    "CL-D1",
    "Figures that may be declared",
    "design",
    tuple(Code(entry.name, entry.title, group=entry.family) for entry in _ENTRIES),
)

LISTS: Final = (DECLARED_MEASURE,)
