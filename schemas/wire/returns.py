"""Message shapes of returns: receipts, lists and revisions."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.wire.findings import Examination, FindingCount, FindingGroup, UnmappedWord


class Rows(Schema):
    """Rows of a delivery by what became of them."""

    received = fields.Integer(required=True)
    stored = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    out_of_area = fields.Integer(required=True)


class RuleChange(Schema):
    """The counting rules on either side of a month: figures across it do not compare."""

    before = fields.String(required=True)
    after = fields.String(required=True)


class MonthPart(Schema):
    """One month of a delivery."""

    month = fields.String(required=True)
    submission_id = fields.String(required=True)
    revision = fields.Integer(required=True)
    status = fields.String(required=True)
    rows = fields.Nested(Rows, required=True)
    series_break = fields.Nested(RuleChange, required=True, allow_none=True)


class OwnMonth(Schema):
    """The agency's own month, and the released figure beside it."""

    month = fields.String(required=True)
    status = fields.String(required=True)
    rows = fields.Integer(required=True, allow_none=True)
    released = fields.Integer(required=True, allow_none=True)


class Use(Schema):
    """Answers that another agency drew from this dataset."""

    agency = fields.String(required=True)
    answers = fields.Integer(required=True)


class Reconciled(Schema):
    """What the freeze of a month found between the sender and other agencies."""

    month = fields.String(required=True)
    rule = fields.String(required=True)
    field = fields.String(required=True)
    side = fields.String(
        required=True,
        validate=validate.OneOf(["own", "other"]),
        metadata={"description": "own: records of the sender; other: the others' beside its own"},
    )
    sentence = fields.String(required=True)
    value = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "a protected count of records without a counterpart"},
    )
    status = fields.String(required=True, validate=validate.OneOf(["ok", "suppressed"]))


class GivesBack(Schema):
    """What the sender gets back."""

    months = fields.List(fields.Nested(OwnMonth), required=True)
    completeness = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    uses_since_last_return = fields.List(fields.Nested(Use), required=True)
    reconciliation = fields.List(fields.Nested(Reconciled), required=True)
    checkpoint = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "how the log stood, signed; keep it: it proves the log later"},
    )


class Receipt(Schema):
    """What became of a delivery. A dry run has no submission, and gives nothing back."""

    submission_id = fields.String(required=True, allow_none=True)
    dataset = fields.String(required=True)
    period = fields.String(required=True)
    level = fields.String(required=True)
    revision = fields.Integer()
    status = fields.String(required=True)
    rows = fields.Nested(Rows, required=True)
    sha256 = fields.String(required=True)
    term_map_revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "the agency's own words that it was read by; null for none"},
    )
    unmapped_words = fields.List(
        fields.Nested(UnmappedWord), metadata={"description": "in the answer to the PUT alone"}
    )
    findings = fields.List(fields.Nested(FindingCount), required=True)
    summary = fields.List(fields.Nested(FindingGroup), required=True)
    findings_url = fields.String()
    received_at = fields.AwareDateTime()
    replaces_submission_id = fields.String(allow_none=True)
    months = fields.List(fields.Nested(MonthPart))
    gives_back = fields.Nested(GivesBack)
    examination = fields.Nested(Examination)


class ReturnItem(Schema):
    """A return in a list."""

    agency = fields.String(required=True)
    dataset = fields.String(required=True)
    period = fields.String(required=True)
    expected = fields.Boolean(required=True)
    level = fields.String(required=True)
    due_on = fields.Date(required=True, allow_none=True)
    status = fields.String(required=True)
    late = fields.Boolean(required=True)
    received_on = fields.Date(required=True, allow_none=True)
    revision = fields.Integer(required=True)
    etag = fields.String(required=True, allow_none=True)


class ReturnList(Schema):
    """Returns, a page at a time."""

    returns = fields.List(fields.Nested(ReturnItem), required=True)
    next = fields.String(required=True, allow_none=True)


class Revision(Schema):
    """One delivery against a return."""

    submission_id = fields.String(required=True)
    month = fields.String(required=True)
    revision = fields.Integer(required=True)
    status = fields.String(required=True)
    level = fields.String(required=True)
    received_at = fields.AwareDateTime(required=True)
    replaces_submission_id = fields.String(required=True, allow_none=True)
    rows_received = fields.Integer(required=True)
    rows_stored = fields.Integer(required=True)
    rows_refused = fields.Integer(required=True)
    rows_out_of_area = fields.Integer(required=True)
    client_id = fields.String(required=True)
    sha256 = fields.String(required=True)
    term_map_revision = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "the agency's own words that it was read by; null for none"},
    )


class RevisionList(Schema):
    """All deliveries against a return."""

    revisions = fields.List(fields.Nested(Revision), required=True)
    next = fields.String(required=True, allow_none=True)


class SubmitQuery(Schema):
    """How a return is to be taken."""

    dry_run = fields.Boolean(
        load_default=False,
        truthy={"true"},
        falsy={"false"},
        metadata={"description": "check everything, store nothing"},
    )
    on_error = fields.String(
        load_default="refuse",
        validate=validate.OneOf(["refuse", "quarantine"]),
        metadata={"description": "refuse the file, or keep its good rows"},
    )
    sheet = fields.String(
        validate=validate.Length(min=1, max=31),
        metadata={"description": "the sheet of an Excel workbook that holds the rows"},
    )


class WithdrawQuery(Schema):
    """Why a return is withdrawn, needed once it may no longer be re-sent freely."""

    reason = fields.String(validate=validate.Length(min=20, max=1000))


class ListQuery(Schema):
    """Which returns to list."""

    period = fields.String(metadata={"description": "month, financial quarter or year"})
    cursor = fields.String(metadata={"description": "`next` of the page before"})
