"""The published contract: what the routes say of themselves, and what is documented by hand.

The document is made from the application and kept as `openapi.yaml`; a test holds the two together.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any, Final

import flask
from flask_smorest import Api

from api import contract_oauth
from api.intake.reading.formats import CSV, NDJSON
from api.intake.reading.rest import PARQUET, XLSX
from api.problems import MEDIA_TYPE
from auth.scopes import SCOPES
from schemas.catalogue import json_schema
from schemas.datasets import DATASETS
from schemas.wire.envelopes import Envelope
from schemas.wire.problems import Problem

SECURITY: Final = "safershare"
"""Name of the security scheme."""
EXTENSION: Final = "safershare_contract"
FILE_TYPES: Final = (CSV, NDJSON, XLSX, PARQUET)
Document = dict[str, Any]


class Contract(Api):  # type: ignore[misc]  # flask-smorest has no types
    """Collects what the routes say of themselves; refusals are answered by `api.problems` alone."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave errors to the one place that answers them."""


def collect(app: flask.Flask) -> Contract:
    """The contract of an application, ready to take its blueprints."""
    contract = Contract(app)
    app.extensions[EXTENSION] = contract
    contract.spec.components.security_scheme(SECURITY, _security())
    for name, schema in contract_oauth.SCHEMAS.items():
        contract.spec.components.schema(name, schema=schema)
    return contract


def _security() -> Document:
    scopes = {scope: _SCOPE_WORDS.get(scope, scope) for scope in sorted(SCOPES)}
    return {
        "type": "oauth2",
        "description": "client_credentials with private_key_jwt. Tokens last 300 s, are bound by "
        "DPoP"
        " (RFC 9449) and, for data, name one agreement and purpose (RFC 9396).",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes}},
    }


_SCOPE_WORDS: Final[Mapping[str, str]] = {
    "returns:write": "send the agency's returns",
    "returns:read": "read the agency's returns",
    "records:read": "read records under an agreement",
    "cases:write": "list cases",
    "cases:read": "read timelines of listed cases",
    "aggregates:read": "read released figures",
    "releases:write": "seal releases",
    "agreements:read": "read the agency's agreements",
    "agreements:write": "draft and change agreements",
    "agreements:sign": "sign agreements",
    "disclosures:read": "read the uses made of the agency's data",
    "audit:read": "read the log",
    "periods:read": "read what is owed and which months are open",
    "periods:write": "set what is owed and open months",
    "participation:read": "read who sent what, when",
    "rights:write": "answer persons who ask about their own records",
}


def document(contract: Contract) -> Document:
    """The whole OpenAPI 3.1 document."""
    made: Document = copy.deepcopy(contract.spec.to_dict())
    made["info"] = {
        "title": "SaferShare",
        "version": "1",
        "summary": "Returns and released figures of a domestic abuse partnership",
    }
    schemas = made["components"]["schemas"]
    schemas.update(_records(), Envelope=_envelope(), ReturnDocument=_RETURN)
    made["paths"] = dict(sorted((made["paths"] | contract_oauth.paths()).items()))
    for name, operation in _operations(made):
        operation.setdefault("operationId", name)
    made["paths"]["/v1/returns/{dataset}/{period}"]["put"]["requestBody"] = _BODY
    for response in made["components"]["responses"].values():
        _as_problem(response)
    return made


def of(app: flask.Flask) -> Document:
    """The document of an application that was made by `api.app.create_app`."""
    return document(app.extensions[EXTENSION])


def _operations(made: Document) -> Iterator[tuple[str, Document]]:
    for path, item in made["paths"].items():
        for method, operation in item.items():
            if method in ("get", "put", "post", "patch", "delete"):
                words = (part.strip("{}.").replace("-", "_") for part in path.split("/") if part)
                yield f"{method}_{'_'.join(words)}", operation


def _as_problem(response: Document) -> None:
    """Refusals are problem documents, whatever the collector calls them."""
    response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _records() -> Document:
    """A component for a record of each dataset, `IncidentRecord` and so on."""
    made = {}
    for dataset in DATASETS.values():
        schema = json_schema(dataset)
        schema.pop("$schema")
        schema.pop("$id")
        made[_component(dataset.name)] = schema
    return made


def _component(dataset: str) -> str:
    return "".join(part.capitalize() for part in dataset.split("_")) + "Record"


def _envelope() -> Document:
    fields = Envelope().fields
    return {
        "type": "object",
        "description": "What an agency says about a delivery as a whole.",
        "properties": {
            name: field.json_schema() | {"description": field.title}  # type: ignore[attr-defined]
            for name, field in fields.items()
        },
        "required": sorted(name for name, field in fields.items() if field.required),
        "additionalProperties": False,
    }


_ANY_RECORD: Final[Document] = {
    "anyOf": [{"$ref": f"#/components/schemas/{_component(name)}"} for name in DATASETS]
}
_RETURN: Final[Document] = {
    "type": "object",
    "properties": {
        "envelope": {"$ref": "#/components/schemas/Envelope"},
        "records": {"type": "array", "items": _ANY_RECORD},
    },
    "required": ["envelope", "records"],
    "additionalProperties": False,
}
_BODY: Final[Document] = {
    "required": True,
    "description": "A document, a form, or a bare file that goes with the standing envelope.",
    "content": {
        "application/json": {"schema": {"$ref": "#/components/schemas/ReturnDocument"}},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "envelope": {"$ref": "#/components/schemas/Envelope"},
                    "file": {"type": "string", "contentMediaType": "text/csv"},
                    "sheet": {"type": "string", "minLength": 1, "maxLength": 31},
                },
                "required": ["envelope", "file"],
            }
        },
        **{
            media_type: {"schema": {"type": "string", "contentMediaType": media_type}}
            for media_type in FILE_TYPES
        },
    },
}
