from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codes import MISSING_REASONS, code_list
from schemas.fields import CellMap, Code, LinkedRef, Many, PersonRefs
from schemas.reference import synthetic_reference
from tests.unit.schemas.fields.refusing import refusal

SEX = Code("sex", codes="sex", reasons=True, mandatory=True)
ABUSE = Many("abuse", of=Code("kind", codes="abuse_type"))
CELL = CellMap(
    "a cell", dimensions={"sex": "sex", "role": "", "ward": "ward", "age_band": "age_band"}
)
ADA, BEN = synthetic_reference(b"ada"), synthetic_reference(b"ben")


@pytest.mark.parametrize("value", ["F", "M", *sorted(MISSING_REASONS)])
def test_a_code_of_the_list_or_a_reason_is_taken(value: str) -> None:
    assert SEX.deserialize(value) == value


@pytest.mark.parametrize("value", ["f", "F ", "", "female", "X", "F\x00", "\uff26"])
def test_anything_else_is_no_code(value: str) -> None:
    assert refusal(SEX, value) == "code"


@pytest.mark.parametrize("value", [1, True, ["F"], {"F": 1}], ids=repr)
def test_a_code_is_text(value: Any) -> None:
    assert refusal(SEX, value) == "type"


def test_a_reason_is_no_code_where_none_is_asked_for() -> None:
    assert refusal(Code("decision", codes="housing_decision"), "not_known") == "code"


def test_a_mandatory_field_needs_a_value_and_an_optional_one_may_have_none() -> None:
    assert refusal(SEX, None) == "missing"
    assert Code("sex", codes="sex").deserialize(None) is None


def test_a_mandatory_code_that_may_give_a_reason_is_filled_as_not_recorded() -> None:
    assert SEX.fill == "not_recorded"
    assert Code("level", codes="level", mandatory=True).fill is None
    assert Code("status", codes="aggregate_status", mandatory=True, fill="final").fill == "final"


def test_a_list_of_codes_keeps_its_order_and_is_joined_by_semicolons() -> None:
    taken = ABUSE.deserialize(["PHY", "COE"])
    assert taken == ("PHY", "COE")
    assert ABUSE.to_text(taken) == "PHY;COE"
    assert ABUSE.stored(taken) == ("PHY;COE",)
    assert ABUSE.stored(None) == (None,)
    assert ABUSE.deserialize(ABUSE.from_text("PHY;COE")) == taken


@pytest.mark.parametrize("value", ["PHY", ("PHY",), {"PHY": 1}, 1, [None], ["PHY", None]], ids=repr)
def test_a_list_is_a_list_of_values(value: Any) -> None:
    assert refusal(ABUSE, value) == "type"


@pytest.mark.parametrize("value", [[], ["PHY", "PHY"]], ids=repr)
def test_a_list_is_neither_empty_nor_says_a_thing_twice(value: Any) -> None:
    assert refusal(ABUSE, value) == "length"


def test_a_list_has_an_end() -> None:
    several = PersonRefs("people")
    references = [synthetic_reference(bytes([n])) for n in range(41)]
    assert len(several.deserialize(references[:40])) == 40
    assert refusal(several, references) == "length"


@pytest.mark.parametrize(
    ("value", "code"), [(["PHY", "no"], "code"), ([["PHY"]], "type"), ([True], "type")], ids=repr
)
def test_a_wrong_entry_is_wrong_as_the_field_itself_would_be(value: Any, code: str) -> None:
    assert refusal(ABUSE, value) == code


@pytest.mark.parametrize("cell", ["PHY;", ";PHY", "PHY;;COE", "PHY,COE", "PHY; COE"])
def test_a_cell_with_an_empty_or_spaced_entry_is_refused(cell: str) -> None:
    assert refusal(ABUSE, ABUSE.from_text(cell)) == "code"


def test_references_of_several_people_are_references() -> None:
    several = PersonRefs("people")
    assert several.deserialize([ADA, BEN]) == (ADA, BEN)
    assert refusal(several, [ADA, "somebody"]) == "person_ref"


def test_a_reference_to_another_person_is_one_and_is_kept_as_several_are() -> None:
    linked = LinkedRef("a person")
    assert linked.deserialize(linked.from_text(ADA)) == (ADA,)
    assert linked.to_text((ADA,)) == ADA
    assert linked.json_schema()["type"] == "string"
    assert linked.expected.startswith("a reference")
    assert linked.storage == PersonRefs("people").storage
    assert refusal(linked, [ADA]) == "type"
    assert refusal(linked, f"{ADA};{BEN}") == "person_ref"


def test_a_cell_of_a_figure_maps_registered_dimensions_in_order() -> None:
    taken = CELL.deserialize({"sex": "F", "age_band": "16-24", "role": "idva"})
    assert list(taken.items()) == [("age_band", "16-24"), ("role", "idva"), ("sex", "F")]
    assert CELL.deserialize({"sex": "not_known"}) == {"sex": "not_known"}
    assert CELL.stored(taken) == (taken,)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("sex=F", "type"),
        ([["sex", "F"]], "type"),
        ({"sex": 1}, "type"),
        ({"sex": None}, "type"),
        ({"sex": ["F"]}, "type"),
        ({"hair": "red"}, "type"),
        ({"role": "Jane Doe"}, "type"),
        ({"role": ""}, "type"),
        ({"role": "x" * 65}, "type"),
        ({}, "length"),
        ({"sex": "F", "role": "a", "ward": "E05013991", "age_band": "16-24"}, "length"),
        ({"sex": "X"}, "code"),
        ({"ward": "E05000000"}, "code"),
    ],
    ids=repr,
)
def test_what_is_no_cell_is_refused(value: Any, code: str) -> None:
    assert refusal(CELL, value) == code


LISTS = st.lists(
    st.sampled_from(sorted(code_list("abuse_type").values)), min_size=1, max_size=10, unique=True
)


@given(LISTS)
def test_every_list_survives_its_csv_cell(value: list[str]) -> None:
    assert ABUSE.deserialize(ABUSE.from_text(ABUSE.to_text(value))) == tuple(value)


@given(st.sampled_from(sorted(SEX.values)))
def test_every_code_survives_its_csv_cell(value: str) -> None:
    assert SEX.deserialize(SEX.from_text(SEX.to_text(value))) == value
