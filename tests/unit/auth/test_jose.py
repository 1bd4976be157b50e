import json
from contextlib import suppress
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from auth import jose
from auth.jose import BadToken
from tests.oauth_client import Key, b64

TYP = "test+jwt"
KEYS = {alg: Key.make(alg) for alg in ("ES256", "PS256", "Ed25519")}
KEY = KEYS["ES256"]
PUBLIC = jose.public_key(KEY.jwk)


def read(token: str, *, typ: str | None = TYP) -> jose.Sealed:
    return jose.read(token, typ={typ})


def refused(token: str) -> str:
    with pytest.raises(BadToken) as caught:
        read(token).proven([PUBLIC])
    return caught.value.code


@pytest.mark.parametrize("alg", ["ES256", "PS256", "Ed25519", "EdDSA"])
def test_each_algorithm_in_use_is_verified(alg: str) -> None:
    key = KEYS["Ed25519" if alg == "EdDSA" else alg]
    token = key.jws({"typ": TYP, "alg": alg}, {"said": "so"})
    assert read(token).proven([jose.public_key(key.jwk)]) == {"said": "so"}


@pytest.mark.parametrize("bits", [2048, 4096])
def test_a_header_with_an_rsa_key_in_it_is_read(bits: int) -> None:
    key = Key.make("PS256", bits=bits)
    token = key.jws({"typ": TYP, "jwk": key.jwk, "x-more": "ignored"}, {})
    assert read(token).proven([jose.public_key(key.jwk)]) == {}


@pytest.mark.parametrize(
    "alg", ["none", "HS256", "RS256", "RS512", "ES384", "es256", "", None, 7, []]
)
def test_other_algorithms_are_refused(alg: Any) -> None:
    assert refused(KEY.jws({"typ": TYP, "alg": alg}, {})) == "token_algorithm"


def test_an_algorithm_of_another_kind_of_key_is_refused() -> None:
    assert refused(KEY.jws({"typ": TYP, "alg": "PS256"}, {})) == "signature_wrong"
    assert refused(KEY.jws({"typ": TYP, "alg": "EdDSA"}, {})) == "signature_wrong"


def test_a_missing_algorithm_is_refused() -> None:
    assert refused(KEY.raw_jws(b'{"typ":"test+jwt"}', b"{}")) == "token_algorithm"


@pytest.mark.parametrize("typ", [None, "JWT", "at+jwt", "", 7, ["test+jwt"], "test+jwt "])
def test_another_type_is_refused(typ: Any) -> None:
    assert refused(KEY.jws({"typ": typ}, {})) == "token_type"


@pytest.mark.parametrize("typ", ["TEST+JWT", "application/test+jwt", "Application/Test+JWT"])
def test_a_type_is_compared_as_a_media_type(typ: str) -> None:
    assert read(KEY.jws({"typ": typ}, {})).proven([PUBLIC]) == {}


def test_an_absent_type_is_accepted_only_where_it_is_listed() -> None:
    token = KEY.jws({}, {})
    assert read(token, typ=None).proven([PUBLIC]) == {}
    assert refused(token) == "token_type"


@pytest.mark.parametrize("extra", [{"crit": ["b64"]}, {"crit": []}, {"b64": False}, {"b64": True}])
def test_critical_headers_are_refused(extra: dict[str, Any]) -> None:
    assert refused(KEY.jws({"typ": TYP, **extra}, {})) == "token_algorithm"


@pytest.mark.parametrize("kid", ['a"b', "é", "a\\b", "", "a b", "x" * 201, 7, ["k"], {"k": 1}])
def test_a_key_name_that_could_break_an_error_text_is_refused(kid: Any) -> None:
    assert refused(KEY.jws({"typ": TYP, "kid": kid}, {})) == "key_id"


def test_a_key_name_chooses_the_key() -> None:
    other = jose.public_key({**Key.make().jwk, "kid": "two"})
    mine = jose.public_key({**KEY.jwk, "kid": "one"})
    assert read(KEY.jws({"typ": TYP, "kid": "one"}, {})).proven([other, mine]) == {}
    assert read(KEY.jws({"typ": TYP, "kid": KEY.thumbprint}, {})).proven([other, mine]) == {}
    assert read(KEY.jws({"typ": TYP}, {})).proven([other, mine]) == {}
    for kid, code in {"two": "signature_wrong", "three": "key_unknown"}.items():
        with pytest.raises(BadToken) as caught:
            read(KEY.jws({"typ": TYP, "kid": kid}, {})).proven([other, mine])
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        (b"[]", b"{}"),
        (b'"text"', b"{}"),
        (b"null", b"{}"),
        (b"[[[[" * 500, b"{}"),
        (b'{"alg":"ES256","typ":"test+jwt"}', b"[]"),
        (b'{"alg":"ES256","typ":"test+jwt"}', b"[[[[" * 1500),
        (b'{"alg":"ES256","typ":"test+jwt"}', b'{"a":' * 1500),
        (b'{"alg":"ES256","typ":"test+jwt"}', b"7"),
        (b'{"alg":"ES256","typ":"test+jwt"}', b'{"exp":NaN}'),
        (b'{"alg":"ES256","typ":"test+jwt"}', b'{"exp":1e999}'),
        (b'{"alg":"ES256","typ":"test+jwt"}', b"\xff"),
        (b'{"alg":"ES256","alg":"none","typ":"test+jwt"}', b"{}"),
    ],
)
def test_what_is_no_pair_of_objects_is_refused_though_it_is_signed(
    header: bytes, payload: bytes
) -> None:
    assert refused(KEY.raw_jws(header, payload)).startswith("json_")


def test_a_number_of_four_hundred_digits_is_only_a_number() -> None:
    token = KEY.raw_jws(b'{"alg":"ES256","typ":"test+jwt"}', b'{"exp":' + b"9" * 400 + b"}")
    assert read(token).proven([PUBLIC]) == {"exp": int("9" * 400)}


@pytest.mark.parametrize(
    "token", ["", ".", "..", "a.b", "a.b.c.d", "a.b.c=", "a.b.c\n", " a.b.c", "é.é.é", "a" * 20_000]
)
def test_what_is_no_compact_token_is_refused(token: str) -> None:
    assert refused(token) in {"token_form", "base64_malformed"}


def test_a_token_longer_than_the_cap_is_refused_before_anything_is_decoded() -> None:
    honest = KEY.jws({"typ": TYP}, {"pad": "x" * jose.MAX_LENGTH})
    assert refused(honest) == "token_form"


def test_a_signature_spelled_in_another_way_is_refused() -> None:
    token = KEY.jws({"typ": TYP}, {})
    twins = [c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != token[-1]]
    codes = {refused(token[:-1] + twin) for twin in twins}
    assert "base64_malformed" in codes
    assert codes <= {"base64_malformed", "signature_wrong"}


def test_changed_claims_are_refused() -> None:
    header, _, tail = KEY.jws({"typ": TYP}, {"role": "reader"}).split(".")
    assert refused(f"{header}.{b64(b'{}')}.{tail}") == "signature_wrong"


@given(st.text(max_size=300))
def test_any_text_gives_a_value_or_a_refusal(token: str) -> None:
    assert refused(token)


@given(st.binary(max_size=120), st.binary(max_size=120))
def test_any_signed_octets_give_a_value_or_a_refusal(header: bytes, payload: bytes) -> None:
    assert refused(KEY.raw_jws(header, payload))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
names = st.sampled_from(["alg", "typ", "kid", "crit", "b64", "jwk", "jku", "x5c", "cty", "zip"])
headers = st.dictionaries(names, json_values | st.just("ES256") | st.just(TYP), max_size=6)


@given(headers, json_values)
def test_any_signed_json_gives_a_value_or_a_refusal(header: Any, payload: Any) -> None:
    token = KEY.raw_jws(json.dumps(header).encode(), json.dumps(payload).encode())
    with suppress(BadToken):
        assert read(token).proven([PUBLIC]) == payload


class TestKeys:
    @pytest.mark.parametrize("alg", KEYS)
    def test_a_key_has_the_thumbprint_of_rfc_7638(self, alg: str) -> None:
        assert jose.public_key(KEYS[alg].jwk).thumbprint == KEYS[alg].thumbprint

    @pytest.mark.parametrize("alg", ["EdDSA", "Ed25519", None])
    def test_a_key_may_name_its_algorithm_in_either_way(self, alg: str | None) -> None:
        jwk = {**KEYS["Ed25519"].jwk, "use": "sig", "key_ops": ["verify"]} | (
            {"alg": alg} if alg else {}
        )
        token = KEYS["Ed25519"].jws({"typ": TYP, "alg": "EdDSA"}, {})
        assert read(token).proven([jose.public_key(jwk)]) == {}

    @pytest.mark.parametrize(
        "change",
        [
            {"kty": "oct", "k": "c2VjcmV0"},
            {"kty": None},
            {"kty": ["EC"]},
            {"d": "AAAA"},
            {"kid": 'a"b'},
            {"kid": 7},
            {"use": "enc"},
            {"use": ["sig"]},
            {"key_ops": ["sign"]},
            {"key_ops": "verify"},
            {"alg": "PS256"},
            {"alg": "HS256"},
            {"alg": 7},
            {"crv": "P-384"},
            {"crv": "secp256k1"},
            {"crv": None},
            {"crv": ["P-256"]},
            {"x": None},
            {"x": 7},
            {"x": "!" * 43},
            {"x": "A" * 43},
            {"x": "A" * 44},
            {"y": ""},
        ],
    )
    def test_a_key_unfit_to_verify_with_is_refused(self, change: dict[str, Any]) -> None:
        with pytest.raises(BadToken):
            jose.public_key({**KEY.jwk, **change})

    @pytest.mark.parametrize("bits", [1024, 5120])
    def test_an_rsa_key_too_weak_or_too_slow_is_refused(self, bits: int) -> None:
        modulus = b64((1 << (bits - 1) | 1).to_bytes(bits // 8, "big"))
        with pytest.raises(BadToken):
            jose.public_key({"kty": "RSA", "n": modulus, "e": "AQAB"})

    def test_an_rsa_key_is_as_large_as_its_number_and_not_as_its_text(self) -> None:
        modulus = KEYS["PS256"].jwk["n"]
        assert len(modulus) == 342
        zeros = b64(bytes(256 - 128) + b"\xff" * 128)
        small = b64(b"\x7f" + b"\xff" * 255)
        for weak in (zeros, small):
            with pytest.raises(BadToken):
                jose.public_key({"kty": "RSA", "n": weak, "e": "AQAB"})

    def test_a_key_has_one_spelling(self) -> None:
        x = KEY.jwk["x"]
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        twin = letters[letters.index(x[-1]) | 1]
        with pytest.raises(BadToken):
            jose.public_key({**KEY.jwk, "x": x[:-1] + twin})

    @pytest.mark.parametrize("exponent", ["AA", "AQ", "Ag", "AQAAAAAAAQ", "AQ=="])
    def test_an_rsa_key_with_an_odd_exponent_is_refused(self, exponent: str) -> None:
        with pytest.raises(BadToken):
            jose.public_key({**KEYS["PS256"].jwk, "e": exponent})

    @given(
        st.dictionaries(
            st.sampled_from(["kty", "crv", "x", "y", "n", "e", "use", "alg", "key_ops", "kid"]),
            json_values
            | st.sampled_from(["EC", "RSA", "OKP", "P-256", "Ed25519", "A" * 43, "AQAB"]),
        )
    )
    def test_any_key_gives_a_value_or_a_refusal(self, jwk: dict[str, Any]) -> None:
        with suppress(BadToken):
            assert jose.public_key(jwk).thumbprint

    def test_a_new_key_signs_what_its_public_half_verifies(self) -> None:
        private = jose.generate_key()
        token = private.sign({"n": 1}, typ=TYP, kid=private.public.thumbprint)
        assert read(token).proven([private.public]) == {"n": 1}

    def test_a_key_survives_its_file(self) -> None:
        private = jose.generate_key()
        assert jose.private_key(private.pem()).public == private.public

    def test_a_key_does_not_show_itself(self) -> None:
        private = jose.generate_key()
        assert repr(private) == "PrivateKey()"
        assert "d" not in private.public.jwk

    def test_only_a_private_key_of_the_right_curve_is_read_from_a_file(self) -> None:
        private = ec.generate_private_key(ec.SECP384R1())
        other = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        for pem in (other, public, b"nothing"):
            with pytest.raises(ValueError, match=r"."):
                jose.private_key(pem)
