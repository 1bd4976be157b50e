import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import strict_json
from auth.refusals import BadRequest


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1e400}',
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        rb'{"a":"\u0000"}',
        rb'{"a":"\ud800"}',
        rb'{"\uDFFF":1}',
        b'{"a":"\x00"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5000,
    ],
)
def test_what_is_not_strict_json_is_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest):
        strict_json.read(raw)


@pytest.mark.parametrize("raw", [b"[]", b"null", b'"text"', b"1", b"true"])
def test_an_object_must_be_an_object(raw: bytes) -> None:
    assert strict_json.read(raw) == json.loads(raw)
    with pytest.raises(BadRequest) as refused:
        strict_json.read_object(raw)
    assert refused.value.code == "json_not_object"


@pytest.mark.parametrize(
    "raw", [rb'{"a":"\ud83d\ude00"}', '{"a":"😀"}'.encode(), b'{"a":[1,2.5,null,{"b":true}]}']
)
def test_strict_json_is_read_as_it_stands(raw: bytes) -> None:
    assert strict_json.read_object(raw) == json.loads(raw)


@given(st.binary(max_size=200))
def test_any_octets_give_a_value_or_a_refusal(raw: bytes) -> None:
    with suppress(BadRequest):
        strict_json.read(raw)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=10,
)


@given(plain)
def test_what_json_writes_is_read_back(document: object) -> None:
    raw = json.dumps(document, ensure_ascii=False).encode()
    if b"\\u0000" in raw:
        with pytest.raises(BadRequest):
            strict_json.read(raw)
    else:
        assert strict_json.read(raw) == document
