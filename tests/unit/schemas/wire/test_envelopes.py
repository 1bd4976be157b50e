"""What may stand in an envelope, sent with a body or kept for bare files."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from schemas.wire.envelopes import (
    PURPOSE_CODES,
    Envelope,
    Explanations,
    PeriodText,
    StandingEnvelope,
    standing_members,
)
from tests.unit.schemas.fields.refusing import refusal
from tests.unit.schemas.strategies import JSON

SENTENCE = "Counted from the case system at the end of the month."
LEAST: dict[str, Any] = {
    "explanation": SENTENCE,
    "permission_incorporate": True,
    "permission_publish": "partnership",
}


def codes(envelope: Any) -> dict[str, str]:
    """The code of the first thing wrong with each member; an empty mapping where nothing is."""
    try:
        Envelope().load(envelope)
    except ValidationError as error:
        messages = error.messages
        assert isinstance(messages, dict)
        return {name: said[0].code for name, said in messages.items()}
    return {}


def test_three_members_are_enough() -> None:
    assert Envelope().load(LEAST) == LEAST


@pytest.mark.parametrize("name", LEAST)
def test_each_of_them_is_needed(name: str) -> None:
    assert codes({n: v for n, v in LEAST.items() if n != name}) == {name: "missing"}
    assert codes({**LEAST, name: None}) == {name: "missing"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("explanation", "too short", "length"),
        ("explanation", "x" * 1001, "length"),
        ("explanation", SENTENCE + "\x00", "characters"),
        ("permission_incorporate", "true", "type"),
        ("permission_publish", "everybody", "code"),
        ("month", "2026-13", "format"),
        ("month", 202603, "type"),
        ("level", "narrative", "code"),
        ("return_status", "late", "code"),
        ("extracted_on", "2026-02-30", "format"),
        ("purpose_codes", ["spying"], "code"),
        ("purpose_codes", [None], "type"),
        ("nil_months", ["2026-01", "2026-01"], "length"),
        ("row_count", -1, "range"),
        ("row_count", True, "type"),
        ("person_ref_key", "key one", "format"),
        ("source_system", "x" * 101, "length"),
        ("explanations", {"EVT-V07": "short"}, "length"),
        ("surname", "x", "unknown_field"),
    ],
    ids=str,
)
def test_a_wrong_member_is_named_with_its_code(name: str, value: Any, code: str) -> None:
    assert codes({**LEAST, name: value}) == {name: code}


@pytest.mark.parametrize("period", ["2026-03", "2025-26-Q4", "2025-26"])
def test_a_period_is_a_month_a_quarter_or_a_year(period: str) -> None:
    field = PeriodText("a period")
    assert field.deserialize(period) == period


def test_a_purpose_goes_by_its_name() -> None:
    assert "strategic_needs_assessment" in PURPOSE_CODES
    assert all(code.label for code in PURPOSE_CODES)


EXPLAINED = Explanations("explanations")


def test_each_query_is_explained_by_its_code() -> None:
    said = {"EVT-V07": SENTENCE, "SUB-V06": SENTENCE}
    assert EXPLAINED.deserialize(said) == said
    assert EXPLAINED.deserialize({}) == {}
    assert len(EXPLAINED.deserialize({f"X-{n}": SENTENCE for n in range(100)})) == 100


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([SENTENCE], "type"),
        (SENTENCE, "type"),
        ({"EVT V07": SENTENCE}, "type"),
        ({"": SENTENCE}, "type"),
        ({"\ud800": SENTENCE}, "type"),
        ({"x" * 41: SENTENCE}, "type"),
        ({"EVT-V07": None}, "missing"),
        ({"EVT-V07": 1}, "type"),
        ({"EVT-V07": "short"}, "length"),
        ({"EVT-V07": SENTENCE + "\ud800"}, "characters"),
        ({f"X-{n}": SENTENCE for n in range(101)}, "length"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_anything_else_explains_nothing(value: Any, code: str) -> None:
    assert refusal(EXPLAINED, value) == code


def test_dates_come_out_as_dates() -> None:
    assert Envelope().load({**LEAST, "extracted_on": "2026-04-05"})["extracted_on"] == date(
        2026, 4, 5
    )


def test_what_changes_with_every_delivery_does_not_stand() -> None:
    stands = standing_members()
    assert stands >= set(LEAST)
    assert not stands & {"month", "extracted_on", "row_count", "reason", "return_status"}
    assert set(StandingEnvelope().fields) == stands


@given(st.dictionaries(st.sampled_from(sorted(Envelope().fields)), JSON, max_size=4))
def test_any_json_is_an_envelope_or_named_members(changes: dict[str, Any]) -> None:
    assert set(codes({**LEAST, **changes})) <= set(changes)


MARKER = "Zq9Ada-Marker"


@given(st.sampled_from(sorted(Envelope().fields)), st.sampled_from([MARKER, [MARKER], {MARKER: 1}]))
def test_no_complaint_about_an_envelope_repeats_a_value(name: str, value: Any) -> None:
    assert MARKER not in str(Envelope().validate({**LEAST, name: value}))


def test_the_shape_of_explanations_is_published() -> None:
    schema = EXPLAINED.json_schema()
    assert schema["maxProperties"] == 100
    assert schema["additionalProperties"]["minLength"] == 20
