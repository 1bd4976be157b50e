"""Rules over a whole file are kept and broken by example, and every one of them has its example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from api.intake.watches.batch import watch, watches
from schemas.datasets import DATASETS
from schemas.findings import Finding
from schemas.rules import BatchTest, Field, Present, Rule
from tests.rows import Changes, checked, every_column
from tests.unit.schemas.examples import FILES, TOGETHER, File

LATER = {"SUB-V04", "SUB-V05", "HOU-V08", "AGG-V07", "AGG-V09", "AGG-V16"}
"""Rules over the agency's own earlier rows: tried where there is a store to look into."""


def _found(name: str, example: File, rows: Sequence[Changes]) -> list[int | None]:
    rule = next(r for r in DATASETS[name].rules if _key(r) == (example.rule, example.field))
    assert isinstance(rule.test, BatchTest)
    watching = watch(rule.test, rule)
    for number, changes in enumerate(rows, start=1):
        watching.see(number, checked(name, changes).values)
    found = list(watching.findings())
    assert {(f.code, f.severity, f.message, f.field) for f in found} <= {
        (rule.id, rule.severity, rule.sentence, rule.field)
    }
    return [f.row for f in found]


def _key(rule: Rule) -> tuple[str, str]:
    return rule.id, rule.field


def _tries(part: str) -> list[object]:
    return [
        pytest.param(name, example, each, id=f"{name}-{example.rule}-{example.field}-{number}")
        for name, example in FILES
        for number, each in enumerate(getattr(example, part))
    ]


@pytest.mark.parametrize(("name", "example", "rows"), _tries("keeps"))
def test_a_file_that_keeps_a_rule_is_not_found_by_it(
    name: str, example: File, rows: Sequence[Changes]
) -> None:
    assert _found(name, example, rows) == []


@pytest.mark.parametrize(("name", "example", "broken"), _tries("breaks"))
def test_a_file_that_breaks_a_rule_is_found_where_it_does(
    name: str, example: File, broken: tuple[Sequence[Changes], list[int | None]]
) -> None:
    rows, at = broken
    assert _found(name, example, rows) == at


def test_every_rule_over_a_file_has_its_examples() -> None:
    wanted = {
        (name, *_key(rule))
        for name, dataset in DATASETS.items()
        for rule in dataset.rules
        if rule.kind == "batch" and rule.test is not None
    }
    tried = {(name, e.rule, e.field) for name, e in FILES if e.keeps and e.breaks}
    together = {(name, e.rule, e.field) for name, own in TOGETHER.items() for e in own}
    assert wanted <= tried | together
    assert tried <= wanted


def test_every_rule_over_earlier_rows_is_known_to_be_tried_elsewhere() -> None:
    stored = {r for d in DATASETS.values() for r in d.rules if r.kind == "stored"}
    assert {rule.id for rule in stored if not isinstance(rule.test, BatchTest)} == LATER


def test_a_test_over_a_row_has_no_watch() -> None:
    rule = Rule("X-V01", "batch", "error", "Words.", Present(Field("sex")), "sex")
    with pytest.raises(TypeError, match="Present"):
        watch(rule.test, rule)


def _told(name: str, rows: Sequence[Mapping[str, Any]], present: frozenset[str]) -> list[Finding]:
    watching = watches(DATASETS[name].rules, present=present)
    for number, each in enumerate(rows, start=1):
        for one in watching:
            one.see(number, each)
    return [found for one in watching for found in one.findings()]


def test_every_file_is_watched_for_repeated_records() -> None:
    for name in DATASETS:
        found = _told(
            name, [{"record_id": "a"}, {"record_id": "b"}, {"record_id": "a"}], frozenset()
        )
        assert [(f.code, f.severity, f.row) for f in found] == [("duplicate_record_id", "error", 3)]


def test_a_column_that_is_not_in_the_file_has_no_share_of_reasons() -> None:
    rows = [{"record_id": str(n), "victim.religion": "not_recorded"} for n in range(30)]
    whole = every_column("incident")
    assert {f.field for f in _told("incident", rows, whole)} == {"victim.religion"}
    assert _told("incident", rows, whole - {"victim.religion"}) == []


def test_persons_nobody_knows_do_not_thin_a_share() -> None:
    nobody = {n: None for n in every_column("incident") if n.startswith("suspect.")}
    unknown = {"suspect.religion": "not_known"}
    example = next(e for _, e in FILES if e.field == "suspect.religion")
    assert _found("incident", example, [unknown] * 20 + [nobody] * 20) == [None]
    assert _found("incident", example, [unknown] * 19 + [nobody] * 20) == []


def test_rows_without_a_value_are_no_part_of_a_sum() -> None:
    rate = {
        "family": "dq_audit", "measure": "records_checked", "unit": "rate_num_den",
        "value": None, "breakdown": None, "numerator": 1, "denominator": 2,
    }  # fmt: skip
    for rule in ("AGG-V02", "AGG-V04"):
        example = next(e for _, e in FILES if e.rule == rule)
        assert _found("aggregate_return", example, [rate, rate]) == []
