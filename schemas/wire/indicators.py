"""Message shapes of indicators: their values for a period, and all that belongs to them."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.wire.aggregates import CoverageOf, ReleaseOf, SeriesBreak, as_of, form, number
from schemas.wire.indicator_catalogue import TargetOf


class ValuesQuery(Schema):
    """Which period, and by what an indicator is split or with what it is compared."""

    period = fields.String(required=True)
    by = fields.String(metadata={"description": "one breakdown of the indicator"})
    compare = fields.String(
        metadata={"description": "an earlier period of the same kind, or `benchmark`"}
    )
    version = fields.String(
        metadata={"description": "one line alone; needed to compare where lines are rival versions"}
    )
    release = fields.String(metadata={"description": "a release by its id"})
    as_of = as_of()
    format = form()


class IntervalOf(Schema):
    """From where to where, both ends included, in the unit of the value."""

    low = number(required=True)
    high = number(required=True)


class DeclaredOf(Schema):
    """By whom a figure was declared, for which days, by which rule, and where it was published."""

    agency = fields.String(required=True)
    cell = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    counting_rule = fields.String(required=True)
    exact = fields.Boolean(required=True)
    source = fields.String(required=True, allow_none=True)


class MovementOf(Schema):
    """How a figure stands to an earlier one, or why the two are not set side by side.

    `verdict` is `higher`, `lower` or `no_clear_change`: a movement that noise and chance may have
    made is none. `meaning` follows the direction of good.
    """

    status = fields.String(required=True)
    reason = fields.String(required=True)
    verdict = fields.String(required=True, allow_none=True)
    meaning = fields.String(required=True, allow_none=True)


class FollowsOf(MovementOf):
    """The declared figure before this one, of the same agency and cell."""

    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    value = number(required=True, allow_none=True)


class HeldTarget(TargetOf):
    """A target of the days of a figure, and whether the figure reaches it."""

    reached = fields.String(required=True, allow_none=True)


class ValueItem(Schema):
    """One value; a percentage, rate or ratio carries the two counts it is worked out from.

    `noise` says where it would lie without the noise that protects people, `chance` where numbers
    of this size move by chance; `uncertainty` says both in words.
    """

    line = fields.String(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)
    value = number(required=True, allow_none=True)
    unit = fields.String(required=True)
    band = fields.String(
        required=True, allow_none=True, metadata={"description": "the band that holds the median"}
    )
    status = fields.String(required=True)
    reason = fields.String(required=True)
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    margin = fields.Integer(required=True, allow_none=True)
    noise = fields.Nested(IntervalOf, required=True, allow_none=True)
    chance = fields.Nested(IntervalOf, required=True, allow_none=True)
    uncertainty = fields.String(required=True)
    declared = fields.Nested(DeclaredOf, required=True, allow_none=True)
    base = fields.Nested(
        DeclaredOf,
        required=True,
        allow_none=True,
        metadata={"description": "of a rate, the population it is worked out on"},
    )
    follows = fields.Nested(FollowsOf, required=True, allow_none=True)
    targets = fields.List(fields.Nested(HeldTarget), required=True)


class ComparedItem(ValueItem):
    """An earlier value, and how this period's stands to it."""

    movement = fields.Nested(MovementOf, required=True)


class BenchmarkItem(Schema):
    """A published figure of another area; its number is withheld where it covers other days."""

    line = fields.String(required=True)
    area = fields.String(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    source = fields.String(required=True)
    note = fields.String(required=True)
    value = number(required=True, allow_none=True)
    unit = fields.String(required=True)
    numerator = fields.Integer(required=True, allow_none=True)
    denominator = fields.Integer(required=True, allow_none=True)
    status = fields.String(required=True)
    reason = fields.String(required=True)


class NotKnownItem(Schema):
    """How many records do not know what figures are split by; `reliable` where few enough."""

    by = fields.String(required=True)
    percent = number(required=True, allow_none=True)
    status = fields.String(required=True)
    reason = fields.String(required=True)
    reliable = fields.Boolean(required=True, allow_none=True)


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
    values = fields.List(fields.Nested(ComparedItem), required=True)


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
    not_known = fields.Nested(NotKnownItem, required=True, allow_none=True)
    release = fields.Nested(ReleaseOf, required=True)
    additive = fields.Boolean(required=True)
    noise = fields.String(required=True)
    purpose = fields.String(required=True, allow_none=True)
    agreement = fields.String(required=True, allow_none=True)
    coverage = fields.List(fields.Nested(DatasetCoverage), required=True)
    bands = fields.List(fields.Nested(BandItem), required=True)
    returns = fields.Nested(ReturnsItem, required=True, allow_none=True)
    comparison = fields.Nested(ComparisonItem, required=True, allow_none=True)
    benchmarks = fields.List(fields.Nested(BenchmarkItem), required=True)
    paired = fields.List(fields.Nested(PairedItem), required=True)
