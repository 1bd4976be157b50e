"""What a declared figure is: its unit, whether it is a stock or a flow, by what it may be split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

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
PROSE: Final[Unit] = "text"
"""The unit of a statement, which is read and not counted."""


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
    "capacity_unit": "capacity_unit",
    "channel": "",
    "child_age": "child_age_band",
    "child_step": "child_step",
    "decision": "housing_decision",
    "ethnicity_observed": "ethnicity_observed",
    "ethnicity_self": "ethnicity_self",
    "financial_year": "",
    "flag": "",
    "indicator": "",
    "item": "",
    "order_type": "order_type",
    "programme": "perpetrator_programme",
    "project": "",
    "question": "scrutiny_question",
    "result": "health_result",
    "review_stage": "review_stage",
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
agency names its own (a role, a project). A statement is split by nothing: its one dimension says
which question it answers."""
