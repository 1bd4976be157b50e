"""Whatever rule is declared, over whatever fields, the compiled validators judge it alike."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dataset import columns
from schemas.rules import Compare, Expression, Field, Value
from tests.unit.schemas.fast import agreement, trial
from tests.unit.schemas.fast.agreement import File, exactly, stored
from tests.unit.schemas.fast.trial import TESTS, Trial

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


def test_a_field_of_an_unknown_class_is_judged_by_itself_or_not_at_all() -> None:
    plan = trial.plan([], absent=frozenset(), fills={})
    file = File(plan, trial.rows(200, within=plan, seed=3))
    assert_alike(file)
    given_one = [said for said in agreement.by_lines(file, seed=1) if b"strange" in bytes(said.row)]  # type: ignore[call-overload]
    assert given_one
    assert all(said.fast is None for said in given_one)
    assert all(said.fast is not None for said in agreement.by_columns(file) if said.good)
