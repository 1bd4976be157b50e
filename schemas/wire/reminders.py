"""Message shapes of reminders: what an agency's system should do next."""

from __future__ import annotations

from marshmallow import Schema, fields


class ReminderCall(Schema):
    """The call that answers a reminder."""

    method = fields.String(required=True)
    path = fields.String(required=True)
    says = fields.String(required=True)


class ReminderItem(Schema):
    """One thing to do; `id` stays the same for as long as it is the same reminder."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    sentence = fields.String(required=True)
    dataset = fields.String(required=True, allow_none=True)
    period = fields.String(required=True, allow_none=True)
    agreement = fields.String(required=True, allow_none=True)
    since = fields.Date(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    answer = fields.Nested(ReminderCall, required=True)


class ReminderList(Schema):
    """Reminders, the most pressing first; there is one page."""

    as_of = fields.Date(required=True)
    reminders = fields.List(fields.Nested(ReminderItem), required=True)
    next = fields.String(required=True, allow_none=True)
