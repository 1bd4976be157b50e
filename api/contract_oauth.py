"""What the published contract says of the authorization server, whose routes describe nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import Schema

from schemas.wire import oauth as wire

Document = dict[str, Any]

SCHEMAS: Final[Mapping[str, type[Schema]]] = {
    "Token": wire.TokenSchema,
    "OAuthError": wire.OAuthErrorSchema,
    "Introspection": wire.IntrospectionSchema,
    "Revocation": wire.RevocationSchema,
    "JwkSet": wire.JwkSetSchema,
    "AuthorizationServerMetadata": wire.ServerMetadataSchema,
    "ProtectedResourceMetadata": wire.ResourceMetadataSchema,
}
"""The named shapes of its answers."""

_TEXT: Final[Document] = {"type": "string"}
_ASSERTION: Final[Document] = {
    "client_id": _TEXT,
    "client_assertion_type": {"const": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
    "client_assertion": _TEXT,
}
_NAMES_A_TOKEN: Final[Document] = _ASSERTION | {"token": _TEXT}
_ASKS_FOR_A_TOKEN: Final[Document] = _ASSERTION | {
    "grant_type": {"const": "client_credentials"},
    "scope": _TEXT,
    "authorization_details": _TEXT,
}
_REFUSALS: Final[Mapping[str, str]] = {
    "400": "Refused, an unknown or unproven client included (RFC 6749 section 5.2)",
    "401": "An attempt to authenticate by a field; at introspection any unproven client (RFC 7662)",
    "413": "Larger than any allowed request",
    "429": "Asked too often; see Retry-After",
    "503": "Cannot be answered now; nothing was done",
}


def paths() -> Document:
    """The addresses of the authorization server."""
    return {
        "/oauth/token": _form(
            "Get an access token (RFC 6749, 7523, 9396, 9449)", _ASKS_FOR_A_TOKEN, answer="Token"
        ),
        "/oauth/revoke": _form("Revoke a token (RFC 7009)", _NAMES_A_TOKEN, answer="Revocation"),
        "/oauth/introspect": _form(
            "Ask about one of the client's own tokens (RFC 7662)",
            _NAMES_A_TOKEN,
            answer="Introspection",
        ),
        "/oauth/jwks": _published("The keys that tokens are signed with (RFC 7517)", "JwkSet"),
        "/.well-known/oauth-authorization-server": _published(
            "What the authorization server does (RFC 8414)", "AuthorizationServerMetadata"
        ),
        "/.well-known/oauth-protected-resource/v1": _published(
            "Which authorization server serves this interface (RFC 9728)",
            "ProtectedResourceMetadata",
        ),
    }


def _form(summary: str, properties: Document, *, answer: str) -> Document:
    form = {"schema": {"type": "object", "properties": properties}}
    refusals = {status: _json(words, "OAuthError") for status, words in _REFUSALS.items()}
    return {
        "post": {
            "summary": summary,
            "tags": ["oauth"],
            "requestBody": {
                "required": True,
                "content": {"application/x-www-form-urlencoded": form},
            },
            "responses": {"200": _json("OK", answer), **refusals},
        }
    }


def _published(summary: str, answer: str) -> Document:
    return {
        "get": {"summary": summary, "tags": ["oauth"], "responses": {"200": _json("OK", answer)}}
    }


def _json(description: str, name: str) -> Document:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
