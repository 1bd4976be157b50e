"""Message shapes of aggregates: a question's parameters, and everything an answer says.

The breakdowns of all datasets are parameters of the question and members of an observation; which
of them belong to a measure is said by the lattice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from marshmallow import Schema, fields, validate
from marshmallow.fields import Field

from schemas.breakdowns import Breakdown
from schemas.datasets import DATASETS
from schemas.linked import LINKED

BREAKDOWNS: Final[Mapping[str, Breakdown]] = {
    breakdown.name: breakdown
    for held in (
        *(dataset.breakdowns for dataset in DATASETS.values()),
        *(family.breakdowns for family in LINKED.values()),
    )
    for breakdown in held
}
"""Every breakdown that some dataset or linked family is released by, by name."""


def number(*, required: bool = False, allow_none: bool = False) -> Field[object]:
    """A number that is whole where it can be; a declared figure may have decimal places."""
    return fields.Raw(required=required, allow_none=allow_none, metadata={"type": "number"})


def as_of() -> Field[date]:
    """The day as on which figures are asked for."""
    return fields.Date(
        metadata={
            "description": "a day: the newest release that was sealed by its end (Europe/London), "
            "where none is named by its id"
        }
    )


def _filter(breakdown: Breakdown) -> Field[str]:
    return fields.String(
        validate=validate.Length(max=64),
        metadata={"description": f"one category of {breakdown.title.lower()}"},
    )


def _category(breakdown: Breakdown) -> Field[str]:
    return fields.String(metadata={"description": f"category of {breakdown.title.lower()}"})


def form() -> Field[str]:
    """In which form figures are asked for."""
    return fields.String(
        validate=validate.OneOf(["json", "csv", "sdmx-csv"]),
        metadata={"description": "instead of Accept"},
    )


_QUESTION: Final[dict[str, Field[Any]]] = {
    "period": fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    ),
    "by": fields.String(metadata={"description": "breakdowns to split by, divided by commas"}),
    "unit": fields.String(
        load_default="persons",
        validate=validate.OneOf(["persons", "records"]),
        metadata={"description": "what is counted"},
    ),
    "release": fields.String(
        metadata={"description": "a release by its id; the newest of the period if left out"}
    ),
    "as_of": as_of(),
    "format": form(),
}

AggregateQuery: Final = Schema.from_dict(
    _QUESTION | {name: _filter(each) for name, each in BREAKDOWNS.items()}, name="AggregateQuery"
)
"""A question: its period, splits and unit, and one category for each breakdown it filters by."""

Observation: Final = Schema.from_dict(
    {name: _category(each) for name, each in BREAKDOWNS.items()}
    | {
        "value": fields.Integer(required=True, allow_none=True),
        "status": fields.String(required=True),
    },
    name="Observation",
)
"""One cell: its categories, and its value where the status shows one."""


class ReleaseOf(Schema):
    """The release an answer was read from."""

    release_id = fields.String(required=True)
    epoch = fields.Integer(required=True)
    sealed_at = fields.AwareDateTime(required=True)
    policy_version = fields.String(required=True)


class CoverageReturn(Schema):
    """Months of an agency's return that stand under one heading."""

    agency = fields.String(required=True)
    status = fields.String(required=True)
    months = fields.List(fields.String(), required=True)


class CoverageOf(Schema):
    """Who is in the figures, and how the other returns stand."""

    included = fields.List(fields.String(), required=True)
    returns = fields.List(fields.Nested(CoverageReturn), required=True)


class SeriesBreak(Schema):
    """A month from which an agency counts by another rule."""

    agency = fields.String(required=True)
    month = fields.String(required=True)
    before = fields.String(required=True)
    after = fields.String(required=True)


class DeclaredFigure(Schema):
    """A figure that an agency counted itself, for a span of its own."""

    agency = fields.String(required=True)
    measure = fields.String(required=True)
    status = fields.String(required=True)
    value = number()
    numerator = fields.Integer()
    denominator = fields.Integer()
    unit = fields.String(required=True)
    breakdown = fields.Dict(keys=fields.String(), values=fields.String())
    as_at = fields.Date()
    covers_from = fields.Date()
    covers_to = fields.Date()
    delivered_for = fields.String(required=True)
    counting_rule = fields.String(required=True)
    provisional = fields.Boolean(required=True)
    exact = fields.Boolean(required=True)
    source = fields.String()


class Aggregate(Schema):
    """The answer to one question."""

    measure = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(required=True)
    period = fields.String(required=True)
    by = fields.List(fields.String(), required=True)
    filters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    release = fields.Nested(ReleaseOf, required=True)
    status = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)
    agencies = fields.List(fields.String(), required=True)
    noise = fields.String(required=True)
    additive = fields.Boolean(required=True)
    coverage = fields.Nested(CoverageOf, required=True)
    series_breaks = fields.List(fields.Nested(SeriesBreak), required=True)
    purpose = fields.String(required=True, allow_none=True)
    agreement = fields.String(required=True, allow_none=True)
    observations = fields.List(fields.Nested(Observation), required=True)
    declared = fields.List(fields.Nested(DeclaredFigure), required=True)
