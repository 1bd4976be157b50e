"""Whatever rule is declared, over whatever fields, the compiled validators judge it alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.checking import Plan
from schemas.dataset import columns
from schemas.rules import (
    AgeAt,
    Compare,
    Expression,
    Field,
    Holds,
    In,
    InMonth,
    Member,
    Not,
    Present,
    ShareAtLeast,
    Value,
    Within,
)
from tests.unit.schemas.fast import agreement, trial
from tests.unit.schemas.fast.agreement import File, exactly, stored
from tests.unit.schemas.fast.trial import TESTS, Strange, Trial

OPTIONAL = sorted(c.name for c in columns(Trial) if not c.field.mandatory)
FILLED = {"is_crime": False, "subject.sex": "M", "count": 0, "note": "as ever", "lad_code": "?"}
ROWS = 40


@given(
    st.lists(TESTS, min_size=1, max_size=4),
    st.frozensets(st.sampled_from([*OPTIONAL, *FILLED]), max_size=6),
    st.dictionaries(st.sampled_from(sorted(FILLED)), st.none()),
    st.integers(0, 2**32),
)
def test_rows_are_judged_alike_under_any_rules(
    tests: list[Expression], absent: frozenset[str], fills: dict[str, None], seed: int
) -> None:
    plan = trial.plan(tests, absent=absent, fills={name: FILLED[name] for name in fills})
    assert_alike(File(plan, trial.rows(ROWS, within=plan, seed=seed)))


def assert_alike(file: File) -> None:
    """Hold all three against the check."""
    for said in agreement.by_columns(file):
        assert said.exact is not None
        assert said.fast is None or said.good
        assert said.fast is None or said.fast == stored(said.exact.values, file.plan)
    for said in agreement.by_lines(file, seed=1):
        assert said.exact is not None
        assert said.fast is None or said.good
        assert said.fast is None or exactly(said.fast) == exactly(said.exact.values)
    for _, exact, loaded in agreement.by_loader(file, seed=1):
        assert loaded == exact


COMPARED: list[tuple[Any, Any]] = [
    (Field("begun_on"), Field("ended_on")),
    (Field("begun_at"), Field("ended_at")),
    (Field("begun_on"), Field("begun_at")),
    (Field("begun_at"), Value(trial.CONTEXT["envelope.sent_at"])),
    (Field("begun_on"), Field("envelope.last_day")),
    (Field("begun_at"), Field("envelope.last_day")),
    (Field("count"), Field("total")),
    (Field("amount"), Field("count")),
    (Field("subject.age_years"), Field("other.age_years")),
    (Field("subject.age_years"), Value(18)),
    (Field("subject.person_ref"), Field("other.person_ref")),
    (Field("subject.sex"), Field("other.sex")),
    (Field("count"), Field("note")),
]


@pytest.mark.parametrize(("left", "right"), COMPARED, ids=str)
def test_rows_that_keep_a_comparison_are_accepted_at_once(left: Any, right: Any) -> None:
    plan = trial.plan([Compare("<=", left, right)], absent=frozenset({"strange"}), fills={})
    file = File(plan, trial.rows(300, within=plan, seed=7))
    assert_alike(file)
    taken = [
        said.fast is not None
        for said in agreement.by_lines(file, seed=1)
        if said.good and said.plain
    ]
    assert taken
    assert all(taken)
    assert_all_by_columns(file)


def assert_all_by_columns(file: File) -> None:
    """Columns leave no good row to the exact road."""
    by_columns = [said.fast is not None for said in agreement.by_columns(file) if said.good]
    assert sum(by_columns) == len(by_columns)


NOWHERE, UNSAID = Field("nowhere"), Field("envelope.extracted_on")
UNUSUAL: list[Expression] = [
    Compare("==", Field("kinds"), Value(("PHY",))),
    Compare("==", Field("strange"), Value("AB")),
    Compare("<", UNSAID, Field("begun_on")),
    Compare(">=", Field("count"), NOWHERE),
    Compare("!=", Field("begun_on"), Value(3)),
    Compare("==", Field("subject.age_years"), Value("not_known")),
    In(Field("strange"), frozenset({"AB"})),
    In(Field("kinds"), frozenset({("PHY",)})),
    Holds(Field("kinds"), NOWHERE),
    Holds(Field("kinds"), Value(1)),
    Holds(Field("linked"), Field("subject.person_ref")),
    Holds(Field("twin"), Field("other.person_ref")),
    Within(Field("begun_on"), UNSAID, 0, 9),
    Within(Field("envelope.last_day"), Field("begun_at"), 0, 9),
    InMonth(Field("begun_at"), Field("envelope.month")),
    InMonth(Field("month"), Field("envelope.month")),
    InMonth(Field("begun_on"), Field("month")),
    InMonth(Field("begun_on"), Field("agency.sector")),
    Member(Field("ward_code"), Field("lad_code"), Field("begun_on"), "ward"),
    Member(Field("ward_code"), Field("lad_code"), Field("begun_at"), "ward"),
    AgeAt(Field("count"), 0, 9),
    AgeAt(Field("note"), 0, 9),
    ShareAtLeast(Field("count"), NOWHERE, 10),
    ShareAtLeast(Field("count"), Field("note"), 10),
    ShareAtLeast(Field("amount"), Field("total"), 10),
    Present(Field("linked")),
    Present(NOWHERE),
    Present(Field("other_age"), needed=True),
]


@pytest.mark.parametrize("test", UNUSUAL, ids=str)
@pytest.mark.parametrize("absent", [(), ("other_age", "note", "kinds", "begun_at", "month")])
def test_an_unusual_rule_and_its_opposite_are_judged_alike(
    test: Expression, absent: tuple[str, ...]
) -> None:
    plan = trial.plan([test, Not(test)], absent=frozenset(absent), fills={})
    assert_alike(File(plan, trial.rows(100, within=plan, seed=11)))


INNER = [c.name for c in columns(Trial) if c.block == "subject"]


@pytest.mark.parametrize("fills", [{}, {"subject.sex": "F"}, {"sex": "?"}, {"lad_code": "?"}])
@pytest.mark.parametrize("absent", [INNER, [*INNER, "lad_code"], INNER[1:], ["lad_code"]])
def test_a_file_without_a_block_or_a_mandatory_column_is_judged_alike(
    fills: dict[str, Any], absent: list[str]
) -> None:
    plan = trial.plan([Present(Field("subject.sex"))], absent=frozenset(absent), fills=fills)
    assert_alike(File(plan, trial.rows(60, within=plan, seed=5)))


def test_a_mandatory_field_of_an_unknown_class_is_left_to_the_check() -> None:
    class Stricter(Trial):
        strange = Strange("strange", mandatory=True)

    plan = Plan(Stricter, frozenset(c.name for c in columns(Stricter)), trial.CONTEXT, {})
    file = File(plan, trial.rows(20, within=plan, seed=5))
    assert_alike(file)
    assert all(said.fast is None for said in agreement.by_lines(file, seed=1))


def test_a_field_of_an_unknown_class_is_judged_by_itself_or_not_at_all() -> None:
    plan = trial.plan([], absent=frozenset(), fills={})
    file = File(plan, trial.rows(200, within=plan, seed=3))
    assert_alike(file)
    given_one = [said for said in agreement.by_lines(file, seed=1) if b"strange" in bytes(said.row)]  # type: ignore[call-overload]
    assert given_one
    assert all(said.fast is None for said in given_one)
    assert all(said.fast is not None for said in agreement.by_columns(file) if said.good)
