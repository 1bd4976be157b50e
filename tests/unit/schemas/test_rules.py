"""Every rule over one row is kept and broken by example, in every dataset it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import NoneType

import pytest

from schemas.datasets import DATASETS
from schemas.rules import (
    EXPRESSIONS,
    BatchTest,
    Companion,
    Compare,
    Field,
    Rule,
    StoredTest,
    Value,
    named,
    placed,
)
from tests.rows import Changes, checked, every_column
from tests.unit.schemas.examples import ROWS, Example

ENFORCED_ELSEWHERE = {("aggregate_return", "AGG-V08"), ("incident", "EVT-V15")}
"""Rules over a row or a file that hold no test here: a field's own bounds, and counts declared in
place of records."""


RULES: Mapping[tuple[str, str, str], Rule] = {
    (name, rule.id, rule.field): rule
    for name, dataset in DATASETS.items()
    for rule in dataset.rules
}


def _tries(part: str) -> list[object]:
    return [
        pytest.param(name, example, each, id=f"{name}-{example.rule}-{example.field}-{number}")
        for name, example in ROWS
        for number, each in enumerate(getattr(example, part))
    ]


def _found(name: str, example: Example, changes: Changes, *, without: Sequence[str] = ()) -> bool:
    findings = checked(name, changes, without=without).findings
    return any((f.code, f.field) == (example.rule, example.field) for f in findings)


@pytest.mark.parametrize(("name", "example", "changes"), _tries("keeps"))
def test_a_row_that_keeps_a_rule_is_not_found_by_it(
    name: str, example: Example, changes: Changes
) -> None:
    assert not _found(name, example, changes)


@pytest.mark.parametrize(("name", "example", "changes"), _tries("breaks"))
def test_a_row_that_breaks_a_rule_is_found_with_its_severity_and_sentence(
    name: str, example: Example, changes: Changes
) -> None:
    rule = RULES[name, example.rule, example.field]
    found = [
        f
        for f in checked(name, changes).findings
        if (f.code, f.field) == (example.rule, example.field)
    ]
    assert [(f.severity, f.message) for f in found] == [(rule.severity, rule.sentence)]


@pytest.mark.parametrize(("name", "example", "short"), _tries("short"))
def test_a_file_without_the_column_is_not_punished(
    name: str, example: Example, short: tuple[str, Changes]
) -> None:
    column, changes = short
    assert column in every_column(name)
    assert not _found(name, example, changes, without=[column])


def test_every_rule_over_a_row_has_its_examples() -> None:
    wanted = {key for key, rule in RULES.items() if isinstance(rule.test, EXPRESSIONS)}
    kept = {(name, example.rule, example.field) for name, example in ROWS if example.keeps}
    broken = {(name, example.rule, example.field) for name, example in ROWS if example.breaks}
    assert kept == wanted
    assert broken == wanted


def test_a_column_of_the_smallest_row_is_the_only_one_without_a_short_file() -> None:
    smallest = {
        (name, part)
        for name, dataset in DATASETS.items()
        for entry in dataset.minimum
        for part in entry.split("|")
    }
    without = {(name, example.field) for name, example in ROWS if not example.short}
    assert without <= smallest


@pytest.mark.parametrize("name", DATASETS)
def test_no_two_rules_share_an_id_and_a_field(name: str) -> None:
    keys = [(rule.id, rule.field) for rule in DATASETS[name].rules]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", DATASETS)
def test_rules_of_one_id_say_the_same(name: str) -> None:
    by_id: dict[str, set[tuple[str, str, str]]] = {}
    for rule in DATASETS[name].rules:
        by_id.setdefault(rule.id, set()).add((rule.kind, rule.severity, rule.sentence))
    assert {rule_id for rule_id, said in by_id.items() if len(said) > 1} == set()


CONTEXT = {
    "envelope.month",
    "envelope.last_day",
    "envelope.extracted_on",
    "envelope.definition_version",
    "envelope.level",
    "agency.sector",
    "partnership.area",
    "return.dataset",
}


@pytest.mark.parametrize("name", DATASETS)
def test_rules_name_fields_of_their_dataset_and_known_facts_alone(name: str) -> None:
    known = every_column(name)
    for rule in DATASETS[name].rules:
        assert named(rule.test) <= known | CONTEXT, rule.id
        assert rule.field in known, rule.id


@pytest.mark.parametrize("name", DATASETS)
def test_each_kind_of_rule_is_a_test_of_its_kind(name: str) -> None:
    kinds: Mapping[str, object] = {
        "row": EXPRESSIONS,
        "policy": EXPRESSIONS,
        "batch": BatchTest,
        "stored": StoredTest,
        "reconciliation": Companion,
        "output": NoneType,
        "envelope": NoneType,
    }
    for rule in DATASETS[name].rules:
        elsewhere = rule.test is None and (name, rule.id) in ENFORCED_ELSEWHERE
        assert elsewhere or isinstance(rule.test, kinds[rule.kind]), rule.id  # type: ignore[arg-type]
        facts = {fact for fact in named(rule.test) if fact in {"agency.sector", "return.dataset"}}
        assert not facts or rule.kind == "policy", rule.id


@pytest.mark.parametrize("name", DATASETS)
def test_a_rules_sentence_is_one_for_a_person_to_read(name: str) -> None:
    for rule in DATASETS[name].rules:
        assert rule.sentence[0].isupper() or rule.sentence.split()[0] in _names(name), rule.id
        assert rule.sentence.rstrip()[-1] in ".?", rule.id


def _names(name: str) -> set[str]:
    return set(every_column(name))


def test_a_rule_about_a_person_is_placed_at_a_block_and_leaves_other_names() -> None:
    test = Compare("==", Field("person.sex"), Value("F"))
    rule = Rule("X-V01", "row", "error", "Words.", test, "person.sex")
    at = placed(rule, block="victim")
    assert at.field == "victim.sex"
    assert at.test == Compare("==", Field("victim.sex"), Value("F"))
    assert placed(replace(rule, field="reported_on"), block="victim").field == "reported_on"


def test_a_member_of_staff_is_not_left_unrestricted_for_want_of_a_column() -> None:
    found = checked("health_contact", {"person_type": "staff"}, without=["subject.restricted"])
    assert [f.code for f in found.findings] == ["HLT-V06"]


def test_a_basis_for_sharing_says_nothing_of_rows_whose_sharing_is_not_said() -> None:
    basis = {"victim.sharing_basis": "consent"}
    found = checked("incident", basis, without=["victim.sharing"])
    assert [(f.code, f.field) for f in found.findings] == [("SUB-V09", "victim.sharing_basis")]
