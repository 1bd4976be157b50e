"""Every answer of the authorization server has the form that is published for it."""

import pytest
from marshmallow import Schema

from schemas.wire import oauth
from tests.auth_world import World
from tests.oauth_client import Response

PUBLISHED = {
    "/oauth/jwks": oauth.JwkSetSchema,
    "/.well-known/oauth-authorization-server": oauth.ServerMetadataSchema,
    "/.well-known/oauth-protected-resource/v1": oauth.ResourceMetadataSchema,
}


def holds(answer: Response, schema: type[Schema]) -> None:
    assert answer.headers["Content-Type"] == "application/json"
    schema().load(answer.json)


@pytest.mark.parametrize("path", PUBLISHED)
def test_a_published_document(shared: World, path: str) -> None:
    holds(shared.client().send("GET", path, {}, b""), PUBLISHED[path])


@pytest.mark.parametrize("name", ["met-bromley-returns", "met-bromley-plain", "met-bromley-office"])
def test_the_answers_to_one_client(shared: World, name: str) -> None:
    client = shared.client(name)
    given = client.ask()
    holds(given, oauth.TokenSchema)
    token = given.json["access_token"]
    holds(client.post("/oauth/introspect", token=token), oauth.IntrospectionSchema)
    holds(client.post("/oauth/introspect", token="x"), oauth.IntrospectionSchema)
    holds(client.post("/oauth/revoke", token=token), oauth.RevocationSchema)
    holds(client.ask("admin"), oauth.OAuthErrorSchema)
    holds(client.post("/oauth/token", client_assertion="x"), oauth.OAuthErrorSchema)
