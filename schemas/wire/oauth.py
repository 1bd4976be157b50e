"""Messages of the authorization server: what each answer says, member by member.

What belongs here: the form of answers, for the published contract and for tests that hold answers
against it. What does not: requests, which are forms and are read by `auth` itself.
"""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate


class Answer(Schema):
    """An answer in which a member nobody knows is a mistake."""

    class Meta:
        unknown = RAISE


def _texts() -> fields.List[str]:
    return fields.List(fields.String(), required=True)


class GrantedDetailsSchema(Answer):
    """Authorization details as granted (RFC 9396 section 7)."""

    type = fields.String(required=True)
    agreement = fields.String(required=True)
    purpose = fields.String(required=True)
    datatypes = _texts()
    actions = _texts()
    locations = _texts()


class TokenSchema(Answer):
    """A token answer (RFC 6749 section 5.1); details are missing from an office token's."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, validate=validate.OneOf(("DPoP", "Bearer")))
    expires_in = fields.Integer(required=True)
    scope = fields.String(required=True)
    authorization_details = fields.List(fields.Nested(GrantedDetailsSchema))


class OAuthErrorSchema(Answer):
    """An error answer (RFC 6749 section 5.2)."""

    error = fields.String(required=True)
    error_description = fields.String(required=True)


class RevocationSchema(Answer):
    """The answer to a revocation says nothing (RFC 7009 section 2.2)."""


class ConfirmationSchema(Answer):
    """The key a token is bound to (RFC 9449 section 6.1)."""

    jkt = fields.String(required=True)


class IntrospectionSchema(Answer):
    """What a client may know about its own token (RFC 7662 section 2.2)."""

    active = fields.Boolean(required=True)
    token_type = fields.String()
    iss = fields.String()
    sub = fields.String()
    client_id = fields.String()
    aud = fields.String()
    iat = fields.Integer()
    exp = fields.Integer()
    jti = fields.String()
    scope = fields.String()
    agency = fields.String()
    cnf = fields.Nested(ConfirmationSchema)
    authorization_details = fields.List(fields.Nested(GrantedDetailsSchema))


class JwkSchema(Answer):
    """A published key of the service (RFC 7517)."""

    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    y = fields.String(required=True)
    kid = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)


class JwkSetSchema(Answer):
    """The published keys (RFC 7517 section 5)."""

    keys = fields.List(fields.Nested(JwkSchema), required=True)


class ServerMetadataSchema(Answer):
    """What the authorization server does (RFC 8414 section 2)."""

    issuer = fields.String(required=True)
    token_endpoint = fields.String(required=True)
    revocation_endpoint = fields.String(required=True)
    introspection_endpoint = fields.String(required=True)
    jwks_uri = fields.String(required=True)
    scopes_supported = _texts()
    response_types_supported = _texts()
    grant_types_supported = _texts()
    token_endpoint_auth_methods_supported = _texts()
    token_endpoint_auth_signing_alg_values_supported = _texts()
    revocation_endpoint_auth_methods_supported = _texts()
    revocation_endpoint_auth_signing_alg_values_supported = _texts()
    introspection_endpoint_auth_methods_supported = _texts()
    introspection_endpoint_auth_signing_alg_values_supported = _texts()
    dpop_signing_alg_values_supported = _texts()
    authorization_details_types_supported = _texts()
    protected_resources = _texts()


class ResourceMetadataSchema(Answer):
    """Which authorization server serves the API (RFC 9728 section 2)."""

    resource = fields.String(required=True)
    authorization_servers = _texts()
    scopes_supported = _texts()
    bearer_methods_supported = _texts()
    authorization_details_types_supported = _texts()
    dpop_signing_alg_values_supported = _texts()
    dpop_bound_access_tokens_required = fields.Boolean(required=True)
    resource_name = fields.String(required=True)
