"""Message shapes of the public catalogue of indicators: exactly what each divides by what."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.wire.aggregates import number


class CountOf(Schema):
    """What a line counts: a released question, or a figure that agencies declare.

    `filters` names one category for each breakdown or dimension. `unit` is what is counted, or of a
    declared figure which of its numbers is read.
    """

    measure = fields.String(required=True)
    filters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    unit = fields.String(required=True)
    origin = fields.String(required=True, metadata={"description": "released or declared"})
    months = fields.Integer(
        allow_none=True, metadata={"description": "months that a declared figure must cover"}
    )


class UnavailableOf(Schema):
    """Why a line cannot be had."""

    reason = fields.String(required=True)
    words = fields.String(required=True)


class LineItem(Schema):
    """One figure of an indicator, with exactly what is counted; or why it cannot be had."""

    line = fields.String(required=True)
    title = fields.String(required=True)
    unit = fields.String(required=True)
    numerator = fields.Nested(CountOf, required=True, allow_none=True)
    denominator = fields.Nested(CountOf, required=True, allow_none=True)
    declared = fields.Nested(CountOf, required=True, allow_none=True)
    declared_of = fields.Nested(CountOf, required=True, allow_none=True)
    periods = fields.List(fields.String(), required=True)
    mix = fields.String(
        required=True, allow_none=True, metadata={"description": "the breakdown it is shared over"}
    )
    median = fields.String(
        required=True, allow_none=True, metadata={"description": "the bands of its median"}
    )
    known = fields.List(
        fields.String(), required=True, metadata={"description": "breakdowns that must be known"}
    )
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)
    direction = fields.String(required=True)
    unavailable = fields.Nested(UnavailableOf, required=True, allow_none=True)


class TargetOf(Schema):
    """What somebody set out to reach."""

    line = fields.String(required=True)
    value = number(required=True)
    bound = fields.String(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    area = fields.String(required=True)
    source = fields.String(required=True)


class PublishedOf(Schema):
    """A published figure of another area; a percentage has its two counts."""

    line = fields.String(required=True)
    value = number(required=True)
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    area = fields.String(required=True)
    source = fields.String(required=True)
    note = fields.String(required=True)


class BreakOf(Schema):
    """A day across which an indicator is not compared."""

    day = fields.Date(required=True)
    words = fields.String(required=True)
    line = fields.String(required=True)
    by = fields.String(required=True)
    areas = fields.List(fields.String(), required=True)
    source = fields.String(required=True)


class IndicatorItem(Schema):
    """An indicator in the version in force; `versions` says that its lines are never joined."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    form = fields.String(required=True)
    datasets = fields.List(fields.String(), required=True)
    lines = fields.List(fields.Nested(LineItem), required=True)
    breakdowns = fields.List(fields.String(), required=True)
    paired = fields.List(fields.String(), required=True)
    direction = fields.String(required=True)
    caution = fields.String(required=True)
    versions = fields.Boolean(required=True)
    least_known = fields.Integer(required=True)
    targets = fields.List(fields.Nested(TargetOf), required=True)
    benchmarks = fields.List(fields.Nested(PublishedOf), required=True)
    breaks = fields.List(fields.Nested(BreakOf), required=True)


class IndicatorList(Schema):
    """The indicators in force."""

    indicators = fields.List(fields.Nested(IndicatorItem), required=True)
    next = fields.String(required=True, allow_none=True)
