"""Message shapes of findings: one by one, by kind, and all that a file was found to hold."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class FindingCount(Schema):
    """How often a finding was made."""

    code = fields.String(required=True)
    severity = fields.String(required=True)
    count = fields.Integer(required=True)


class FindingItem(Schema):
    """One finding."""

    code = fields.String(required=True)
    severity = fields.String(
        required=True,
        metadata={"description": "error: mend it; query: mend or explain it; note: know it"},
    )
    row = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "the record's number from 1; null where it is about the file"},
    )
    field = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, metadata={"description": "what is wrong"})
    expected = fields.String(required=True, metadata={"description": "what would be right"})
    count = fields.Integer(
        required=True, metadata={"description": "how many findings of the file say the same"}
    )


class FindingGroup(Schema):
    """Findings that say the same, counted."""

    code = fields.String(required=True)
    severity = fields.String(required=True)
    field = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, metadata={"description": "what is wrong"})
    expected = fields.String(required=True, metadata={"description": "what would be right"})
    count = fields.Integer(required=True)
    rows = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": "the first rows; none where it is about the file"},
    )


class UnmappedWord(Schema):
    """A word that the sender's term map does not know, seen in at least five rows."""

    field = fields.String(required=True)
    word = fields.String(required=True)
    rows = fields.Integer(required=True)


_TOTAL = {"description": "how many findings there are; every one is counted"}
_LISTED = {"description": "how many of them are listed one by one, 5,000 at most"}
_SUMMARY = {"description": "findings that say the same, counted, the commonest first"}


class FindingList(Schema):
    """Findings, a page at a time, the commonest first."""

    total = fields.Integer(required=True, metadata=_TOTAL)
    listed = fields.Integer(required=True, metadata=_LISTED)
    summary = fields.List(fields.Nested(FindingGroup), required=True, metadata=_SUMMARY)
    findings = fields.List(fields.Nested(FindingItem), required=True)
    next = fields.String(required=True, allow_none=True)


class Examination(Schema):
    """All that was found in a file that was only looked at, as `safershare check` prints it."""

    dataset = fields.String(required=True)
    period = fields.String(required=True)
    rows = fields.Integer(required=True, metadata={"description": "rows received"})
    refused = fields.Integer(required=True, metadata={"description": "rows with an error"})
    out_of_area = fields.Integer(
        required=True, metadata={"description": "rows of other areas, which are not looked at"}
    )
    total = fields.Integer(required=True, metadata=_TOTAL)
    listed = fields.Integer(required=True, metadata=_LISTED)
    summary = fields.List(fields.Nested(FindingGroup), required=True, metadata=_SUMMARY)
    unmapped_words = fields.List(fields.Nested(UnmappedWord), required=True)
    findings = fields.List(fields.Nested(FindingItem), required=True)


class FindingsQuery(Schema):
    """Which findings to read."""

    cursor = fields.String(metadata={"description": "`next` of the page before"})
    format = fields.String(
        load_default="json",
        validate=validate.OneOf(["json", "csv"]),
        metadata={"description": "json or csv"},
    )
    group = fields.Boolean(
        load_default=False,
        truthy={"true"},
        falsy={"false"},
        metadata={"description": "only the kinds of findings, each with its count and first rows"},
    )
