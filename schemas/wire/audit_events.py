"""Message shapes of the log's events: what was asked, and the proof that it is in the log."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.wire.audit_seals import AuditSeal
from schemas.wire.disclosures import DaysQuery


class EventsQuery(DaysQuery):
    """Which days, whose events, and which page."""

    whose = fields.String(
        load_default="own",
        validate=validate.OneOf(["own", "partnership"]),
        metadata={"description": "the agency's own calls; all, for the partnership's lead"},
    )


class AuditEvent(Schema):
    """One event. Hashes and salts are written in base64."""

    event_id = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    tag = fields.String(required=True, metadata={"description": "subject:action"})
    outcome = fields.String(required=True, validate=validate.OneOf(["allowed", "refused"]))
    agency = fields.String(required=True, allow_none=True)
    client = fields.String(
        required=True, allow_none=True, metadata={"description": "told to its own agency alone"}
    )
    agreement = fields.String(required=True, allow_none=True)
    dataset = fields.String(required=True, allow_none=True)
    position = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "its place in the log, from 0; null until it is sealed"},
    )
    seal = fields.Integer(required=True, allow_none=True)
    leaf = fields.String(
        required=True, metadata={"description": "hash of a zero byte, the salt and the body"}
    )
    path = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "audit path from the leaf to the seal's root (RFC 6962 2.1.1)"},
    )
    salt = fields.String(required=True, allow_none=True)
    body = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the event as it was signed; null for others' and erased ones"},
    )


class AuditEventList(Schema):
    """Events, the newest first, and the seals that hold them."""

    audit_events = fields.List(fields.Nested(AuditEvent), required=True)
    seals = fields.List(fields.Nested(AuditSeal), required=True)
    next = fields.String(required=True, allow_none=True)
