"""What is shown of a row: nothing that never leaves, nothing withheld, nobody's own identifiers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policies.pairwise import Pairwise
from api.policies.records import View, flat, headings
from schemas.dataset import Dataset, columns
from schemas.datasets import DATASETS
from schemas.leaving import NEVER_LEAVES, RECORD_ID, ROWLESS
from schemas.tables.records import person_columns

NAMES = Pairwise(b"s" * 32, "bromley", "DSA-1", "bcwa")
PERSONS = {name: bytes([place]) * 32 for place, name in enumerate("abc", start=200)}

VALUES: Mapping[str, Any] = {
    "integer": 4,
    "boolean": True,
    "date": date(2026, 3, 14),
    "instant": datetime(2026, 3, 14, 21, 5, tzinfo=UTC),
    "decimal": Decimal("12.500000"),
    "map": {"channel": "phone"},
    "refs": f"{PERSONS['b'].hex()};{PERSONS['c'].hex()}",
}
"""A stored value of each kind; those of text say in which column they stand."""


def stored(dataset: type[Dataset], **changes: Any) -> dict[str, Any]:
    """A row of the store in which every column has a value that tells where it stands."""
    row: dict[str, Any] = {"agency_id": "met-bromley", "month": "2026-03"}
    for column in columns(dataset):
        for name, kind in column.stored:
            row[name] = VALUES.get(kind, f"marked-{name}")
    people = zip(person_columns(dataset), PERSONS.values(), strict=False)
    shared = {f"{block}_sharing": "may_be_shared" for block in dataset.persons}
    return row | dict(people) | shared | changes


def marks(dataset: type[Dataset], names: set[str]) -> set[str]:
    """The values that would tell of these fields."""
    return {
        f'"marked-{name}"'
        for column in columns(dataset)
        if column.name in names
        for name, kind in column.stored
        if kind not in VALUES
    }


@given(data=st.data(), name=st.sampled_from(sorted(DATASETS.keys() - ROWLESS)))
def test_nothing_withheld_and_nothing_that_never_leaves_is_shown(
    data: st.DataObject, name: str
) -> None:
    dataset = DATASETS[name]
    known = sorted({column.name for column in columns(dataset)} - {RECORD_ID})
    withheld = data.draw(st.frozensets(st.sampled_from(known)))
    said = json.dumps(View(dataset, NAMES, withheld).other(stored(dataset)))
    kept = marks(dataset, set(withheld | NEVER_LEAVES[name]))
    assert not [mark for mark in kept if mark in said]
    people = {"victim.person_ref", "subject.person_ref", "child.person_ref", "lead.person_ref"}
    if withheld & people:
        assert NAMES.person(PERSONS["a"]) not in said


@pytest.mark.parametrize("name", DATASETS)
def test_no_digest_is_shown_to_anybody_and_no_identifier_to_another(name: str) -> None:
    dataset = DATASETS[name]
    row = stored(dataset)
    own = json.dumps(View(dataset, NAMES).own(row))
    other = json.dumps(View(dataset, NAMES).other(row))
    assert not [person for person in PERSONS.values() if person.hex() in own + other]
    identifiers = {c.name for c in columns(dataset) if c.name.endswith(("_ref", "record_id"))}
    assert not [mark for mark in marks(dataset, identifiers) if mark in other]


@pytest.mark.parametrize("name", DATASETS)
def test_every_value_has_a_column_in_a_table(name: str) -> None:
    dataset = DATASETS[name]
    view = View(dataset, NAMES)
    for own, record in ((True, view.own(stored(dataset))), (False, view.other(stored(dataset)))):
        assert {cell for cell, _ in flat(record)} <= set(headings(view, own=own))


def test_a_restricted_person_is_left_out_where_others_are_named() -> None:
    view = View(DATASETS["marac_case"], NAMES)
    shown = view.other(stored(view.dataset), hidden=frozenset({PERSONS["b"]}))
    assert shown["perpetrator_refs"] == [NAMES.person(PERSONS["c"])]
    nobody = view.other(stored(view.dataset), hidden=frozenset(PERSONS.values()))
    assert "perpetrator_refs" not in nobody


def test_values_are_shown_in_json_s_own_types() -> None:
    shown = View(DATASETS["incident"], NAMES).own(
        stored(DATASETS["incident"], abuse_types="PHY;COE", victim_age_years=None)
    )
    assert (shown["reported_on"], shown["is_crime"], shown["call_count"]) == ("2026-03-14", True, 4)
    assert shown["abuse_types"] == ["PHY", "COE"]
    assert shown["first_arrest_at"] == "2026-03-14T21:05:00+00:00"
    assert shown["victim"]["age_years"] == "marked-victim_age_years_reason"
    figure = View(DATASETS["aggregate_return"], NAMES).own(stored(DATASETS["aggregate_return"]))
    assert (figure["value"], figure["breakdown"]) == ("12.5", {"channel": "phone"})


def test_a_table_spells_values_as_a_sent_file_does() -> None:
    cells = dict(flat({"is_crime": False, "abuse_types": ["PHY", "COE"], "victim": {"sex": "F"}}))
    assert cells == {"is_crime": "false", "abuse_types": "PHY;COE", "victim.sex": "F"}
