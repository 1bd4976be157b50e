"""Rows held against each other: companions, spans, stages and keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.intake.watches.batch import watch, watches
from api.intake.watches.beside import Companions, Keys, Spans, Stages
from schemas.conditions import equals, given
from schemas.rules import Apart, Companion, Field, Forward, Rule, Test, Unique, named, named_beside

Row = Mapping[str, Any]


def rule(test: Test) -> Rule:
    return Rule("X-V01", "batch", "query", "Words.", test, "day")


def told(test: Test, rows: Sequence[Row], **facts: Any) -> list[int | None]:
    """The rows that a file breaks a test in."""
    watching = watch(test, rule(test), facts={f"envelope.{n}": v for n, v in facts.items()})
    for number, row in enumerate(rows, start=1):
        watching.see(number, row)
    return [found.row for found in watching.findings()]


def on(day: int, who: Any = "ada", **values: Any) -> Row:
    return {"who": who, "day": date(2026, 3, day), **values}


SECOND = Companion(
    where=equals("stage", "initial"),
    match=((Field("who"), Field("who")),),
    dataset="visits",
    day=Field("day"),
    other_day=Field("day"),
    low=0,
    high=10,
    meets=equals("stage", "secondary"),
)
FIRST, THEN = {"stage": "initial"}, {"stage": "secondary"}


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ([on(1, **FIRST), on(1, **THEN)], []),
        ([on(1, **FIRST), on(11, **THEN)], []),
        ([on(11, **THEN), on(1, **FIRST)], []),
        ([on(1, **FIRST), on(12, **THEN)], [1]),
        ([on(2, **FIRST), on(1, **THEN)], [1]),
        ([on(1, **FIRST), on(2, "ben", **THEN)], [1]),
        ([on(1, **FIRST), on(2, **FIRST)], [1, 2]),
        ([on(1, None, **FIRST)], []),
        ([on(1, "not_known", **FIRST)], []),
        ([on(1, stage=None)], []),
        ([{"who": "ada", "stage": "initial"}], []),
        ([on(1, ("ada", "ben"), **FIRST), on(2, "ben", **THEN)], []),
        ([on(1, ("ada", "ben"), **FIRST), on(2, "cat", **THEN)], [1]),
        ([on(1, **FIRST), on(2, **{**THEN, "stage": None})], []),
    ],
)
def test_a_row_that_wants_a_companion_needs_one_in_its_days(
    rows: Sequence[Row], broken: list[int]
) -> None:
    assert told(SECOND, rows) == broken


def test_a_row_that_must_have_no_companion_is_found_beside_one() -> None:
    test = Companion(
        given("who"), SECOND.match, "visits", Field("day"), Field("day"), -5, 5, wanted=False
    )
    assert told(test, [on(1), on(6)]) == [1, 2]
    assert told(test, [on(1), on(7), on(1, "ben")]) == []
    of_kind = Companion(
        given("who"), SECOND.match, "visits", Field("day"), Field("day"), 0, 5,
        meets=equals("stage", "closed"), wanted=False,
    )  # fmt: skip
    assert told(of_kind, [on(1), on(2, stage="closed")]) == [1]
    assert told(of_kind, [on(1), on(2)]) == []


def test_a_companion_is_not_asked_for_before_its_time() -> None:
    due = Companion(
        SECOND.where, SECOND.match, "visits", Field("day"), Field("day"), 0, 10,
        meets=SECOND.meets, due=Field("envelope.extracted_on"),
    )  # fmt: skip
    assert told(due, [on(1, **FIRST)], extracted_on=date(2026, 3, 11)) == []
    assert told(due, [on(1, **FIRST)], extracted_on=date(2026, 3, 12)) == [1]
    assert named(due) == {"stage", "who", "day", "envelope.extracted_on"}
    assert named_beside(due) == {"who", "day", "stage"}


def test_a_companion_of_another_dataset_is_none_of_the_rows_that_are_seen() -> None:
    watching = Companions(SECOND, rule(SECOND), same=False, facts={})
    watching.see(1, on(1, **FIRST))
    watching.see(2, on(2, **THEN))
    assert [found.row for found in watching.findings()] == [1]
    watching.beside(on(2, **THEN))
    assert list(watching.findings()) == []


def test_a_moment_counts_by_its_day_in_london_and_a_month_by_its_first() -> None:
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    test = Companion(
        equals("stage", "initial"), SECOND.match, "visits", Field("day"), Field("day"), 0, 0,
        meets=SECOND.meets,
    )  # fmt: skip
    june = {"who": "ada", **FIRST, "day": late}
    assert told(test, [june, {"who": "ada", **THEN, "day": date(2026, 6, 2)}]) == []
    assert told(test, [june, {"who": "ada", **THEN, "day": date(2026, 6, 1)}]) == [1]
    month = {"who": "ada", **FIRST, "day": "2026-06"}
    assert told(test, [month, {"who": "ada", **THEN, "day": date(2026, 6, 1)}]) == []


APART = Apart((Field("who"),), Field("start"), Field("end"))


def span(start: int, end: int | None, who: str | None = "ada") -> Row:
    last = None if end is None else date(2026, 3, end)
    return {"who": who, "start": date(2026, 3, start), "end": last}


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ([span(1, 5), span(5, 9)], []),
        ([span(1, 5), span(4, 9)], [2]),
        ([span(4, 9), span(1, 5)], [1]),
        ([span(1, None), span(9, 9)], [2]),
        ([span(1, 9), span(2, 3), span(4, 5)], [2, 3]),
        ([span(1, None), span(2, None, "ben")], []),
        ([span(1, None, None), span(2, None, None)], []),
        ([span(3, 3), span(3, 3)], []),
        ([{"who": "ada"}, {"who": "ada"}], []),
    ],
)
def test_spans_of_rows_that_agree_keep_apart(rows: Sequence[Row], broken: list[int]) -> None:
    assert told(APART, rows) == broken


def test_a_span_of_the_file_that_one_beside_it_begins_within_is_found() -> None:
    for beside in (span(4, 9), span(1, 9), span(2, None)):
        watching = Spans(APART, rule(APART))
        watching.see(1, span(3, 5))
        watching.beside(beside)
        assert [found.row for found in watching.findings()] == [1]


def test_spans_beside_the_file_are_not_found_themselves() -> None:
    watching = Spans(APART, rule(APART))
    for beside in (span(1, 5), span(2, 6)):
        watching.beside(beside)
    watching.see(1, span(7, 8))
    assert list(watching.findings()) == []


STEPS = Forward((Field("who"),), Field("stage"), ("police", "cps", "court"), Field("day"))


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        ([on(1, stage="police"), on(2, stage="cps"), on(2, stage="court")], []),
        ([on(1, stage="court"), on(1, stage="police")], []),
        ([on(2, stage="police"), on(1, stage="cps")], [1]),
        ([on(1, stage="court"), on(2, stage="police"), on(3, stage="cps")], [2, 3]),
        ([on(1, stage="court"), on(2, "ben", stage="police")], []),
        ([on(1, stage="court"), on(2, stage="not_known"), on(3, stage=None)], []),
    ],
)
def test_stages_of_rows_that_agree_go_forward(rows: Sequence[Row], broken: list[int]) -> None:
    assert told(STEPS, rows) == broken


def test_a_stage_of_the_file_is_found_before_an_earlier_one_beside_it() -> None:
    watching = Stages(STEPS, rule(STEPS))
    watching.see(1, on(1, stage="cps"))
    watching.beside(on(2, stage="police"))
    assert [found.row for found in watching.findings()] == [1]
    assert told(STEPS, [on(1, stage="cps")]) == []


def test_a_key_that_stands_beside_the_file_is_found_in_it() -> None:
    test = Unique((Field("who"), Field("day")))
    watching = Keys(test, rule(test))
    for number, row in enumerate([on(1), on(2), on(3, None)], start=1):
        watching.see(number, row)
    for beside in (on(2), on(4), on(3, None)):
        watching.beside(beside)
    assert [found.row for found in watching.findings()] == [2]


def test_a_file_without_a_column_that_a_companion_needs_is_not_watched_for_it() -> None:
    own = rule(SECOND)
    whole = {"who", "day", "stage"}
    assert len(watches((own,), present=frozenset(whole))) == 2
    for missing in whole:
        assert len(watches((own,), present=frozenset(whole - {missing}))) == 1
