"""Message shapes of requests that persons make about their own records."""

from __future__ import annotations

from typing import Final

from marshmallow import RAISE, Schema, fields, validate

KINDS: Final = ("access", "restriction", "lifting", "erasure")
STATUSES: Final = ("received", "held", "cleared", "done", "refused")
REASONS: Final = (
    "identity_not_established",
    "serious_harm",
    "rights_of_others",
    "crime_and_taxation",
    "legal_obligation",
    "legal_claims",
    "excessive",
    "withdrawn",
)


class PersonRequestBody(Schema):
    """A request of a person that the agency received."""

    class Meta:
        unknown = RAISE

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    person_ref = fields.String(
        required=True,
        validate=validate.Length(equal=64),
        metadata={"description": "the reference by which the agency knows the person"},
    )


class RiskCheckBody(Schema):
    """What the agency that owns the records found when it weighed the risk of an answer."""

    class Meta:
        unknown = RAISE

    outcome = fields.String(required=True, validate=validate.OneOf(("clear", "danger")))
    identity_established = fields.Boolean(
        required=True,
        truthy={True},
        falsy={False},
        metadata={"description": "whether it is known that the person themself asks"},
    )
    left_out = fields.List(
        fields.String(validate=validate.Length(max=64)),
        load_default=list,
        validate=validate.Length(max=100),
        metadata={"description": "datasets whose records stay out of the copy"},
    )


class PersonDecisionBody(Schema):
    """What the agency decided."""

    class Meta:
        unknown = RAISE

    decision = fields.String(required=True, validate=validate.OneOf(("carry_out", "refuse")))
    reason = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(REASONS))


class PersonPlace(Schema):
    """One place in the agency's own records where the person stands."""

    dataset = fields.String(required=True)
    month = fields.String(required=True)
    record = fields.String(required=True, allow_none=True)
    part = fields.String(
        required=True, metadata={"description": "the person block, or the field of a link"}
    )
    linked = fields.Boolean(
        required=True, metadata={"description": "whether another person's record names them"}
    )


class PersonRequestSummary(Schema):
    """One agency's part of a request."""

    request = fields.String(required=True)
    agency = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    received_at = fields.AwareDateTime(required=True)
    due_on = fields.Date(required=True)
    entered_by = fields.String(required=True, validate=validate.OneOf(("agency", "operator")))
    checked_at = fields.AwareDateTime(required=True, allow_none=True)
    left_out = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class RemovedCounts(Schema):
    """How much a request changed, by kind."""

    rows = fields.Integer()
    blocks = fields.Integer()
    links = fields.Integer()
    findings = fields.Integer()
    cases = fields.Integer()
    opened = fields.Integer()
    orders = fields.Integer()
    lifted = fields.Integer()


class PersonRequestItem(PersonRequestSummary):
    """One agency's part of a request; while it is open, with where the person stands."""

    records = fields.List(fields.Nested(PersonPlace), required=True)
    removed = fields.Nested(RemovedCounts)


class PersonRequestQuery(Schema):
    """Which page of the requests."""

    class Meta:
        unknown = RAISE

    cursor = fields.String()


class PersonRequestList(Schema):
    """The agency's requests, the oldest first."""

    requests = fields.List(fields.Nested(PersonRequestSummary), required=True)
    next = fields.String(required=True, allow_none=True)


class CopiedValue(Schema):
    """One value of a record as it is told to its person."""

    field = fields.String(required=True)
    title = fields.String(required=True)
    value = fields.String(required=True)
    meaning = fields.String(required=True, allow_none=True)


class CopiedRecord(Schema):
    """The person's part of one record."""

    dataset = fields.String(required=True)
    title = fields.String(required=True)
    month = fields.String(required=True)
    revision = fields.Integer(required=True)
    in_force = fields.Boolean(required=True)
    record = fields.String(required=True, allow_none=True)
    part = fields.String(required=True)
    agreement = fields.String(required=True)
    leaves_on = fields.Date(required=True)
    values = fields.List(fields.Nested(CopiedValue), required=True)


class CopiedUnder(Schema):
    """An agreement under which records came: what for, to whom, for how long."""

    agreement = fields.String(required=True)
    title = fields.String(required=True)
    purposes = fields.List(fields.String(), required=True)
    recipients = fields.List(fields.String(), required=True)
    lawful_basis = fields.List(fields.String(), required=True)
    retention_months = fields.Integer(required=True)


class PersonCopy(Schema):
    """A person's copy of what one agency sent about them, other people left out."""

    request = fields.String(required=True)
    agency = fields.String(required=True)
    made_on = fields.Date(required=True)
    records = fields.List(fields.Nested(CopiedRecord), required=True)
    agreements = fields.List(fields.Nested(CopiedUnder), required=True)
    left_out = fields.String(required=True)
    rights = fields.List(fields.String(), required=True)
