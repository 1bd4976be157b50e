"""Message shapes of templates: what may be asked of a file to fill in."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from schemas.codes.sectors import SECTOR


class TemplateQuery(Schema):
    """Which columns a template has, and in which form; a page of figures is for a sector."""

    smallest = fields.Boolean(
        load_default=False,
        truthy={"true"},
        falsy={"false"},
        metadata={"description": "only the columns of the smallest row"},
    )
    format = fields.String(
        validate=validate.OneOf(["csv", "xlsx"]),
        metadata={"description": "a file to fill in; without it the header line of a CSV file"},
    )
    sector = fields.String(
        validate=validate.OneOf(sorted(SECTOR.values)),
        metadata={"description": "of aggregate_return: the figures of an agency of this sector"},
    )
    month = fields.String(metadata={"description": "what the rows of a sector's page are dated"})
