from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import jose, tokens
from auth.details import Granted
from auth.jose import BadToken, PrivateKey, PublicKey
from auth.tokens import AccessToken
from tests.oauth_client import Key, changed
from tests.papers import AGREEMENT, NOW, PURPOSE

ISSUER, RESOURCE = "https://share.example", "https://share.example/v1"
KEY = Key.make()
SERVER = jose.generate_key()

TOKEN = tokens.new(
    partnership_id="bromley",
    agency_id="met-bromley",
    client_id="met-bromley-returns",
    scopes=frozenset({"returns:read", "returns:write"}),
    granted=Granted(AGREEMENT, PURPOSE, frozenset({"incident"}), frozenset({"submit"})),
    jkt="t" * 43,
    now=NOW + timedelta(microseconds=5),
)


def mint(token: AccessToken, key: PrivateKey = SERVER) -> str:
    return tokens.mint(token, issuer=ISSUER, resource=RESOURCE, kid=key.public.thumbprint, key=key)


def verify(text: str, *, seconds: float = 0, **more: Any) -> AccessToken:
    published = {key.thumbprint: key for key in (SERVER.public, jose.public_key(KEY.jwk))}

    def find(kid: str) -> list[PublicKey]:
        return [published[kid]] if kid in published else []

    usual = {"find": find, "issuer": ISSUER, "resource": RESOURCE}
    return tokens.verify(text, **{**usual, "now": NOW + timedelta(seconds=seconds), **more})


def refused(text: str, **more: Any) -> str:
    with pytest.raises(BadToken) as caught:
        verify(text, **more)
    return caught.value.code


@pytest.mark.parametrize("token", [TOKEN, replace(TOKEN, granted=None), replace(TOKEN, jkt=None)])
def test_a_token_is_believed_as_it_was_made(token: AccessToken) -> None:
    assert verify(mint(token)) == token


def test_a_token_says_what_the_standards_ask() -> None:
    said = tokens.claims(TOKEN, issuer=ISSUER, resource=RESOURCE)
    assert said == {
        "iss": ISSUER,
        "sub": "met-bromley-returns",
        "client_id": "met-bromley-returns",
        "aud": RESOURCE,
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        "jti": TOKEN.jti,
        "scope": "returns:read returns:write",
        "agency": "urn:safershare:agency:bromley:met-bromley",
        "cnf": {"jkt": "t" * 43},
        "authorization_details": [
            {
                "type": "urn:safershare:agreement-access:v1",
                "agreement": AGREEMENT,
                "purpose": PURPOSE,
                "datatypes": ["incident"],
                "actions": ["submit"],
                "locations": [RESOURCE],
            }
        ],
    }
    header = jose.read(mint(TOKEN), typ={"at+jwt"}).header
    assert header == {"alg": "ES256", "typ": "at+jwt", "kid": SERVER.public.thumbprint}


def test_a_token_names_its_scheme() -> None:
    assert TOKEN.scheme == "DPoP"
    assert replace(TOKEN, jkt=None).scheme == "Bearer"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(-30, None), (-31, "token_not_yet"), (0, None), (299, None), (300, "token_expired")],
)
def test_a_token_has_its_time(seconds: int, code: str | None) -> None:
    if code is None:
        assert verify(mint(TOKEN), seconds=seconds) == TOKEN
    else:
        assert refused(mint(TOKEN), seconds=seconds) == code


def test_a_token_of_an_unknown_key_is_refused() -> None:
    assert refused(mint(TOKEN, jose.generate_key())) == "key_unknown"


def test_a_token_for_another_api_or_by_another_server_is_refused() -> None:
    assert refused(mint(TOKEN), issuer="https://other.example") == "token_audience"
    assert refused(mint(TOKEN), resource="https://other.example/v1") == "token_audience"


def signed(*, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token signed with a published key by somebody who does not make tokens as we do."""
    usual = tokens.claims(TOKEN, issuer=ISSUER, resource=RESOURCE)
    stated = changed({"typ": "at+jwt", "kid": KEY.thumbprint}, header or {})
    return KEY.jws(stated, changed(usual, claims))


def test_the_same_claims_by_a_published_key_are_believed() -> None:
    assert verify(signed()) == TOKEN
    assert verify(signed(header={"typ": "application/at+jwt"})) == TOKEN


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "dpop+jwt"},
        {"kid": None},
        {"alg": "PS256"},
        {"alg": "EdDSA"},
        {"alg": "none"},
        {"alg": "HS256"},
    ],
)
def test_another_kind_of_document_is_refused(header: dict[str, Any]) -> None:
    assert refused(signed(header=header))


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [RESOURCE]},
        {"aud": None},
        {"iss": None},
        {"sub": "other"},
        {"sub": None},
        {"client_id": None},
        {"iat": None},
        {"iat": "now"},
        {"exp": None},
        {"exp": 10**400},
        {"exp": True},
        {"jti": None},
        {"jti": 7},
        {"jti": "no uuid"},
        {"scope": None},
        {"scope": ""},
        {"scope": 7},
        {"scope": "admin"},
        {"scope": ["returns:read"]},
        {"agency": None},
        {"agency": "met-bromley"},
        {"agency": 7},
        {"agency": "urn:safershare:agency:bromley:"},
        {"cnf": "t" * 43},
        {"cnf": {}},
        {"cnf": []},
        {"authorization_details": {}},
        {"authorization_details": []},
        {"authorization_details": [1]},
        {"authorization_details": [{"type": "urn:safershare:agreement-access:v1"}]},
        {
            "authorization_details": [
                {"type": "urn:safershare:agreement-access:v1", "agreement": "a", "purpose": "b"}
            ]
        },
    ],
)
def test_claims_that_this_service_never_writes_are_refused(claims: dict[str, Any]) -> None:
    assert refused(signed(**claims)) in {"token_audience", "token_claims"}


values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([[]])
)
names = sorted(tokens.claims(TOKEN, issuer=ISSUER, resource=RESOURCE))


@given(st.dictionaries(st.sampled_from(names), values, min_size=1))
def test_any_claims_are_believed_or_refused(claims: dict[str, Any]) -> None:
    usual = tokens.claims(TOKEN, issuer=ISSUER, resource=RESOURCE)
    with suppress(BadToken):
        verify(KEY.jws({"typ": "at+jwt", "kid": KEY.thumbprint}, {**usual, **claims}))
