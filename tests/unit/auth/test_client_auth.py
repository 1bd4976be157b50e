import json
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import client_auth, jose
from auth.client_auth import BadAssertion
from auth.clients import Client
from tests.oauth_client import ASSERTION_TYPE, Key, OAuthClient

ISSUER = "https://share.example"
NOW = datetime(2026, 4, 1, 12, 0, tzinfo=UTC)
SECONDS = int(NOW.timestamp())


SENDER = OAuthClient(ISSUER, "met-bromley-returns", Key.make(), clock=NOW.timestamp)


def client(*keys: Key, active: bool = True) -> Client:
    return Client(
        partnership_id="bromley",
        agency_id="met-bromley",
        agency_name="Metropolitan Police",
        sector="police",
        client_id=SENDER.client_id,
        keys=tuple(jose.public_key(key.jwk) for key in keys or (SENDER.key,)),
        scopes=frozenset({"returns:write"}),
        dpop_required=True,
        active=active,
    )


def authenticate(assertion: str, *, by: Client | None = None, **form: str) -> client_auth.Use:
    parameters = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion, **form}
    read = client_auth.read(parameters)
    assert read.client_id == SENDER.client_id
    return client_auth.verify(read, client=by or client(), issuer=ISSUER, now=NOW)


def refused(assertion: str, **more: Any) -> str:
    with pytest.raises(BadAssertion) as caught:
        authenticate(assertion, **more)
    return caught.value.code


@pytest.mark.parametrize("typ", ["JWT", "client-authentication+jwt", None])
def test_an_honest_assertion_authenticates(typ: str | None) -> None:
    header = {"typ": typ} if typ else {}
    use = authenticate(SENDER.assertion(header=header))
    assert use.expires_at == datetime.fromtimestamp(SECONDS + 60, UTC)


@pytest.mark.parametrize("alg", ["PS256", "Ed25519"])
def test_each_kind_of_key_authenticates(alg: str) -> None:
    key = Key.make(alg)
    sender = OAuthClient(ISSUER, SENDER.client_id, key, clock=NOW.timestamp)
    assert authenticate(sender.assertion(), by=client(key)).replay_key


def test_either_of_two_keys_authenticates() -> None:
    assert authenticate(SENDER.assertion(), by=client(Key.make(), SENDER.key)).replay_key


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"aud": [ISSUER]}, "assertion_audience"),
        ({"aud": [ISSUER, "https://other.example"]}, "assertion_audience"),
        ({"aud": ISSUER + "/oauth/token"}, "assertion_audience"),
        ({"aud": ISSUER + "/"}, "assertion_audience"),
        ({"aud": None}, "assertion_audience"),
        ({"exp": SECONDS}, "assertion_time"),
        ({"exp": SECONDS - 1}, "assertion_time"),
        ({"exp": SECONDS + 301}, "assertion_time"),
        ({"exp": SECONDS + 331, "iat": None}, "assertion_time"),
        ({"exp": SECONDS + 10 * 365 * 86400}, "assertion_time"),
        ({"exp": 10**400}, "assertion_time"),
        ({"exp": None}, "assertion_time"),
        ({"exp": "soon"}, "assertion_time"),
        ({"exp": True}, "assertion_time"),
        ({"iat": SECONDS + 31}, "assertion_time"),
        ({"iat": SECONDS - 290}, "assertion_time"),
        ({"iat": "now"}, "assertion_time"),
        ({"nbf": SECONDS + 31}, "assertion_time"),
        ({"nbf": []}, "assertion_time"),
        ({"jti": None}, "assertion_jti"),
        ({"jti": ""}, "assertion_jti"),
        ({"jti": 7}, "assertion_jti"),
        ({"jti": "x" * 256}, "assertion_jti"),
        ({"sub": "kings-pruh-returns"}, "assertion_client"),
        ({"sub": None}, "assertion_client"),
        ({"iss": None}, "assertion_client"),
        ({"iss": 'met"bromley'}, "assertion_client"),
        ({"iss": 7, "sub": 7}, "assertion_client"),
    ],
)
def test_a_false_claim_is_refused(claims: dict[str, Any], code: str) -> None:
    assert refused(SENDER.assertion(**claims)) == code


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": SECONDS + 300},
        {"exp": SECONDS + 330, "iat": SECONDS + 30},
        {"exp": SECONDS + 60, "iat": None},
        {"iat": SECONDS + 10, "nbf": SECONDS + 10},
        {"exp": SECONDS + 10, "iat": SECONDS - 290},
    ],
)
def test_a_clock_may_differ_a_little(claims: dict[str, Any]) -> None:
    assert authenticate(SENDER.assertion(**claims)).replay_key


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "at+jwt"},
        {"typ": "dpop+jwt"},
        {"alg": "RS256"},
        {"alg": "HS256"},
        {"alg": "none"},
        {"alg": 'ES"256'},
        {"kid": 'k"é'},
        {"kid": "another"},
        {"crit": ["exp"]},
    ],
)
def test_another_kind_of_document_is_refused(header: dict[str, Any]) -> None:
    assert refused(SENDER.assertion(header=header))


def test_another_key_is_refused() -> None:
    assert refused(SENDER.assertion(), by=client(Key.make())) == "signature_wrong"


def test_an_unknown_or_revoked_client_is_refused() -> None:
    read = client_auth.read(SENDER.form())
    for known, code in ((None, "client_unknown"), (client(active=False), "client_revoked")):
        with pytest.raises(BadAssertion) as caught:
            client_auth.verify(read, client=known, issuer=ISSUER, now=NOW)
        assert caught.value.code == code


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
def test_an_unknown_client_costs_the_time_of_one_with_another_key(alg: str) -> None:
    sender = OAuthClient(ISSUER, SENDER.client_id, Key.make(alg), clock=NOW.timestamp)
    read = client_auth.read(sender.form())
    known = {
        "unknown": None,
        "revoked": client(Key.make(alg), active=False),
        "one key": client(Key.make(alg)),
        "two keys": client(Key.make(alg), Key.make(alg)),
        "another kind of key": client(Key.make("PS256" if alg == "ES256" else "ES256")),
    }
    spent: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(100):
        for name, one in known.items():
            began = process_time()
            with pytest.raises(BadAssertion):
                client_auth.verify(read, client=one, issuer=ISSUER, now=NOW)
            spent[name].append(process_time() - began)
    # The least of many is the work itself, without what else the machine did meanwhile.
    least = {name: min(times) for name, times in spent.items()}
    assert max(least.values()) < 1.5 * min(least.values()), least


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"client_assertion_type": None}, "assertion_missing"),
        (
            {"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"},
            "assertion_missing",
        ),
        ({"client_secret": "guess"}, "assertion_missing"),
        ({"client_assertion": None}, "token_form"),
        ({"client_id": "kings-pruh-returns"}, "assertion_client"),
    ],
)
def test_a_form_that_authenticates_in_no_way_or_in_two_is_refused(
    form: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadAssertion) as caught:
        client_auth.read(SENDER.form(**form))
    assert caught.value.code == code


def test_the_client_may_be_named_beside_its_assertion() -> None:
    assert authenticate(SENDER.assertion(), client_id=SENDER.client_id).replay_key


def test_an_assertion_is_known_again() -> None:
    assertion, other = SENDER.assertion(), SENDER.assertion()
    assert authenticate(assertion).replay_key == authenticate(assertion).replay_key
    assert authenticate(other).replay_key != authenticate(assertion).replay_key


json_values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([[]])
)


@given(
    st.dictionaries(
        st.sampled_from(["iss", "sub", "aud", "exp", "iat", "nbf", "jti"]), json_values
    ),
    st.dictionaries(st.sampled_from(["alg", "typ", "kid", "crit"]), json_values, max_size=2),
)
def test_any_assertion_authenticates_or_is_refused(
    claims: dict[str, Any], header: dict[str, Any]
) -> None:
    usual = {"iss": SENDER.client_id, "sub": SENDER.client_id, "aud": ISSUER, "jti": "a"}
    assertion = SENDER.key.raw_jws(
        json.dumps({"alg": "ES256", **header}).encode(), json.dumps({**usual, **claims}).encode()
    )
    try:
        use = authenticate(assertion)
    except BadAssertion:
        return
    assert use.expires_at > NOW
