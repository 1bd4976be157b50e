"""What the authorization server and the API say about themselves (RFC 8414, RFC 9728).

What belongs here: the two documents, made of the wiring and of what the code accepts. What does
not: which view gives them out.
"""

from __future__ import annotations

from typing import Any, Final

from auth import details, exchange, jose, scopes
from auth.context import AuthContext

JWKS_PATH: Final = "/oauth/jwks"
SERVER_PATH: Final = "/.well-known/oauth-authorization-server"
RESOURCE_PATH: Final = "/.well-known/oauth-protected-resource/v1"

_METHODS: Final = ["private_key_jwt"]
_ALGORITHMS: Final = list(jose.ALGORITHMS)


def server(context: AuthContext) -> dict[str, Any]:
    """The authorization server's metadata (RFC 8414 section 2, RFC 9449 section 5.1)."""
    return {
        "issuer": context.issuer,
        "token_endpoint": context.url(exchange.TOKEN_PATH),
        "revocation_endpoint": context.url(exchange.REVOKE_PATH),
        "introspection_endpoint": context.url(exchange.INTROSPECT_PATH),
        "jwks_uri": context.url(JWKS_PATH),
        "scopes_supported": sorted(scopes.SCOPES),
        # Nobody signs in with a browser here; the member may not be left out.
        "response_types_supported": ["none"],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": _METHODS,
        "token_endpoint_auth_signing_alg_values_supported": _ALGORITHMS,
        "revocation_endpoint_auth_methods_supported": _METHODS,
        "revocation_endpoint_auth_signing_alg_values_supported": _ALGORITHMS,
        "introspection_endpoint_auth_methods_supported": _METHODS,
        "introspection_endpoint_auth_signing_alg_values_supported": _ALGORITHMS,
        "dpop_signing_alg_values_supported": _ALGORITHMS,
        "authorization_details_types_supported": [details.TYPE],
        "protected_resources": [context.resource],
    }


def resource(context: AuthContext) -> dict[str, Any]:
    """The API's metadata (RFC 9728 section 2); some clients send returns without DPoP."""
    return {
        "resource": context.resource,
        "authorization_servers": [context.issuer],
        "scopes_supported": sorted(scopes.SCOPES),
        "bearer_methods_supported": ["header"],
        "authorization_details_types_supported": [details.TYPE],
        "dpop_signing_alg_values_supported": _ALGORITHMS,
        "dpop_bound_access_tokens_required": False,
        "resource_name": "SaferShare",
    }
