"""Message shapes of indicators: the public catalogue, and values for a period."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.wire.aggregates import CoverageOf, ReleaseOf, SeriesBreak


class CountOf(Schema):
    """A released question: a measure, and one category for each breakdown it is filtered by."""

    measure = fields.String(required=True)
    filters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)


class LineItem(Schema):
    """One figure of an indicator, with exactly what is counted."""

    line = fields.String(required=True)
    title = fields.String(required=True)
    numerator = fields.Nested(CountOf, required=True)
    denominator = fields.Nested(CountOf, required=True, allow_none=True)
    periods = fields.List(fields.String(), required=True)


class IndicatorItem(Schema):
    """An indicator in the version in force."""

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


class IndicatorList(Schema):
    """The indicators in force."""

    indicators = fields.List(fields.Nested(IndicatorItem), required=True)
    next = fields.String(required=True, allow_none=True)


class ValuesQuery(Schema):
    """Which period, and by what an indicator is split or with what it is compared."""

    period = fields.String(required=True)
    by = fields.String(metadata={"description": "one breakdown of the indicator"})
    compare = fields.String(metadata={"description": "an earlier period of the same kind"})
    release = fields.String(metadata={"description": "a release by its id"})


class ValueItem(Schema):
    """One value; a percentage carries the two counts it is worked out from."""

    line = fields.String(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    value = fields.Integer(required=True, allow_none=True)
    status = fields.String(required=True)
    reason = fields.String(required=True)
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    margin = fields.Integer(required=True, allow_none=True)


class BandItem(Schema):
    """How complete one field is: of one agency, or of all together."""

    dataset = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)
    field = fields.String(required=True)
    band = fields.String(required=True)
    main_reason = fields.String(required=True, allow_none=True)


class StandingItem(Schema):
    """How one return stood in the release."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)
    month = fields.String(required=True)
    status = fields.String(required=True)
    late = fields.Boolean(required=True)
    days = fields.Integer(required=True, allow_none=True)


class ReturnsItem(Schema):
    """Returns counted as returns."""

    expected = fields.Integer(required=True)
    received = fields.Integer(required=True)
    on_time = fields.Integer(required=True)
    share_on_time = fields.Integer(required=True, allow_none=True)
    median_days = fields.Integer(required=True, allow_none=True)
    statements = fields.Integer(required=True)
    standings = fields.List(fields.Nested(StandingItem), required=True)


class ComparisonItem(Schema):
    """The earlier period's values, or why they are not set beside these."""

    period = fields.String(required=True)
    release_id = fields.String(required=True)
    status = fields.String(required=True)
    reasons = fields.List(fields.String(), required=True)
    agencies = fields.List(fields.String(), required=True)
    values = fields.List(fields.Nested(ValueItem), required=True)


class PairedItem(Schema):
    """An indicator without which another may not appear."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.String(required=True)
    direction = fields.String(required=True)
    caution = fields.String(required=True)
    values = fields.List(fields.Nested(ValueItem), required=True)


class DatasetCoverage(CoverageOf):
    """Who is in the figures of one dataset."""

    dataset = fields.String(required=True)
    series_breaks = fields.List(fields.Nested(SeriesBreak), required=True)


class IndicatorValues(PairedItem):
    """An indicator's values for a period, with all that belongs to them."""

    period = fields.String(required=True)
    unit = fields.String(required=True)
    by = fields.String(required=True, allow_none=True)
    release = fields.Nested(ReleaseOf, required=True)
    additive = fields.Boolean(required=True)
    noise = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    agreement = fields.String(required=True, allow_none=True)
    coverage = fields.List(fields.Nested(DatasetCoverage), required=True)
    bands = fields.List(fields.Nested(BandItem), required=True)
    returns = fields.Nested(ReturnsItem, required=True, allow_none=True)
    comparison = fields.Nested(ComparisonItem, required=True, allow_none=True)
    paired = fields.List(fields.Nested(PairedItem), required=True)
