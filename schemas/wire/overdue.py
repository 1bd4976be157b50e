"""Message shapes of the overdue register."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.wire.participation import OwedReturn


class OverdueQuery(Schema):
    """Which period, and in which form."""

    period = fields.String(
        metadata={"description": "month, financial quarter or year; every open month if left out"}
    )
    format = fields.String(
        validate=validate.OneOf(["json", "csv"]),
        metadata={"description": "instead of Accept"},
    )


class OverdueItem(OwedReturn):
    """An owed return that has not come, whom to ask, and which indicators wait for it."""

    first_requested_on = fields.Date(required=True, allow_none=True)
    due_on = fields.Date(required=True)
    overdue_since = fields.Date(required=True)
    days_overdue = fields.Integer(required=True)
    blocks = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "indicators that nothing that came can answer, and their pairs"},
    )
    weakens = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "indicators that are worked out without this agency"},
    )


class OverdueList(Schema):
    """What is overdue on a day, the longest first."""

    period = fields.String(required=True, allow_none=True)
    as_of = fields.Date(required=True)
    overdue = fields.List(fields.Nested(OverdueItem), required=True)
    next = fields.String(required=True, allow_none=True)
