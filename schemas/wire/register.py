"""Message shapes of the register of uses of a month."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.wire.disclosures import KINDS


class RegisterQuery(Schema):
    """Which month."""

    month = fields.String(required=True, metadata={"description": "as 2026-03"})


class ReadOf(Schema):
    """What was read of a dataset, and how often, as a band."""

    dataset = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    uses = fields.String(required=True)


class RegisterEntry(Schema):
    """One agency's uses under one agreement for one purpose; null for the office's work."""

    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    agreement = fields.String(required=True, allow_none=True)
    purpose = fields.String(required=True, allow_none=True)
    purpose_title = fields.String(required=True, allow_none=True)
    reads = fields.List(fields.Nested(ReadOf), required=True)


class RegisterOfUses(Schema):
    """A partnership's register of one month; it names no person, no case and no exact count."""

    partnership = fields.String(required=True)
    month = fields.String(required=True)
    whole = fields.Boolean(required=True, metadata={"description": "whether the month is over"})
    entries = fields.List(fields.Nested(RegisterEntry), required=True)
