"""The generated check of one record: its text, and what it leaves to the check itself."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.checking import Plan, check
from schemas.datasets import DATASETS
from schemas.fast.loader import Written, checker
from schemas.fast.wording import Names
from tests.rows import row
from tests.unit.schemas.fast.agreement import whole_plan

PLAN = whole_plan("incident")


@pytest.mark.parametrize(
    "record",
    [
        None, [], "text", {}, {"victim": None}, {"victim": []}, {"suspect": 1}, {"suspect": {}},
        {**row("incident"), "strange": 1}, {**row("incident"), "victim.sex": "F"},
        {**row("incident"), "victim": {**row("incident")["victim"], "strange": 1}},
        {**row("incident"), "children": []}, {**row("incident"), "children": {}},
        {**row("incident"), "abuse_types": [["PHY"]]}, {**row("incident"), "record_id": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_record_of_a_strange_shape_has_the_findings_of_the_check(record: Any) -> None:
    assert checker(PLAN)(record) == check(record, plan=PLAN)


def test_the_record_is_left_as_it_was() -> None:
    record = row("incident")
    checker(PLAN)(record)
    assert record == row("incident")


def test_what_stands_in_for_a_column_is_checked_too() -> None:
    present = PLAN.present - {"lad_code", "victim.sharing"}
    wrong = Plan(PLAN.dataset, present, PLAN.context, {"lad_code": "here", "sharing": "?"})
    record = row("incident")
    del record["lad_code"], record["victim"]["sharing"]
    found = checker(wrong)(record)
    assert found == check(record, plan=wrong)
    assert [(each.code, each.field) for each in found.findings] == [
        ("code", "lad_code"),
        ("code", "victim.sharing"),
    ]


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_the_text_names_every_member_and_rule_and_no_value_of_a_request(name: str) -> None:
    plan = whole_plan(name)
    marked = {
        key: "Zq9" if isinstance(value, str) else value for key, value in plan.context.items()
    }
    asked = Plan(plan.dataset, plan.present - {"lad_code"}, marked, {"lad_code": "Zq9"})
    text = Written(asked).text
    assert "Zq9" not in text
    assert all(f"# {rule.id}\n" in text for rule, _, _ in asked.judges)
    assert all(f"# {name}: " in text for name in plan.present)


def test_equal_values_share_a_name_and_false_is_not_nought() -> None:
    names = Names()
    assert names.of("fill", 0) != names.of("fill", False)
    assert names.of("codes", frozenset("ab")) == names.of("codes", frozenset("ba"))
    assert names.of("entries", {}) != names.of("entries", {})
