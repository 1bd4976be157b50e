"""Message shapes of a contributor's own view, which its agency alone reads."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.wire.aggregates import ReleaseOf
from schemas.wire.participation import StandingOf


class ContributionQuery(Schema):
    """Which period."""

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    )


class PairOf(Schema):
    """The agency's own records of a period, exactly, and the released figure beside them."""

    period = fields.String(required=True)
    records = fields.Integer(required=True, allow_none=True)
    changed_since = fields.Boolean(
        required=True,
        metadata={"description": "whether something in force is not what was released"},
    )
    released = fields.Integer(required=True, allow_none=True)
    status = fields.String(required=True)
    reason = fields.String(required=True)


class TrendOf(Schema):
    """The pairs of one dataset, the earliest period first."""

    dataset = fields.String(required=True)
    title = fields.String(required=True)
    periods = fields.List(fields.Nested(PairOf), required=True)


class OwnBandOf(Schema):
    """How complete one equality field is: of the agency, and of all contributors together."""

    dataset = fields.String(required=True)
    field = fields.String(required=True)
    own = fields.String(required=True)
    own_main_reason = fields.String(required=True, allow_none=True)
    partnership = fields.String(required=True, allow_none=True)


class SoonnessOf(Schema):
    """How soon the agency's returns came, beside the median band of all."""

    dataset = fields.String(required=True)
    owed = fields.Integer(required=True)
    came = fields.Integer(required=True)
    in_time = fields.Integer(required=True)
    median_days = fields.String(required=True, allow_none=True)
    partnership_median_days = fields.String(required=True, allow_none=True)


class UseOfOwnData(Schema):
    """How often others used a dataset of the agency since its last return, as a band."""

    dataset = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    uses = fields.String(required=True)


class Contribution(Schema):
    """An agency's own view of a period; `why` says why its figures and the released ones differ."""

    agency = fields.String(required=True)
    period = fields.String(required=True)
    release = fields.Nested(ReleaseOf, required=True, allow_none=True)
    why = fields.String(required=True)
    figures = fields.List(fields.Nested(TrendOf), required=True)
    returns = fields.List(fields.Nested(StandingOf), required=True)
    completeness = fields.List(fields.Nested(OwnBandOf), required=True)
    timeliness = fields.List(fields.Nested(SoonnessOf), required=True)
    uses = fields.List(fields.Nested(UseOfOwnData), required=True)
