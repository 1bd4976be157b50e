"""A record becomes typed values or findings that say where and what, and never repeat a value."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.checking import Checked, Plan, check
from schemas.dataset import columns
from schemas.datasets import DATASETS
from schemas.findings import Finding
from tests.rows import GOOD, checked, context, every_column, flat, nested, row
from tests.unit.schemas.strategies import JSON, records

each_dataset = pytest.mark.parametrize("name", DATASETS)


def plan(name: str, present: frozenset[str] | None = None, **fills: Any) -> Plan:
    return Plan(DATASETS[name], present or every_column(name), context(name), fills)


def codes(found: Checked) -> list[tuple[str, str | None]]:
    return [(each.code, each.field) for each in found.findings]


@each_dataset
def test_a_good_row_has_no_finding_and_comes_out_typed(name: str) -> None:
    found = checked(name)
    assert (found.findings, found.good) == ((), True)
    assert set(found.values) == set(flat(name))


def test_values_are_typed_and_named_with_dots() -> None:
    values = checked("incident").values
    assert values["reported_on"] == date(2026, 3, 14)
    assert values["first_arrest_at"] == datetime(2026, 3, 14, 21, 5, tzinfo=UTC)
    assert values["abuse_types"] == ("PHY", "COE")
    assert values["victim.age_years"] == 34
    assert checked("aggregate_return").values["value"] == Decimal(40)
    assert checked("aggregate_return").values["breakdown"] == {"channel": "phone"}


@each_dataset
def test_the_record_is_left_as_it_was(name: str) -> None:
    record = row(name)
    before = json.dumps(record)
    check(record, plan=plan(name))
    assert json.dumps(record) == before


@pytest.mark.parametrize("record", [None, 1, "text", [], [{}], True], ids=repr)
def test_a_record_is_an_object(record: Any) -> None:
    found = check(record, plan=plan("incident"))
    assert found.findings == (Finding("type", "error", "A record must be an object."),)
    assert not found.good


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"is_crime": "true"}, [("type", "is_crime")]),
        ({"is_crime": 1}, [("type", "is_crime")]),
        ({"victim.sex": "female"}, [("code", "victim.sex")]),
        ({"victim.age_years": 121}, [("range", "victim.age_years")]),
        ({"victim.age_years": "34"}, [("type", "victim.age_years")]),
        ({"reported_on": "2026-02-30"}, [("format", "reported_on")]),
        ({"record_id": "a b"}, [("format", "record_id")]),
        ({"record_id": None}, [("missing", "record_id")]),
        ({"victim.sex": None}, [("missing", "victim.sex")]),
        ({"abuse_types": ["PHY", "X"]}, [("code", "abuse_types")]),
        ({"victim.person_ref": "Ada"}, [("person_ref", "victim.person_ref")]),
        ({"surname": "x"}, [("unknown_field", None)]),
        ({"victim.surname": "x"}, [("unknown_field", None)]),
        ({"victim.sex": {"deep": [{}]}}, [("type", "victim.sex")]),
    ],
    ids=str,
)
def test_one_wrong_value_is_one_finding_at_its_field(changes: Any, expected: Any) -> None:
    found = checked("incident", changes)
    assert codes(found) == expected
    assert not found.good
    assert all(each.severity == "error" for each in found.findings)


@pytest.mark.parametrize("value", ["a person", [], 1, True], ids=repr)
def test_a_person_who_is_no_object_is_one_finding_and_breaks_no_rule_about_them(value: Any) -> None:
    record = {**row("incident"), "victim": value}
    assert codes(check(record, plan=plan("incident"))) == [("type", "victim")]


def test_a_person_is_needed_where_one_is_counted_and_not_where_nobody_is_known() -> None:
    record = row("incident")
    del record["suspect"]
    assert checked("incident").good
    assert check(record, plan=plan("incident")).good
    assert check({**record, "suspect": None}, plan=plan("incident")).good
    assert codes(check({**record, "victim": None}, plan=plan("incident"))) == [
        ("missing", "victim")
    ]
    del record["victim"]
    assert codes(check(record, plan=plan("incident"))) == [("missing", "victim")]


def test_a_finding_says_its_field_first() -> None:
    (found,) = checked("incident", {"is_crime": "yes"}).findings
    assert found.message == "is_crime must be true or false."
    (found,) = checked("incident", {"victim.nickname": "x"}).findings
    assert found.message.startswith("A field is not a field of this dataset")


def test_a_rule_that_names_a_broken_field_is_not_judged() -> None:
    found = checked("incident", {"arrest_made": "maybe", "first_arrest_at": None})
    assert codes(found) == [("code", "arrest_made")]
    found = checked("incident", {"victim.impairments": ["X"]})
    assert codes(found) == [("code", "victim.impairments")]


def test_a_row_with_queries_and_notes_alone_is_good() -> None:
    late = {"release_on": "2026-03-01", "victim_notified_on": "2026-03-02"}
    found = checked("perpetrator_intervention", late)
    assert [(each.code, each.severity) for each in found.findings] == [("PRP-V06", "note")]
    assert found.good
    assert checked("incident", {"da_flag": False}).good


@each_dataset
def test_the_smallest_row_is_enough_and_the_rest_is_filled(name: str) -> None:
    dataset = DATASETS[name]
    smallest = frozenset(entry.partition("|")[0] for entry in dataset.minimum)
    record = nested({n: v for n, v in GOOD[name].items() if n in smallest})
    own = plan(name, smallest, sharing="counts_only", lad_code="E09000006")
    found = check(record, plan=own)
    assert [each for each in found.findings if each.severity == "error"] == []
    for column, value in own.filled:
        assert found.values[column.name] == value


def test_an_absent_column_is_filled_by_the_field_the_sector_or_the_area() -> None:
    without = ["victim.religion", "victim.sharing", "victim.restricted", "da_flag", "lad_code"]
    values = checked("incident", without=without).values
    assert values["victim.religion"] == "not_recorded"
    assert values["victim.sharing"] == "counts_only"
    assert values["suspect.sharing"] == "linked_counts"
    assert values["victim.restricted"] is False
    assert values["da_flag"] is True
    assert values["lad_code"] == "E09000006"


def test_a_fill_may_name_one_column_or_a_field_of_every_block() -> None:
    present = every_column("incident") - {"victim.sharing", "suspect.sharing"}
    own = plan("incident", present, sharing="counts_only", **{"suspect.sharing": "linked_counts"})
    values = {n: v for n, v in flat("incident").items() if n in present}
    loaded = check(nested(values), plan=own).values
    assert (loaded["victim.sharing"], loaded["suspect.sharing"]) == ("counts_only", "linked_counts")


def test_a_person_that_the_file_does_not_know_is_not_invented() -> None:
    suspect = [n for n in every_column("incident") if n.startswith("suspect.")]
    found = checked("incident", without=suspect)
    assert found.good
    assert not any(name.startswith("suspect.") for name in found.values)


def test_a_person_some_rows_leave_out_is_filled_in_the_others_alone() -> None:
    record = row("incident")
    present = every_column("incident") - {"suspect.religion"}
    del record["suspect"]["religion"]
    own = plan("incident", present, sharing="counts_only")
    assert check(record, plan=own).values["suspect.religion"] == "not_recorded"
    del record["suspect"]
    assert not any(n.startswith("suspect.") for n in check(record, plan=own).values)


def test_what_stands_in_for_a_column_is_not_taken_for_what_the_sender_said() -> None:
    found = checked("incident", without=["source_channel"])
    assert found.values["source_channel"] == "not_recorded"
    assert found.findings == ()


def test_a_blank_in_a_column_that_is_there_needs_a_reason() -> None:
    assert codes(checked("incident", {"victim.religion": None})) == [("missing", "victim.religion")]
    assert checked("incident", without=["victim.religion"]).good


MARKER = "Zq9Ada-Marker"
SHAPES: list[Callable[[str], Any]] = [
    lambda text: text,
    lambda text: [text],
    lambda text: {text: text},
    lambda text: [{"a": text}],
    lambda text: f"{text} {text}",
    lambda text: 7351735173,
    lambda text: -7351735173.5,
]


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_no_finding_repeats_a_value(name: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(columns(DATASETS[name])))
    shape = data.draw(st.sampled_from(SHAPES))
    record = nested({**flat(name), column.name: shape(MARKER)})
    _assert_silent(check(record, plan=plan(name)))


@given(st.sampled_from(sorted(DATASETS)), st.sampled_from(["", "subject", "victim", "lead"]))
def test_no_finding_repeats_the_name_of_an_unknown_member(name: str, block: str) -> None:
    record = row(name)
    holder = record.get(block, record) if block else record
    holder[MARKER] = {MARKER: MARKER}
    found = check(record, plan=plan(name))
    assert codes(found) == [("unknown_field", None)]
    _assert_silent(found)


def _assert_silent(found: Checked) -> None:
    for each in found.findings:
        said = f"{each.code} {each.message} {each.field}"
        assert MARKER not in said
        assert "7351735173" not in said


@given(st.sampled_from(sorted(DATASETS)), JSON)
def test_any_json_is_a_row_or_findings(name: str, record: Any) -> None:
    found = check(record, plan=plan(name))
    assert not found.good


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_a_good_row_with_anything_in_one_place_is_a_row_or_findings(
    name: str, data: st.DataObject
) -> None:
    column = data.draw(st.sampled_from(columns(DATASETS[name])))
    value = data.draw(JSON)
    found = check(nested({**flat(name), column.name: value}), plan=plan(name))
    errors = [each for each in found.findings if each.severity == "error"]
    assert found.good == (not errors)
    assert all(each.field is None or each.field in every_column(name) for each in errors)


@given(st.sampled_from(sorted(DATASETS)), st.data())
def test_values_that_their_fields_take_break_rules_alone(name: str, data: st.DataObject) -> None:
    record = data.draw(records(DATASETS[name]))
    found = check(record, plan=plan(name))
    known = {rule.id for rule in DATASETS[name].rules}
    assert {each.code for each in found.findings} <= known


def test_a_finding_is_placed_at_its_row() -> None:
    found = Finding("type", "error", "Words.", field="sex")
    assert found.at(7) == Finding("type", "error", "Words.", 7, "sex")
