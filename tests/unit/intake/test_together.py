"""Every rule that holds rows against each other is kept and broken by example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from api.intake.watches.batch import watch
from api.intake.watches.beside import Companions
from schemas.datasets import DATASETS
from schemas.rules import BatchTest, Companion, Rule
from tests.rows import Changes, checked, context
from tests.unit.schemas.examples import TOGETHER
from tests.unit.schemas.examples.example import Rows, Together


def _tries(part: str) -> list[Any]:
    return [
        pytest.param(name, each, rows, id=f"{name}-{each.rule}-{each.field}-{number}")
        for name, entries in TOGETHER.items()
        for each in entries
        for number, rows in enumerate(getattr(each, part))
    ]


def _values(dataset: str, changes: Changes) -> Mapping[str, Any]:
    """The good row with changes, as it would be kept."""
    found = checked(dataset, changes)
    assert found.good, found.findings
    return found.values


def _rule(name: str, each: Together) -> Rule:
    [rule] = (r for r in DATASETS[name].rules if (r.id, r.field) == (each.rule, each.field))
    return rule


def _broken(name: str, each: Together, rows: Rows) -> set[tuple[str, str | None]]:
    rule, facts = _rule(name, each), context(name)
    test = rule.test
    if isinstance(test, Companion):
        same = test.dataset == name
        companions = Companions(test, rule, same=same, facts=facts)
        for other in rows.others:
            companions.beside(checked(test.dataset, other).values)  # of whatever month
        watching: Any = companions
    else:
        watching = watch(test, rule, facts=facts)
    for number, own in enumerate(rows.own, start=1):
        watching.see(number, _values(name, own))
    return {(found.code, found.field) for found in watching.findings()}


@pytest.mark.parametrize(("name", "each", "rows"), _tries("keeps"))
def test_rows_that_keep_a_rule_together_are_not_found_by_it(
    name: str, each: Together, rows: Rows
) -> None:
    assert _broken(name, each, rows) == set()


@pytest.mark.parametrize(("name", "each", "rows"), _tries("breaks"))
def test_rows_that_break_a_rule_together_are_found_by_it(
    name: str, each: Together, rows: Rows
) -> None:
    assert _broken(name, each, rows) == {(each.rule, each.field)}


@pytest.mark.parametrize("name", TOGETHER)
def test_every_own_rule_that_holds_rows_against_each_other_has_its_examples(name: str) -> None:
    wanted = {
        (rule.id, rule.field)
        for rule in DATASETS[name].rules
        if isinstance(rule.test, BatchTest) and not rule.id.startswith("SUB-")
    }
    assert {(each.rule, each.field) for each in TOGETHER[name]} == wanted
    assert all(each.keeps and each.breaks for each in TOGETHER[name])
