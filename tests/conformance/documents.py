"""What server and API publish about themselves (RFC 8414, RFC 9728), and their keys (RFC 7517).

Tokens are verified here as any other resource server would: by the published keys alone.
"""

from typing import Any

from joserfc import jwk, jwt

from tests.conformance.check import Check
from tests.conformance.founding import ALGORITHMS, client_of
from tests.conformance.party import Party, opened
from tests.oauth_client import DETAILS_TYPE, Response

JWKS = "/oauth/jwks"
SERVER = "/.well-known/oauth-authorization-server"
RESOURCE = "/.well-known/oauth-protected-resource/v1"
TAKEN = {"ES256", "PS256", "Ed25519", "EdDSA"}


def published(party: Party, path: str, *, worker: int = 0) -> Any:
    answer: Response = party.place.send("GET", path, worker=worker)
    assert answer.status == 200, answer.body
    assert answer.headers["Content-Type"] == "application/json"
    return answer.json


def server(party: Party) -> None:
    """The members that this profile needs, each under the issuer (RFC 8414 section 2)."""
    said = published(party, SERVER)
    assert said["issuer"] == party.issuer
    endpoints = ("token", "revocation", "introspection")
    for name in endpoints:
        assert said[f"{name}_endpoint"].startswith(party.issuer + "/oauth/")
        assert said[f"{name}_endpoint_auth_methods_supported"] == ["private_key_jwt"]
        assert set(said[f"{name}_endpoint_auth_signing_alg_values_supported"]) == TAKEN
    assert said["jwks_uri"] == party.issuer + JWKS
    assert said["grant_types_supported"] == ["client_credentials"]
    assert said["response_types_supported"] == ["none"]


def server_extensions(party: Party) -> None:
    """What proofs, details and resources it takes (RFC 9449, RFC 9396, RFC 9728)."""
    said = published(party, SERVER)
    assert set(said["dpop_signing_alg_values_supported"]) == TAKEN
    assert said["authorization_details_types_supported"] == [DETAILS_TYPE]
    assert said["protected_resources"] == [party.api]
    assert {"returns:read", "agreements:read"} <= set(said["scopes_supported"])


def resource(party: Party) -> None:
    """The API names itself as it was asked for, and the server (RFC 9728 sections 2 and 3.3)."""
    said = published(party, RESOURCE)
    assert said["resource"] == party.api
    assert said["authorization_servers"] == [party.issuer]
    assert said["bearer_methods_supported"] == ["header"]
    assert set(said["dpop_signing_alg_values_supported"]) == TAKEN
    assert said["authorization_details_types_supported"] == [DETAILS_TYPE]


def endpoints_answer(party: Party) -> None:
    """Everything the metadata point to is there."""
    said = published(party, SERVER)
    for name in ("token_endpoint", "revocation_endpoint", "introspection_endpoint"):
        path = said[name].removeprefix(party.issuer)
        assert party.place.send("POST", path).json["error"] == "invalid_request"
    assert published(party, said["jwks_uri"].removeprefix(party.issuer))["keys"]


def algorithms_work(party: Party) -> None:
    """What is published as taken is taken."""
    for alg in ALGORITHMS:
        Party(party.place, party.alg, client_of(alg)).authenticates()
    ed = Party(party.place, party.alg, client_of("Ed25519"))
    ed.authenticates(header={"alg": "EdDSA"})


def keys(party: Party) -> None:
    """Public keys to sign with, each named once, and nothing else of them."""
    listed = published(party, JWKS)["keys"]
    assert len({key["kid"] for key in listed}) == len(listed) == 2
    for key in listed:
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
        assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def same_keys(party: Party) -> None:
    """Both workers publish the same."""
    for path in (JWKS, SERVER, RESOURCE):
        assert published(party, path) == published(party, path, worker=1)


def verified(party: Party) -> None:
    """A library that knows nothing of the server believes its tokens by the published keys."""
    found = jwk.KeySet.import_key_set(published(party, JWKS))
    token = jwt.decode(party.fresh_token(), found, algorithms=["ES256"])
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": party.issuer},
        aud={"essential": True, "value": party.api},
        exp={"essential": True},
    )
    rules.validate(token.claims)
    assert party.client.proof_key is not None
    bound = jwk.import_key(party.client.proof_key.jwk)
    assert token.claims["cnf"]["jkt"] == bound.thumbprint()


def waiting_key_signs_nothing(party: Party) -> None:
    """One key signs, at both workers, and it is the one that was there first."""
    used = {opened(_token(party, worker=worker))[0]["kid"] for worker in (0, 1, 0, 1)}
    assert used == {party.place.first_key()}
    listed = {key["kid"] for key in published(party, JWKS)["keys"]}
    assert listed - used


def kept_a_while(party: Party) -> None:
    """Public documents may be kept, for a time far shorter than a key waits."""
    for path in (JWKS, SERVER, RESOURCE):
        fields = party.place.send("GET", path).headers
        assert fields["Cache-Control"] == "public, max-age=300"


def nowhere_else(party: Party) -> None:
    """No metadata are found for what this server is not."""
    for path in ("/.well-known/openid-configuration", "/.well-known/oauth-protected-resource/v2",
                 "/oauth/authorize", "/oauth/register", "/oauth/par"):  # fmt: skip
        assert party.place.send("GET", path).status == 404


def _token(party: Party, *, worker: int) -> str:
    return str(party.given(worker=worker).json["access_token"])


CHECKS = (
    Check("RFC 8414 3", "the server's metadata have what clients need", server),
    Check("RFC 8414 2", "the server says what proofs and details it takes", server_extensions),
    Check("FAPI 2.0 SP 5.3.2.1 (1)", "what the metadata point to is there", endpoints_answer),
    Check("RFC 8414 2", "what is published as taken is taken", algorithms_work),
    Check("RFC 9728 3.3", "the API names itself and its server", resource),
    Check("RFC 7517 5", "the published keys are public, and named once each", keys),
    Check("FAPI 2.0 SP 5.4.2 (3)", "every worker publishes the same", same_keys),
    Check("RFC 9068 4", "tokens are believed by the published keys alone", verified),
    Check("RFC 7517 5", "a key is published before it signs", waiting_key_signs_nothing),
    Check("RFC 9111 5.2", "public documents may be kept for five minutes", kept_a_while),
    Check("RFC 8414 3", "what is not offered is not there", nowhere_else),
)  # fmt: skip
