"""Message shapes of the catalogue: datasets, code lists, purposes."""

from __future__ import annotations

from marshmallow import Schema, fields


class DatasetItem(Schema):
    """A dataset in a few words."""

    name = fields.String(required=True)
    version = fields.String(required=True)
    title = fields.String(required=True)
    grain = fields.String(required=True)
    minimum = fields.List(fields.String(), required=True)


class DatasetList(Schema):
    """The datasets in force."""

    datasets = fields.List(fields.Nested(DatasetItem), required=True)
    next = fields.String(required=True, allow_none=True)


class FieldItem(Schema):
    """A field of a dataset."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)
    mandatory = fields.Boolean(required=True)
    in_minimum = fields.Boolean(required=True)
    absent_is = fields.String(required=True, allow_none=True)
    code_list = fields.String(required=True, allow_none=True)
    schema = fields.Dict(keys=fields.String(), required=True)


class RuleItem(Schema):
    """A rule of a dataset."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    severity = fields.String(required=True)
    field = fields.String(required=True)
    sentence = fields.String(required=True)


class MeasureItem(Schema):
    """What may be counted in a release."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    units = fields.List(fields.String(), required=True)


class CategoryItem(Schema):
    """A category of a breakdown."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class BreakdownItem(Schema):
    """A variable that a release may be split by."""

    name = fields.String(required=True)
    base = fields.String(required=True)
    title = fields.String(required=True)
    categories = fields.List(fields.Nested(CategoryItem), required=True)


class Dictionary(DatasetItem):
    """The data dictionary of a dataset."""

    fields_ = fields.List(
        fields.Nested(FieldItem), required=True, data_key="fields", attribute="fields"
    )
    rules = fields.List(fields.Nested(RuleItem), required=True)
    measures = fields.List(fields.Nested(MeasureItem), required=True)
    breakdowns = fields.List(fields.Nested(BreakdownItem), required=True)


class RecordSchema(Schema):
    """A JSON Schema document."""

    dialect = fields.String(required=True, data_key="$schema", attribute="$schema")
    id_ = fields.String(required=True, data_key="$id", attribute="$id")
    title = fields.String(required=True)
    description = fields.String(required=True)
    type = fields.String(required=True)
    properties = fields.Dict(keys=fields.String(), required=True)
    required_ = fields.List(
        fields.String(), required=True, data_key="required", attribute="required"
    )
    additional = fields.Boolean(
        required=True, data_key="additionalProperties", attribute="additionalProperties"
    )


class CodeListItem(Schema):
    """A code list without its codes."""

    name = fields.String(required=True)
    id = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)


class CodeListList(Schema):
    """The code lists."""

    code_lists = fields.List(fields.Nested(CodeListItem), required=True)
    next = fields.String(required=True, allow_none=True)


class CodeItem(Schema):
    """One code."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    group = fields.String(required=True, allow_none=True)
    parent = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)
    valid_from = fields.String(required=True, allow_none=True)
    valid_to = fields.String(required=True, allow_none=True)


class CodeListView(CodeListItem):
    """A code list with its codes."""

    missing_reasons = fields.List(fields.String(), required=True)
    codes = fields.List(fields.Nested(CodeItem), required=True)


class PurposeItem(Schema):
    """Why data may be used, and how far that reaches."""

    name = fields.String(required=True)
    label = fields.String(required=True)
    title = fields.String(required=True)
    who = fields.String(required=True)
    granularity = fields.String(required=True)
    not_allowed = fields.String(required=True)
    actions = fields.Function(
        lambda purpose: sorted(purpose.actions),
        metadata={"type": "array", "items": {"type": "string"}},
    )
    pointers = fields.List(fields.String(), required=True)


class PurposeList(Schema):
    """The closed list of purposes."""

    purposes = fields.List(fields.Nested(PurposeItem), required=True)
    next = fields.String(required=True, allow_none=True)


class Health(Schema):
    """Whether the process runs, or can answer."""

    status = fields.String(required=True)
