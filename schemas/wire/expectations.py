"""Message shapes of what is owed, of open months, and of aliases of persons."""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from schemas.codes import code_list


class ExpectationBody(Schema):
    """What an agency owes of a dataset."""

    class Meta:
        unknown = RAISE

    level = fields.String(
        required=True, validate=validate.OneOf([code.code for code in code_list("level")])
    )
    cadence = fields.String(required=True, validate=validate.OneOf(["monthly", "quarterly"]))
    due_day = fields.Integer(required=True, strict=True, validate=validate.Range(1, 31))
    from_ = fields.String(
        required=True, data_key="from", metadata={"description": "first month owed, 2026-03"}
    )
    to = fields.String(
        load_default=None, allow_none=True, metadata={"description": "last month owed"}
    )


class ExpectationItem(ExpectationBody):
    """What an agency owes, with its name."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)


class ExpectationList(Schema):
    """Everything owed in a partnership."""

    expectations = fields.List(fields.Nested(ExpectationItem), required=True)
    next = fields.String(required=True, allow_none=True)


class PeriodBody(Schema):
    """A period to open."""

    class Meta:
        unknown = RAISE

    period = fields.String(
        required=True, metadata={"description": "month, financial quarter or year"}
    )


class PeriodItem(Schema):
    """An open month."""

    month = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)


class PeriodList(Schema):
    """The open months of a partnership."""

    periods = fields.List(fields.Nested(PeriodItem), required=True)
    next = fields.String(required=True, allow_none=True)


class PairBody(Schema):
    """A reference under the key before, and the same person's under the new key."""

    class Meta:
        unknown = RAISE

    earlier = fields.String(required=True)
    new = fields.String(required=True)


class AliasBody(Schema):
    """Pairs of references, when an agency changes its key."""

    class Meta:
        unknown = RAISE

    pairs = fields.List(
        fields.Nested(PairBody), required=True, validate=validate.Length(min=1, max=10_000)
    )


class AliasAnswer(Schema):
    """How many pairs were taken; whether a person is known is not said."""

    pairs = fields.Integer(required=True)
