"""Message shapes of statements: the texts of a release, and who has released which."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields, validate

from schemas.codes.scrutiny import SCRUTINY_QUESTION

STATUSES: Final = ("held", "released_by_agency", "released_by_lead", "released")
"""Whose release a statement has: of neither side, of one, or of both."""


class StatementQuery(Schema):
    """Which period's statements, and of which release."""

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or financial year"}
    )
    release = fields.String(metadata={"description": "a release by its id"})


class Statement(Schema):
    """A statement as its agency and the lead see it."""

    statement_id = fields.String(required=True)
    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    dataset = fields.String(required=True)
    measure = fields.String(required=True)
    month = fields.String(required=True)
    question = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(sorted(SCRUTINY_QUESTION.values)),
        metadata={"description": "the question of a scrutiny board that it answers"},
    )
    text = fields.String(required=True)
    printed = fields.String(
        required=True, metadata={"description": "the text as a report prints it, in today's terms"}
    )
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    agency_released_at = fields.DateTime(required=True, allow_none=True)
    lead_released_at = fields.DateTime(required=True, allow_none=True)


class Statements(Schema):
    """The statements of a release: the caller's own, or every agency's for the lead."""

    release = fields.String(required=True)
    statements = fields.List(fields.Nested(Statement), required=True)
