from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import dpop
from auth.dpop import BadProof, NonceNeeded, Nonces
from auth.numeric_date import instant
from tests.oauth_client import Key, OAuthClient

NOW = datetime(2026, 4, 1, 12, 0, 0, 500_000, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
URL = "https://share.example/v1/returns"
NONCES = Nonces(b"s" * 32)


CLIENT = OAuthClient("https://share.example", "x", Key.make(), clock=NOW.timestamp)


def check(proof: str, **more: Any) -> dpop.Proof:
    return dpop.check(proof, **{"method": "GET", "url": URL, "now": NOW, **more})


def refused(proof: str, **more: Any) -> str:
    with pytest.raises(BadProof) as caught:
        check(proof, **more)
    return caught.value.code


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519"])
def test_a_proof_holds_for_its_request(alg: str) -> None:
    key = Key.make(alg)
    client = OAuthClient("i", "x", key, proof_key=key, clock=NOW.timestamp)
    proof = check(client.proof("GET", URL))
    assert proof.jkt == key.thumbprint
    assert proof.expires_at == datetime.fromtimestamp(SECONDS, UTC) + dpop.OLDEST


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"htm": "POST"}, "proof_other_request"),
        ({"htm": "get"}, "proof_other_request"),
        ({"htm": None}, "proof_other_request"),
        ({"htu": "https://share.example/v1/records"}, "proof_other_request"),
        ({"htu": "http://share.example/v1/returns"}, "proof_other_request"),
        ({"htu": "https://other.example/v1/returns"}, "proof_other_request"),
        ({"htu": "https://share.example:444/v1/returns"}, "proof_other_request"),
        ({"htu": "https://share.example/v1/Returns"}, "proof_other_request"),
        ({"htu": "/v1/returns"}, "proof_other_request"),
        ({"htu": "https://[::1/v1/returns"}, "proof_other_request"),
        ({"htu": "https://share.example:99999/v1/returns"}, "proof_other_request"),
        ({"htu": 7}, "proof_other_request"),
        ({"htu": "https://me@share.example/v1/returns"}, "proof_other_request"),
        ({"htu": None}, "proof_other_request"),
        ({"iat": SECONDS - 121}, "proof_time"),
        ({"iat": SECONDS + 31}, "proof_time"),
        ({"iat": None}, "proof_time"),
        ({"nbf": SECONDS + 31}, "proof_time"),
        ({"nbf": "now"}, "proof_time"),
        ({"exp": SECONDS - 1}, "proof_time"),
        ({"exp": 10**400}, "proof_time"),
        ({"iat": "now"}, "proof_time"),
        ({"iat": True}, "proof_time"),
        ({"iat": 10**400}, "proof_time"),
        ({"iat": -(10**400)}, "proof_time"),
        ({"jti": None}, "proof_jti"),
        ({"jti": ""}, "proof_jti"),
        ({"jti": 7}, "proof_jti"),
        ({"jti": "x" * 256}, "proof_jti"),
    ],
)
def test_a_proof_for_something_else_is_refused(claims: dict[str, Any], code: str) -> None:
    assert refused(CLIENT.proof("GET", URL, **claims)) == code


@pytest.mark.parametrize("iat", [SECONDS - 119, SECONDS, SECONDS + 10, SECONDS + 30, SECONDS + 0.5])
def test_a_clock_may_differ_a_little(iat: float) -> None:
    assert check(CLIENT.proof("GET", URL, iat=iat)).expires_at >= NOW


def test_a_proof_may_say_when_it_begins_and_ends() -> None:
    assert check(CLIENT.proof("GET", URL, nbf=SECONDS + 10, exp=SECONDS + 60)).replay_key


@pytest.mark.parametrize(
    "htu",
    [
        "HTTPS://Share.Example/v1/returns",
        "https://share.example:443/v1/returns",
        "https://share.example/v1/returns?page=2",
        "https://share.example/v1/returns#top",
        "https://share.example/v1/%72eturns",
    ],
)
def test_one_address_has_several_spellings(htu: str) -> None:
    assert check(CLIENT.proof("GET", URL, htu=htu)).replay_key


def test_the_root_has_a_path_or_none() -> None:
    assert check(
        CLIENT.proof("GET", "https://share.example"), url="https://share.example/"
    ).replay_key


@pytest.mark.parametrize(
    "header",
    [
        {"jwk": None},
        {"jwk": []},
        {"jwk": "key"},
        {"jwk": {}},
        {"jwk": Key.make().jwk},
        {"jwk": {"kty": "oct", "k": "c2VjcmV0"}},
        {"alg": "HS256"},
        {"alg": "none"},
        {"typ": "JWT"},
        {"typ": None},
        {"typ": "at+jwt"},
    ],
)
def test_a_proof_without_its_own_key_is_refused(header: dict[str, Any]) -> None:
    assert refused(CLIENT.proof("GET", URL, header=header))


def test_a_proof_with_a_private_key_in_it_is_refused() -> None:
    assert CLIENT.proof_key is not None
    jwk = {**CLIENT.proof_key.jwk, "d": "AAAA"}
    assert refused(CLIENT.proof("GET", URL, header={"jwk": jwk})) == "key_kind"


def test_a_key_name_beside_the_key_chooses_nothing() -> None:
    assert check(CLIENT.proof("GET", URL, header={"kid": "mine"})).replay_key


def test_a_proof_holds_for_its_token_alone() -> None:
    proof = CLIENT.proof("GET", URL, token="one")
    assert check(proof, access_token="one").replay_key
    assert refused(proof, access_token="two") == "proof_other_token"
    assert refused(CLIENT.proof("GET", URL), access_token="one") == "proof_other_token"


def test_equal_proofs_have_one_replay_key_and_others_another() -> None:
    proof = CLIENT.proof("GET", URL, jti="a")
    same = CLIENT.proof("GET", URL, jti="a", iat=SECONDS - 1)
    assert check(proof).replay_key == check(proof).replay_key == check(same).replay_key
    others = [
        check(CLIENT.proof("GET", URL, jti="b")),
        check(CLIENT.proof("POST", URL, jti="a"), method="POST"),
        check(CLIENT.proof("GET", URL + "/x", jti="a"), url=URL + "/x"),
    ]
    assert len({check(proof).replay_key, *(other.replay_key for other in others)}) == 4


class TestNonces:
    def test_a_proof_must_hold_a_nonce_of_the_service(self) -> None:
        good = NONCES.issue(now=NOW)
        assert check(CLIENT.proof("GET", URL, nonce=good), nonces=NONCES).replay_key
        for nonce in (None, "", "guess", 7, good[:-1], Nonces(b"t" * 32).issue(now=NOW)):
            with pytest.raises(NonceNeeded):
                check(CLIENT.proof("GET", URL, nonce=nonce), nonces=NONCES)

    def test_a_nonce_where_none_is_needed_does_no_harm(self) -> None:
        assert check(CLIENT.proof("GET", URL, nonce="any")).replay_key

    @pytest.mark.parametrize(
        ("age", "good"), [(-60, False), (-20, True), (299, True), (302, False)]
    )
    def test_a_nonce_has_its_time(self, *, age: int, good: bool) -> None:
        nonce = NONCES.issue(now=NOW - timedelta(seconds=age))
        assert NONCES.holds(nonce, now=NOW) is good

    def test_a_nonce_is_asked_for_only_when_nothing_else_is_wrong(self) -> None:
        assert refused(CLIENT.proof("POST", URL), nonces=NONCES) == "proof_other_request"

    def test_its_secret_does_not_show(self) -> None:
        assert repr(NONCES) == "Nonces()"


json_values: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([[]])
)


@given(
    st.dictionaries(st.sampled_from(["htm", "htu", "iat", "jti", "ath", "nonce"]), json_values),
    st.dictionaries(st.sampled_from(["alg", "typ", "jwk", "kid"]), json_values, max_size=2),
)
def test_any_proof_holds_or_is_refused(claims: dict[str, Any], header: dict[str, Any]) -> None:
    proof = CLIENT.proof("GET", URL, header=header, **claims)
    try:
        check(proof, access_token="t", nonces=NONCES)
    except BadProof:
        return
    raise AssertionError("a proof without the right hash and nonce was accepted")


@given(json_values)
def test_any_value_is_an_instant_or_none(value: object) -> None:
    read = instant(value)
    assert read is None or read.tzinfo is UTC
