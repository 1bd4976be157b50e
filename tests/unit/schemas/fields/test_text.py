from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from schemas.fields import Opaque, PersonRef, Text
from schemas.fields.base import Domain
from schemas.reference import synthetic_reference
from tests.unit.schemas.fields.refusing import refusal

TEXT = Text("a text", low=3, high=10)
OPAQUE = Opaque("an id")
REFERENCE = PersonRef("a reference")
REAL = "0123456789abcdef" * 4


@pytest.mark.parametrize("field", [TEXT, OPAQUE, REFERENCE], ids=lambda f: type(f).__name__)
@pytest.mark.parametrize("value", [1, True, 1.5, ["abc"], {"a": 1}, b"abc"], ids=repr)
def test_only_a_json_string_is_text(field: Domain, value: Any) -> None:
    assert refusal(field, value) == "type"


HIDDEN = {
    "nul": "\x00",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
    "soft hyphen": "\xad",
    "zero width space": "\u200b",
    "zero width joiner": "\u200d",
    "line separator": "\u2028",
    "right to left override": "\u202e",
    "word joiner": "\u2060",
    "isolate": "\u2066",
    "byte order mark": "\ufeff",
    "replacement": "\ufffd",
    "no character": "\uffff",
    "high surrogate": "\ud800",
    "low surrogate": "\udfff",
    "tag": "\U000e0041",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_text_with_a_hidden_or_broken_character_is_refused(name: str) -> None:
    assert refusal(TEXT, f"ab{HIDDEN[name]}cd") == "characters"


@pytest.mark.parametrize("value", ["naïve", "Łódź 12", "a\tb\nc", "日本語", "“ab”", "a\u0301b c"])
def test_ordinary_text_of_any_script_is_taken_as_it_stands(value: str) -> None:
    assert TEXT.deserialize(value) == value


def test_text_may_be_as_short_and_as_long_as_it_says() -> None:
    assert [TEXT.deserialize(value) for value in ("abc", "x" * 10)] == ["abc", "x" * 10]
    anything = Text("anything")
    assert [len(anything.deserialize("x" * n)) for n in (1, 1000)] == [1, 1000]
    assert [refusal(anything, "x" * n) for n in (0, 1001)] == ["length", "length"]


@pytest.mark.parametrize("value", ["ab", "", "   ", " a \n ", "x" * 11])
def test_text_is_as_long_as_it_says_spaces_around_it_not_counted(value: str) -> None:
    assert refusal(TEXT, value) == "length"


@given(st.characters(categories=["Cc", "Cs"], exclude_characters="\t\n\r"))
def test_no_control_or_surrogate_gets_into_text(character: str) -> None:
    assert refusal(TEXT, f"ab{character}cd") == "characters"


@pytest.mark.parametrize("value", ["a", "7", "inc-2026/03:1_a.b", "x" * 64])
def test_an_id_is_letters_digits_and_a_few_marks(value: str) -> None:
    assert OPAQUE.deserialize(value) == value


@pytest.mark.parametrize(
    "value",
    ["", "x" * 65, "-a", ".a", "a b", "a\n", "á", "a\x00", "a@b", "٣", "a\ud800", "=1+1", "a,b"],
)
def test_anything_else_is_no_id(value: str) -> None:
    assert refusal(OPAQUE, value) == "format"


@pytest.mark.parametrize("value", [REAL, synthetic_reference(b"ada")])
def test_a_reference_is_sixty_four_hex_digits_or_an_invented_one(value: str) -> None:
    assert REFERENCE.deserialize(value) == value


@pytest.mark.parametrize(
    "value",
    [REAL.upper(), REAL[:-1], REAL + "0", REAL[:-1] + "\n", "syn_" + "g" * 60, "syn_" + "0" * 61],
)
def test_anything_else_is_no_reference(value: str) -> None:
    assert refusal(REFERENCE, value) == "person_ref"


def test_a_reference_fills_no_column() -> None:
    assert REFERENCE.storage == REFERENCE.stored(REAL) == ()


@given(st.text())
def test_text_is_taken_unchanged_or_refused(value: str) -> None:
    try:
        taken = TEXT.deserialize(value)
    except ValidationError:
        return
    assert taken == value
    assert TEXT.deserialize(TEXT.from_text(TEXT.to_text(taken))) == value
    taken.encode()
