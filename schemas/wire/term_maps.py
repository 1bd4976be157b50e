"""Message shapes of term maps and of what agencies cannot hold.

What a term map may say is checked against its dataset by `schemas.terms`; the shapes here describe
it to a reader.
"""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields, validate

from schemas.terms.presets import PRESETS

_WORDS: Final = {"type": "object", "additionalProperties": {"type": "string"}}


class PresetName(fields.Raw):
    """A preset by its name, for every field it fits, or for one field."""

    def __init__(self, **kwargs: Any) -> None:
        names = {"type": "string", "enum": sorted(PRESETS)}
        placed = {
            "type": "object",
            "properties": {"preset": names, "field": {"type": "string"}},
            "required": ["preset", "field"],
            "additionalProperties": False,
        }
        super().__init__(metadata={"anyOf": [names, placed]}, **kwargs)


class TermMapBody(Schema):
    """An agency's own words for one dataset; a member that is left out says nothing."""

    columns = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "the agency's column or member -> dotted name of the field"},
    )
    codes = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={"description": "dotted name of a field -> the agency's word -> common code"},
    )
    presets = fields.List(
        PresetName(), metadata={"description": "national code sets to be read as well"}
    )
    not_held = fields.List(
        fields.String(), metadata={"description": "fields that the agency's source cannot hold"}
    )


class ResolvedTerms(Schema):
    """What a term map comes to, its presets resolved."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    codes = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.String()),
        required=True,
    )
    not_held = fields.List(fields.String(), required=True)


class KeptTermMap(TermMapBody):
    """A term map as it is kept."""

    dataset = fields.String(required=True)
    revision = fields.Integer(required=True)
    set_at = fields.AwareDateTime(required=True)
    resolved = fields.Nested(ResolvedTerms, required=True)


class TermMapQuery(Schema):
    """Which revision of a term map."""

    revision = fields.Integer(
        strict=False,
        validate=validate.Range(min=1, max=2**31 - 1),
        metadata={"description": "a revision by its number; default: the one in force"},
    )


class Capability(Schema):
    """What one agency's source cannot hold of one dataset."""

    agency = fields.String(required=True)
    agency_name = fields.String(required=True)
    dataset = fields.String(required=True)
    term_map_revision = fields.Integer(required=True)
    set_at = fields.AwareDateTime(required=True)
    not_held = fields.List(fields.String(), required=True)


class CapabilityList(Schema):
    """The capability matrix: agencies and datasets about which something has been said."""

    capabilities = fields.List(fields.Nested(Capability), required=True)
    next = fields.String(required=True, allow_none=True)
