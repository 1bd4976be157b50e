"""Message shapes of data structures: their names, and the members of an SDMX structure message."""

from __future__ import annotations

from marshmallow import Schema, fields


class StructureItem(Schema):
    """A data structure: its name here, what SDMX-CSV calls it, and where it is."""

    name = fields.String(required=True)
    reference = fields.String(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)


class StructureList(Schema):
    """The data structures of everything that is answered as SDMX-CSV."""

    structures = fields.List(fields.Nested(StructureItem), required=True)
    next = fields.String(required=True, allow_none=True)


class StructureData(Schema):
    """What a structure message defines, each as the SDMX-JSON 2.0 schema describes it."""

    codelists = fields.List(fields.Dict(), required=True)
    conceptSchemes = fields.List(fields.Dict(), required=True)  # noqa: N815 - SDMX's own name
    dataStructures = fields.List(fields.Dict(), required=True)  # noqa: N815 - SDMX's own name


class StructureMessage(Schema):
    """An SDMX-JSON 2.0 structure message."""

    meta = fields.Dict(keys=fields.String(), required=True)
    data = fields.Nested(StructureData, required=True)
