"""Message shapes of participation: statuses, days and bands."""

from __future__ import annotations

from marshmallow import Schema, fields


class ParticipationQuery(Schema):
    """Which period."""

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    )


class StandingOf(Schema):
    """How one return stands today."""

    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    dataset = fields.String(required=True)
    month = fields.String(required=True)
    status = fields.String(required=True)
    level = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    received_on = fields.Date(required=True, allow_none=True)


class CompletenessOf(Schema):
    """How complete an agency's records of the period are in one field."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)
    field = fields.String(required=True)
    band = fields.String(required=True)


class Participation(Schema):
    """A period's returns; `statuses` counts returns, never rows."""

    period = fields.String(required=True)
    statuses = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    late = fields.Integer(required=True)
    agencies_heard = fields.Integer(required=True)
    returns = fields.List(fields.Nested(StandingOf), required=True)
    completeness = fields.List(fields.Nested(CompletenessOf), required=True)
