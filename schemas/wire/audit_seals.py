"""Message shapes of the log's seals: checkpoints, and proofs that each continues the one before."""

from __future__ import annotations

from marshmallow import Schema, fields


class SealsQuery(Schema):
    """Which page."""

    cursor = fields.String(metadata={"description": "`next` of the page before"})


class AuditSeal(Schema):
    """One seal. Hashes are written in base64."""

    seal = fields.Integer(required=True, metadata={"description": "its number, from 1"})
    first = fields.Integer(required=True, metadata={"description": "the first place it fills"})
    size = fields.Integer(required=True, metadata={"description": "events sealed so far"})
    root = fields.String(required=True, metadata={"description": "Merkle tree hash (RFC 6962)"})
    sealed_at = fields.AwareDateTime(required=True)
    consistency = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "proof that the seal before is a part of it (RFC 6962 2.1.2)"},
    )
    checkpoint = fields.String(
        required=True, metadata={"description": "size and root as a signed note (C2SP)"}
    )


class AuditSealList(Schema):
    """The seals of the partnership's log in their order, and the keys that verify them."""

    audit_seals = fields.List(fields.Nested(AuditSeal), required=True)
    log = fields.String(
        required=True, allow_none=True, metadata={"description": "what the log is called"}
    )
    keys = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "public keys, the newest first; compare them by another way"},
    )
    next = fields.String(required=True, allow_none=True)
