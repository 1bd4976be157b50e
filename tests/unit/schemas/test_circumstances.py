from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schemas.breakdowns import MISSING, MISSING_CATEGORY, Breakdown, Category
from schemas.circumstances import (
    PARTICULARS,
    any_of,
    grouped,
    numbers,
    particulars,
    spans,
    told,
    within,
)
from schemas.conditions import equals, given
from schemas.groupings import coded, disability, flag
from schemas.rules import Compare, Field, InMonth

START, DAY = "reported_on", date(2026, 3, 2)
IN_TIME = within("in_time", start=START, end="told_on", days=3)
BANDS = spans(
    "wait",
    start="asked_on",
    end="done_on",
    bands={"week": (0, 7), "longer": (8, None)},
    never="open",
    among=equals("kind", "work"),
)
HELD = any_of("flagged", "flags", ("3A", "3B"), among=equals("step", "assessment"))
SCORE = numbers("satisfied", "score", {"no": (1, 3), "yes": (4, 5)})


def _category(breakdown: Breakdown, **row: object) -> str:
    return breakdown.category(*(row.get(name) for name in breakdown.fields))


@pytest.mark.parametrize(
    ("told_on", "category"),
    [
        (DAY, "yes"),
        (date(2026, 3, 5), "yes"),
        (date(2026, 3, 6), "no"),
        (date(2026, 3, 1), "no"),
        (None, "no"),
    ],
)
def test_a_span_of_days_counts_its_last_day_and_what_never_came_as_late(
    told_on: date | None, category: str
) -> None:
    assert _category(IN_TIME, reported_on=DAY, told_on=told_on) == category


def test_a_span_without_a_start_is_missing() -> None:
    assert _category(IN_TIME, told_on=DAY) == MISSING


def test_a_moment_counts_by_its_day_in_london() -> None:
    late = datetime(2026, 7, 4, 23, 30, tzinfo=UTC)  # half past midnight on the 5th, in summer
    assert _category(IN_TIME, reported_on=date(2026, 7, 2), told_on=late) == "yes"
    assert _category(IN_TIME, reported_on=date(2026, 7, 1), told_on=late) == "no"
    winter = datetime(2026, 12, 4, 23, 30, tzinfo=UTC)
    assert _category(IN_TIME, reported_on=date(2026, 12, 1), told_on=winter) == "yes"


@pytest.mark.parametrize(
    ("days", "category"), [(0, "week"), (7, "week"), (8, "longer"), (4000, "longer")]
)
def test_bands_of_days_hold_both_their_ends(days: int, category: str) -> None:
    done = date.fromordinal(DAY.toordinal() + days)
    assert _category(BANDS, kind="work", asked_on=DAY, done_on=done) == category


def test_bands_of_days_are_of_the_rows_they_are_among() -> None:
    assert _category(BANDS, kind="visit", asked_on=DAY, done_on=DAY) == MISSING
    assert _category(BANDS, kind="work", asked_on=DAY) == "open"
    assert _category(BANDS, kind="work", done_on=DAY) == MISSING


@pytest.mark.parametrize(
    ("flags", "category"),
    [
        ("3A", "yes"),
        ("2B;3B;4A", "yes"),
        (("2B", "3A"), "yes"),
        ("2B", "no"),
        ("13A;3AB", "no"),
        ("none", "no"),
        (None, MISSING),
    ],
)
def test_a_list_holds_a_code_as_a_whole_loaded_or_as_stored(flags: object, category: str) -> None:
    assert _category(HELD, step="assessment", flags=flags) == category
    assert _category(HELD, step="contact", flags=flags) == MISSING


@pytest.mark.parametrize(
    ("score", "category"), [(0, MISSING), (1, "no"), (3, "no"), (4, "yes"), (6, MISSING)]
)
def test_bands_of_numbers_hold_both_their_ends(score: int, category: str) -> None:
    assert _category(SCORE, score=score) == category
    assert _category(SCORE) == MISSING


def test_the_first_case_that_holds_is_the_category() -> None:
    both = told("both", {"given": given("a"), "one": equals("a", 1)})
    assert both.codes == ("given", "one", MISSING)
    assert _category(both, a=1) == "given"


def test_a_wider_grouping_holds_what_its_finer_ones_hold_and_no_more() -> None:
    wide = grouped(BANDS, "done", {"yes": ("week", "longer")}, title="Done")
    assert (wide.base, wide.codes) == ("wait", ("yes", MISSING))
    assert _category(wide, kind="work", asked_on=DAY, done_on=DAY) == "yes"
    assert _category(wide, kind="work", asked_on=DAY) == MISSING
    with pytest.raises(ValueError, match="lacks"):
        grouped(BANDS, "done", {"yes": ("month",)})


def test_particulars_share_a_base_and_keep_what_is_sensitive() -> None:
    found = particulars(flag("a", "a"), HELD, disability("d"), sensitive=("flagged",))
    assert {b.base for b in found} == {PARTICULARS}
    assert all(b.particular for b in found)
    assert [b.name for b in found if b.sensitive] == ["flagged", "disability"]


def test_a_limit_a_little_or_a_lot_is_a_disability() -> None:
    found = disability("d")
    codes = ("yes_limited_a_little", "yes_limited_a_lot", "no", "declined", None)
    assert [found.category(code) for code in codes] == ["yes", "yes", "no", MISSING, MISSING]


def test_an_operator_that_the_stores_cannot_count_by_is_refused() -> None:
    with pytest.raises(ValueError, match="not counted by"):
        told("month", {"yes": InMonth(Field("day"), Field("month"))})


def test_a_case_leads_to_a_declared_category() -> None:
    with pytest.raises(ValueError, match="undeclared category"):
        Breakdown(
            "b", "b", "a", "B", (Category("yes", "Yes"), MISSING_CATEGORY), kind="case",
            cases=((Compare("==", Field("a"), Field("b")), "no"),),
        )  # fmt: skip


def test_plain_breakdowns_take_values_that_are_left_out_as_blank() -> None:
    assert coded("sex", "sex", "sex").category() == MISSING
