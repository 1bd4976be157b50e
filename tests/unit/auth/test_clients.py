import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from auth import clients
from auth.clients import Client
from auth.refusals import Unprocessable
from tests.oauth_client import Key
from tests.papers import NOW

ONE, TWO, THREE = Key.make(), Key.make("Ed25519"), Key.make()


def test_a_key_set_is_kept_with_public_members_and_names_alone() -> None:
    taken = clients.read_jwks({"keys": [{**TWO.jwk, "alg": "EdDSA", "use": "sig", "x5c": ["x"]}]})
    assert taken == {"keys": [{**TWO.jwk, "kid": TWO.thumbprint}]}


def test_two_keys_may_stand_beside_each_other() -> None:
    taken = clients.read_jwks({"keys": [{**ONE.jwk, "kid": "old"}, TWO.jwk]})
    assert [key["kid"] for key in taken["keys"]] == ["old", TWO.thumbprint]
    stored = clients.stored_keys(json.dumps(taken))
    assert [key.thumbprint for key in stored] == [ONE.thumbprint, TWO.thumbprint]
    assert clients.stored_key(json.dumps(taken["keys"][0])).kid == "old"


@pytest.mark.parametrize(
    "jwks",
    [
        {},
        {"keys": []},
        {"keys": {}},
        {"keys": ["key"]},
        {"keys": [ONE.jwk, TWO.jwk, THREE.jwk]},
        {"keys": [ONE.jwk, ONE.jwk]},
        {"keys": [{**ONE.jwk, "kid": "same"}, {**TWO.jwk, "kid": "same"}]},
        {"keys": [{**ONE.jwk, "d": "AAAA"}]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0"}]},
        {"keys": [{**ONE.jwk, "crv": "P-384"}]},
    ],
)
def test_a_key_set_that_is_not_fit_is_refused(jwks: dict[str, Any]) -> None:
    with pytest.raises(Unprocessable):
        clients.read_jwks(jwks)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"client_id": "Met Bromley"}, "client_id_form"),
        ({"client_id": ""}, "client_id_form"),
        ({"client_id": "a" * 81}, "client_id_form"),
        ({"held": []}, "scope_unknown"),
        ({"held": ["admin"]}, "scope_unknown"),
        ({"held": ["agreements:sign", "returns:write"]}, "scope_signing_apart"),
        ({"held": ["aggregates:read"], "dpop_required": False}, "scope_needs_binding"),
        ({"held": ["agreements:read"], "dpop_required": False}, "scope_needs_binding"),
    ],
)
def test_a_registration_that_would_be_unsafe_is_refused(change: dict[str, Any], code: str) -> None:
    usual: dict[str, Any] = {
        "client_id": "met-bromley-returns",
        "held": ["returns:write"],
        "dpop_required": True,
    }
    clients.check_registration(**usual)
    clients.check_registration(**{**usual, "dpop_required": False})
    with pytest.raises(Unprocessable) as caught:
        clients.check_registration(**{**usual, **change})
    assert caught.value.code == code


CLIENT = Client(
    partnership_id="bromley",
    agency_id="met-bromley",
    agency_name="Metropolitan Police",
    sector="police",
    client_id="met-bromley-returns",
    keys=(),
    scopes=frozenset({"returns:write", "aggregates:read"}),
    dpop_required=False,
    active=True,
)


def test_a_cut_off_ends_the_tokens_before_it() -> None:
    cut = replace(CLIENT, tokens_valid_after=NOW)
    assert CLIENT.accepts(NOW)
    assert cut.accepts(NOW)
    assert not cut.accepts(NOW - timedelta(seconds=1))
    assert not replace(CLIENT, active=False).accepts(NOW)


@pytest.mark.parametrize(
    ("required", "asked", "unbound"),
    [
        (False, {"returns:write"}, True),
        (False, {"returns:write", "aggregates:read"}, False),
        (True, {"returns:write"}, False),
    ],
)
def test_only_returns_go_without_a_bound_token(
    *, required: bool, asked: set[str], unbound: bool
) -> None:
    assert replace(CLIENT, dpop_required=required).may_go_unbound(asked) is unbound
