"""Rules over a whole file are kept and broken by example, and every one of them has its example."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from api.intake.batch import watch, watches
from schemas.datasets import DATASETS
from schemas.findings import Finding
from schemas.rules import BatchTest, Field, Present, Rule
from tests.rows import CAT, Changes, checked, every_column

Rows = Sequence[Changes]


@dataclass(frozen=True)
class Example:
    """Files, as changes to a good row, that keep a rule and that break it at certain rows."""

    dataset: str
    rule: str
    field: str
    keeps: Sequence[Rows]
    breaks: Sequence[tuple[Rows, list[int | None]]]


def stock(measure: str, value: int, **changes: Any) -> Changes:
    family = "capacity" if measure.startswith("refuge") else "workforce"
    family = "training" if measure.startswith("staff") else family
    return {
        "family": family, "measure": measure, "value": value, "as_at": "2026-03-31",
        "covers_from": None, "covers_to": None, "breakdown": None, **changes,
    }  # fmt: skip


def calls(value: float, channel: str | None = None) -> Changes:
    return {"value": value, "breakdown": {"channel": channel} if channel else None}


def proxy(value: int, **cell: str) -> Changes:
    family = {"family": "record_proxy", "measure": "incident"}
    return {**family, "value": value, "breakdown": cell or None}


IDVA, OUTREACH = {"breakdown": {"role": "idva"}}, {"breakdown": {"role": "outreach"}}

FIGURES: Sequence[Example] = (
    Example(
        "aggregate_return",
        "AGG-V02",
        "value",
        keeps=[
            [calls(10), calls(4, "phone"), calls(6, "online")],
            [calls(4, "phone"), calls(6, "online")],
            [calls(10)],
            [calls(0.3), calls(0.1, "phone"), calls(0.2, "online")],
            [proxy(9), proxy(9, sex="F"), proxy(4, age_band="16-24"), proxy(5, age_band="25-34")],
            [proxy(9, sex="F"), proxy(4, sex="F", age_band="16-24")],
            [calls(10), {**calls(4, "phone"), "covers_from": "2026-03-02"}],
            [calls(10), {**calls(4, "phone"), "counting_rule": "calls-merged"}],
        ],
        breaks=[
            ([calls(10), calls(4, "phone"), calls(5, "online")], [None]),
            ([calls(4, "phone"), calls(10)], [None]),
            ([proxy(9), proxy(8, sex="F"), proxy(9, age_band="16-24")], [None]),
            ([proxy(9), proxy(8, sex="F"), proxy(8, age_band="16-24")], [None, None]),
        ],
    ),
    Example(
        "aggregate_return",
        "AGG-V04",
        "value",
        keeps=[
            [stock("refuge_occupied", 20), stock("refuge_capacity", 20)],
            [stock("refuge_occupied", 20)],
            [stock("refuge_occupied", 9), stock("refuge_capacity", 5, as_at="2026-03-30")],
            [
                stock("refuge_occupied", 9, breakdown={"support_type": "refuge"}),
                stock("refuge_capacity", 5, breakdown={"support_type": "dispersed"}),
            ],
        ],
        breaks=[
            ([stock("refuge_occupied", 21), stock("refuge_capacity", 20)], [None]),
            ([stock("refuge_capacity", 20), stock("refuge_occupied", 21)], [None]),
        ],
    ),
    Example(
        "aggregate_return",
        "AGG-V04a",
        "value",
        keeps=[
            [stock("posts", 5), stock("posts_filled", 3), stock("posts_vacant", 2)],
            [stock("posts", 5), stock("posts_filled", 3)],
            [stock("posts_filled", 3), stock("posts_vacant", 2)],
            [stock("posts", 9), stock("posts_filled", 3, **IDVA), stock("posts_vacant", 2, **IDVA)],
        ],
        breaks=[
            ([stock("posts", 5), stock("posts_filled", 3), stock("posts_vacant", 1)], [None]),
        ],
    ),
    Example(
        "aggregate_return",
        "AGG-V05",
        "value",
        keeps=[
            [stock("staff_trained", 4, **IDVA), stock("staff_in_scope", 4, **IDVA)],
            [stock("staff_trained", 4, **IDVA), stock("staff_in_scope", 3, **OUTREACH)],
        ],
        breaks=[
            ([stock("staff_trained", 5, **IDVA), stock("staff_in_scope", 4, **IDVA)], [None]),
        ],
    ),
)

INCIDENTS: Sequence[Example] = (
    Example(
        "incident",
        "EVT-V13",
        "record_id",
        keeps=[
            [{}, {"suspect.person_ref": CAT}],
            [{}, {"victim.person_ref": CAT}],
            [{"suspect.person_ref": None}, {"suspect.person_ref": None}],
            [{}, {"reported_on": "2026-03-15", "first_arrest_at": "2026-03-15T09:00:00Z"}],
        ],
        breaks=[([{}, {}], [2]), ([{}, {"suspect.person_ref": CAT}, {}, {}], [3, 4])],
    ),
)


def _shares() -> Sequence[Example]:
    """SUB-V06 for every equality field of every person block."""
    found = []
    for name, dataset in DATASETS.items():
        for rule in dataset.rules:
            if rule.id == "SUB-V06":
                held = {rule.field: "not_known"}
                found.append(
                    Example(
                        name,
                        rule.id,
                        rule.field,
                        keeps=[
                            [held] * 16 + [{}] * 4,
                            [held] * 19,
                            [held] * 10 + [{rule.field: "not_asked"}] * 10,
                            [{}] * 30,
                        ],
                        breaks=[([held] * 17 + [{}] * 3, [None]), ([held] * 20, [None])],
                    )
                )
    return found


EXAMPLES = (*FIGURES, *INCIDENTS, *_shares())
LATER = {"SUB-V04", "SUB-V05", "HOU-V08", "AGG-V07", "AGG-V09"}
"""Rules over the agency's own earlier rows: tried where there is a store to look into."""


def _found(example: Example, rows: Rows) -> list[int | None]:
    rule = next(
        r for r in DATASETS[example.dataset].rules if _key(r) == (example.rule, example.field)
    )
    assert isinstance(rule.test, BatchTest)
    watching = watch(rule.test, rule)
    for number, changes in enumerate(rows, start=1):
        watching.see(number, checked(example.dataset, changes).values)
    found = list(watching.findings())
    assert {(f.code, f.severity, f.message, f.field) for f in found} <= {
        (rule.id, rule.severity, rule.sentence, rule.field)
    }
    return [f.row for f in found]


def _key(rule: Rule) -> tuple[str, str]:
    return rule.id, rule.field


def _named(part: str) -> list[object]:
    return [
        pytest.param(example, each, id=f"{example.rule}-{example.field}-{number}")
        for example in EXAMPLES
        for number, each in enumerate(getattr(example, part))
    ]


@pytest.mark.parametrize(("example", "rows"), _named("keeps"))
def test_a_file_that_keeps_a_rule_is_not_found_by_it(example: Example, rows: Rows) -> None:
    assert _found(example, rows) == []


@pytest.mark.parametrize(("example", "broken"), _named("breaks"))
def test_a_file_that_breaks_a_rule_is_found_where_it_does(
    example: Example, broken: tuple[Rows, list[int | None]]
) -> None:
    rows, at = broken
    assert _found(example, rows) == at


def test_every_rule_over_a_file_has_its_examples() -> None:
    wanted = {
        (name, *_key(rule))
        for name, dataset in DATASETS.items()
        for rule in dataset.rules
        if rule.kind == "batch"
    }
    assert {(e.dataset, e.rule, e.field) for e in EXAMPLES if e.keeps and e.breaks} == wanted


def test_every_rule_over_earlier_rows_is_known_to_be_tried_elsewhere() -> None:
    stored = {r.id for d in DATASETS.values() for r in d.rules if r.kind == "stored"}
    assert stored == LATER


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
    example = next(e for e in EXAMPLES if e.field == "suspect.religion")
    assert _found(example, [unknown] * 20 + [nobody] * 20) == [None]
    assert _found(example, [unknown] * 19 + [nobody] * 20) == []


def test_rows_without_a_value_are_no_part_of_a_sum() -> None:
    rate = {
        "family": "dq_audit", "measure": "records_checked", "unit": "rate_num_den",
        "value": None, "breakdown": None, "numerator": 1, "denominator": 2,
    }  # fmt: skip
    for rule in ("AGG-V02", "AGG-V04"):
        example = next(e for e in FIGURES if e.rule == rule)
        assert _found(example, [rate, rate]) == []
