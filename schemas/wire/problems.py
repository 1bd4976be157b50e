"""The message shape of a refusal: a problem document (RFC 9457)."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.wire.findings import Examination, FindingCount, FindingGroup, UnmappedWord


class ProblemItem(Schema):
    """One thing wrong with a request."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    pointer = fields.String()
    row = fields.Integer()
    field = fields.String()
    expected = fields.String(metadata={"description": "what would be right"})
    count = fields.Integer(metadata={"description": "how many findings of the file say the same"})


class Problem(Schema):
    """Why the answer is no."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    errors = fields.List(fields.Nested(ProblemItem))
    findings = fields.List(fields.Nested(FindingCount))
    summary = fields.List(fields.Nested(FindingGroup))
    unmapped_words = fields.List(fields.Nested(UnmappedWord))
    examination = fields.Nested(Examination)
