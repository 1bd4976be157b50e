"""Message shapes of the catalogue: datasets, code lists, purposes."""

from __future__ import annotations

from marshmallow import INCLUDE, Schema, fields, validate


class UsualSenders(Schema):
    """Kinds of agency by what they usually send of a dataset."""

    records = fields.List(fields.String(), required=True)
    counts = fields.List(fields.String(), required=True)


class FieldBrief(Schema):
    """A field of a dataset, in a few words."""

    name = fields.String(required=True)
    title = fields.String(required=True)
    source = fields.String(required=True)
    mandatory = fields.Boolean(required=True)
    in_minimum = fields.Boolean(required=True)
    absent_is = fields.String(required=True, allow_none=True)
    code_list = fields.String(required=True, allow_none=True)


class RuleItem(Schema):
    """A rule of a dataset, of the person block or of the envelope."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    severity = fields.String(required=True)
    field = fields.String(required=True)
    sentence = fields.String(required=True, metadata={"description": "what is wrong"})
    expected = fields.String(required=True, metadata={"description": "what must hold, in words"})
    applies = fields.Boolean(
        required=True,
        metadata={"description": "false of the person block's rules where there is none"},
    )


class DatasetItem(Schema):
    """A dataset: its fields in brief, and its rules."""

    name = fields.String(required=True)
    version = fields.String(required=True)
    versions = fields.List(
        fields.String(), required=True, metadata={"description": "versions in force"}
    )
    title = fields.String(required=True)
    grain = fields.String(required=True)
    minimum = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "the smallest row; alternatives are joined by |"},
    )
    counted_person = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "the person block whose breakdowns carry no prefix"},
    )
    persons = fields.List(fields.String(), required=True)
    period_field = fields.String(required=True, allow_none=True)
    senders = fields.Nested(UsualSenders, required=True)
    fields_ = fields.List(
        fields.Nested(FieldBrief), required=True, data_key="fields", attribute="fields"
    )
    rules = fields.List(fields.Nested(RuleItem), required=True)


class DatasetList(Schema):
    """The datasets in force."""

    datasets = fields.List(fields.Nested(DatasetItem), required=True)
    next = fields.String(required=True, allow_none=True)


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


class CodeItem(Schema):
    """One code."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    group = fields.String(required=True, allow_none=True)
    parent = fields.String(required=True, allow_none=True)
    source = fields.String(required=True)
    valid_from = fields.String(required=True, allow_none=True)
    valid_to = fields.String(required=True, allow_none=True)


class FieldItem(FieldBrief):
    """A field of a dataset whole: what it takes, code by code, and where that comes from."""

    block = fields.String(required=True, allow_none=True)
    expected = fields.String(required=True, metadata={"description": "what a right value is"})
    absent = fields.String(
        required=True,
        metadata={"description": "what becomes of rows where the file has no such column"},
    )
    confirmed = fields.Boolean(
        required=True,
        metadata={"description": "false where a source is yet to be held against its publication"},
    )
    code_list_url = fields.String(required=True, allow_none=True)
    codes = fields.List(fields.Nested(CodeItem), required=True)
    missing_reasons = fields.List(fields.String(), required=True)
    dimensions = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={
            "description": "code list of each dimension; empty where the agency names its own"
        },
    )
    schema = fields.Dict(keys=fields.String(), required=True)


class Dictionary(DatasetItem):
    """The data dictionary of a dataset."""

    fields_ = fields.List(
        fields.Nested(FieldItem), required=True, data_key="fields", attribute="fields"
    )
    example = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "the cells of a smallest row"},
    )
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


class TableField(Schema):
    """A CSV column in a Table Schema; its other members are those of Data Package 2.0."""

    class Meta:
        unknown = INCLUDE

    name = fields.String(required=True)
    title = fields.String(required=True)
    type = fields.String(required=True)


class TableDescriptor(Schema):
    """A Frictionless Table Schema (Data Package 2.0) of a dataset's CSV file."""

    dialect = fields.String(required=True, data_key="$schema", attribute="$schema")
    name = fields.String(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    version = fields.String(required=True)
    match = fields.String(required=True, data_key="fieldsMatch", attribute="fieldsMatch")
    columns = fields.List(
        fields.Nested(TableField), required=True, data_key="fields", attribute="fields"
    )
    missing = fields.List(
        fields.String(), required=True, data_key="missingValues", attribute="missingValues"
    )
    key = fields.List(fields.String(), required=True, data_key="primaryKey", attribute="primaryKey")


class SchemaQuery(Schema):
    """Which schema of a dataset."""

    format = fields.String(
        load_default="json",
        validate=validate.OneOf(["json", "frictionless"]),
        metadata={"description": "json: JSON Schema; frictionless: Table Schema of the CSV file"},
    )


class PageQuery(Schema):
    """Whether a page for people is wanted."""

    format = fields.String(
        validate=validate.OneOf(["json", "html"]),
        metadata={"description": "json or html; default: what Accept prefers"},
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
    records = fields.Function(
        lambda purpose: sorted(purpose.records),
        metadata={
            "type": "array",
            "items": {"type": "string"},
            "description": "datasets whose rows of others may be read one after another",
        },
    )
    cases = fields.Boolean(
        required=True,
        metadata={"description": "whether the timeline of a listed person may be read"},
    )
    pointers = fields.List(fields.String(), required=True)


class PurposeList(Schema):
    """The closed list of purposes."""

    purposes = fields.List(fields.Nested(PurposeItem), required=True)
    next = fields.String(required=True, allow_none=True)


class Health(Schema):
    """Whether the process runs, or can answer."""

    status = fields.String(required=True)
