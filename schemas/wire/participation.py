"""Message shapes of participation: statuses, days and bands."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.wire.aggregates import ReleaseOf, form


class ParticipationQuery(Schema):
    """Which period."""

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    )
    format = form()


class OwedReturn(Schema):
    """One return that an agency owes, and its status."""

    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    dataset = fields.String(required=True)
    month = fields.String(required=True)
    status = fields.String(required=True)
    level = fields.String(required=True)


class StandingOf(OwedReturn):
    """How one return stands today."""

    due_on = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    received_on = fields.Date(required=True, allow_none=True)
    days = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "from the end of the month to the first receipt"},
    )
    reminder = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "`due_soon`, `due` or `late`: what its agency is reminded of"},
    )


class CompletenessOf(Schema):
    """How complete an agency's records of the period are in one field."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)
    field = fields.String(required=True)
    band = fields.String(required=True)


class EqualityOf(Schema):
    """How complete one equality field is in a release: of one agency, or of all together."""

    dataset = fields.String(required=True)
    agency = fields.String(required=True, allow_none=True)
    field = fields.String(required=True)
    band = fields.String(required=True)
    main_reason = fields.String(required=True, allow_none=True)


class TimelinessOf(Schema):
    """How soon returns came: of one dataset, or of all; the median is a band of days."""

    dataset = fields.String(required=True, allow_none=True)
    owed = fields.Integer(required=True)
    came = fields.Integer(required=True)
    in_time = fields.Integer(required=True)
    median_days = fields.String(required=True, allow_none=True)


class GapOf(Schema):
    """A field that an agency's system cannot hold, and how that is known."""

    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    dataset = fields.String(required=True)
    field = fields.String(required=True)
    said = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "`declared`, `recorded_as_not_held`, `absent_column`"},
    )
    months = fields.List(fields.String(), required=True)


class ReminderCountOf(Schema):
    """Of how many returns an agency is reminded in one way."""

    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    kind = fields.String(required=True)
    returns = fields.Integer(required=True)


class Participation(Schema):
    """A period's returns; `statuses` counts returns, never rows.

    `completeness` is of what is in force today, `equality` of the period's newest release.
    """

    period = fields.String(required=True)
    statuses = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    late = fields.Integer(required=True)
    agencies_heard = fields.Integer(required=True)
    returns = fields.List(fields.Nested(StandingOf), required=True)
    completeness = fields.List(fields.Nested(CompletenessOf), required=True)
    timeliness = fields.List(fields.Nested(TimelinessOf), required=True)
    release = fields.Nested(ReleaseOf, required=True, allow_none=True)
    equality = fields.List(fields.Nested(EqualityOf), required=True)
    gaps = fields.List(fields.Nested(GapOf), required=True)
    reminders = fields.List(fields.Nested(ReminderCountOf), required=True)
