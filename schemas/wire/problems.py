"""The message shape of a refusal: a problem document (RFC 9457)."""

from __future__ import annotations

from marshmallow import Schema, fields


class ProblemItem(Schema):
    """One thing wrong with a request."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    pointer = fields.String()
    row = fields.Integer()
    field = fields.String()


class ProblemFinding(Schema):
    """How often a refused delivery raised a finding."""

    code = fields.String(required=True)
    severity = fields.String(required=True)
    count = fields.Integer(required=True)


class Problem(Schema):
    """Why the answer is no."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemItem))
    findings = fields.List(fields.Nested(ProblemFinding))
