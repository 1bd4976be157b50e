"""Message shapes of records: a question's parameters, and a page of what answers it."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import RAISE, Schema, fields, validate

MOST: Final = 1000
"""Records of a page (design): each page is one event, and stands in memory as a whole."""

USUAL: Final = 200

_AGENCY: Final = validate.Regexp(r"[a-z0-9][a-z0-9-]{0,39}\Z", error="is not a name of that form")
_CELL: Final[list[dict[str, Any]]] = [
    {"type": "string"},
    {"type": "integer"},
    {"type": "boolean"},
    {"type": "array", "items": {"type": "string"}},
]
_MEMBER: Final = {"anyOf": [*_CELL, {"type": "object", "additionalProperties": {"anyOf": _CELL}}]}


class RecordsQuery(Schema):
    """Which records."""

    class Meta:
        unknown = RAISE

    period = fields.String(
        metadata={"description": "month, financial quarter or financial year; all if left out"}
    )
    agency = fields.String(
        validate=_AGENCY, metadata={"description": "whose records: your own, or one provider's"}
    )
    updated_since = fields.AwareDateTime(
        metadata={"description": "returns that changed since; `as_of` of the reading before"}
    )
    cursor = fields.String(
        validate=validate.Length(max=2000), metadata={"description": "`next` of the page before"}
    )
    limit = fields.Integer(
        load_default=USUAL,
        validate=validate.Range(min=1, max=MOST),
        metadata={"description": "records of a page at most"},
    )


class RecordOf(Schema):
    """One record as its reader sees it, or word that a return comes anew."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(["current", "replaced"]),
        metadata={"description": "replaced: what you hold of this return is void"},
    )
    return_ref = fields.String(
        required=True, metadata={"description": "your reference of the return it came with"}
    )
    month = fields.String(required=True)
    own = fields.Boolean(required=True)
    agency = fields.String(metadata={"description": "whose it is, where that is told"})
    record_id = fields.String(
        metadata={"description": "your own identifier, or a pairwise reference of another's"}
    )
    record = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(metadata=_MEMBER),
        metadata={"description": "what is shown of the row, by its dataset's fields"},
    )


class RecordPage(Schema):
    """Some records, under what they may be read, and where the next page begins."""

    dataset = fields.String(required=True)
    agreement = fields.String(required=True)
    purpose = fields.String(required=True)
    rows = fields.String(
        required=True,
        validate=validate.OneOf(["own", "others"]),
        metadata={"description": "whether others' rows are among the answers to this question"},
    )
    retention_months = fields.Integer(
        required=True, metadata={"description": "how long the agreement lets you keep them"}
    )
    as_of = fields.AwareDateTime(
        required=True, metadata={"description": "`updated_since` of your next reading"}
    )
    records = fields.List(fields.Nested(RecordOf), required=True)
    next = fields.String(required=True, allow_none=True)
