"""Message shapes of disclosures: who used an agency's data, in bands."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

KINDS = ("records", "case", "aggregate", "report")


class DaysQuery(Schema):
    """Which days, and which page."""

    first = fields.Date(data_key="from", metadata={"description": "the first day, in London"})
    last = fields.Date(data_key="to", metadata={"description": "the last day, in London"})
    cursor = fields.String(metadata={"description": "`next` of the page before"})


class DisclosureOf(Schema):
    """Uses of one dataset of yours in one day, by one agency under one agreement."""

    day = fields.Date(required=True)
    agency = fields.String(required=True, metadata={"description": "who used it"})
    agency_name = fields.String(required=True)
    agreement = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "null for work of the partnership's office"},
    )
    purpose = fields.String(required=True, allow_none=True)
    dataset = fields.String(required=True)
    kind = fields.String(
        required=True,
        validate=validate.OneOf(KINDS),
        metadata={"description": "what was read: rows, events of a listed case, or figures"},
    )
    uses = fields.String(required=True, metadata={"description": "how often, as a band: 1-4"})
    rows = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "how many of your rows, as a band; null for figures"},
    )


class DisclosureList(Schema):
    """Uses of your data by others, the newest day first."""

    disclosures = fields.List(fields.Nested(DisclosureOf), required=True)
    next = fields.String(required=True, allow_none=True)
