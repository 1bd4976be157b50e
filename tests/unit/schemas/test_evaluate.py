"""The evaluator of rules: three-valued logic, and dates that meet moments in London."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from schemas.conditions import (
    exactly_where,
    given,
    in_order,
    needs,
    only_where,
)
from schemas.evaluate import ABSENT, Verdict, judge
from schemas.rules import (
    AgeAt,
    All,
    AnyOf,
    Compare,
    Expression,
    Field,
    Holds,
    Implies,
    In,
    InMonth,
    Member,
    Not,
    Present,
    ShareAtLeast,
    Unique,
    Value,
    Within,
)

KNOWN = {True: Value(1), False: Value(2), None: Value(None)}
VERDICTS = (True, False, None)


def said(verdict: Verdict) -> Expression:
    """An expression whose verdict is known beforehand."""
    return Compare("==", Value(1), KNOWN[verdict])


def verdict(test: Expression, **row: Any) -> Verdict:
    return judge(test)(row)


@pytest.mark.parametrize("one", VERDICTS)
def test_not_turns_true_and_false_and_leaves_the_unknown(one: Verdict) -> None:
    assert verdict(said(one)) is one
    assert verdict(Not(said(one))) is {True: False, False: True, None: None}[one]


@pytest.mark.parametrize("one", VERDICTS)
@pytest.mark.parametrize("other", VERDICTS)
def test_all_any_and_implies_follow_their_tables(one: Verdict, other: Verdict) -> None:
    pair = (said(one), said(other))
    every = False if False in (one, other) else None if None in (one, other) else True
    some = True if True in (one, other) else None if None in (one, other) else False
    assert verdict(All(pair)) is every
    assert verdict(AnyOf(pair)) is some
    assert verdict(Implies(*pair)) is (other if one is True else True)


def test_nothing_is_all_true_and_none_of_it_is() -> None:
    assert verdict(All(())) is True
    assert verdict(AnyOf(())) is False


TODAY, MOMENT = date(2026, 6, 1), datetime(2026, 6, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("op", "left", "right", "expected"),
    [
        ("<", 1, 2, True), ("<=", 2, 2, True), ("==", 2, 3, False), ("!=", 2, 3, True),
        (">=", 1, 2, False), (">", 3, 2, True), ("<", "a", "b", True), ("==", True, True, True),
        ("<=", Decimal("1.5"), 2, True), ("<", TODAY, date(2026, 6, 2), True),
        ("<", MOMENT, MOMENT + timedelta(seconds=1), True), ("==", MOMENT, TODAY, True),
        ("==", None, 1, None), ("==", 1, None, None), ("!=", None, None, None),
        ("<", 1, "2", None), ("==", "not_known", 34, None), ("<", TODAY, "2026-06-02", None),
        ("<", TODAY, 5, None), ("==", MOMENT, "2026-06-01", None), ("<", MOMENT, 5, None),
    ],
)  # fmt: skip
def test_comparing_needs_two_values_of_a_kind(
    op: Any, left: Any, right: Any, expected: Verdict
) -> None:
    assert verdict(Compare(op, Field("left"), Field("right")), left=left, right=right) is expected


BST_JUST_AFTER_MIDNIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
GMT_JUST_BEFORE_MIDNIGHT = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
ABROAD = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=3)))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (BST_JUST_AFTER_MIDNIGHT, date(2026, 7, 1)),
        (GMT_JUST_BEFORE_MIDNIGHT, date(2026, 1, 31)),
        (ABROAD, date(2026, 6, 30)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_a_moment_counts_by_its_day_in_london(moment: datetime, day: date) -> None:
    same = Compare("==", Field("moment"), Field("day"))
    assert verdict(same, moment=moment, day=day) is True
    assert verdict(same, moment=moment, day=day - timedelta(days=1)) is False
    assert verdict(Within(Field("moment"), Field("day"), 0, 0), moment=moment, day=day) is True
    month = InMonth(Field("moment"), Field("month"))
    assert verdict(month, moment=moment, month=f"{day:%Y-%m}") is True


def test_an_arrest_at_half_past_midnight_in_summer_is_of_the_day_it_was_reported() -> None:
    order = in_order("reported_on", "first_arrest_at")
    at = datetime(2026, 6, 14, 23, 30, tzinfo=UTC)
    assert verdict(order, reported_on=date(2026, 6, 15), first_arrest_at=at) is True
    assert verdict(order, reported_on=date(2026, 6, 16), first_arrest_at=at) is False


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, False), (0, True), (3, True), (4, False), (None, None)]
)
def test_within_counts_whole_days_from_the_earlier(days: int | None, expected: Verdict) -> None:
    later = None if days is None else TODAY + timedelta(days=days)
    test = Within(Field("later"), Value(TODAY), 0, 3)
    assert verdict(test, later=later) is expected
    assert verdict(Within(Value(TODAY), Field("gone"), 0, 3)) is None


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [
        (TODAY, "2026-06", True), (TODAY, "2026-05", False), ("2026-06", "2026-06", True),
        ("2026-07", "2026-06", False), (None, "2026-06", None), (TODAY, None, None),
    ],
)  # fmt: skip
def test_in_month_takes_dates_and_months(day: Any, month: Any, expected: Verdict) -> None:
    assert verdict(InMonth(Field("day"), Field("month")), day=day, month=month) is expected


def test_in_and_holds_are_unknown_of_what_is_not_there() -> None:
    among = In(Field("sex"), frozenset({"F"}))
    assert [verdict(among, sex=value) for value in ("F", "M", None)] == [True, False, None]
    holds = Holds(Field("kinds"), Value("PHY"))
    assert [verdict(holds, kinds=k) for k in (("PHY",), ("COE",), None)] == [True, False, None]
    assert verdict(Holds(Field("kinds"), Field("gone")), kinds=("PHY",)) is None
    assert verdict(holds, kinds={"PHY": "x"}) is True


def test_present_is_unknown_of_a_column_that_is_not_in_the_file() -> None:
    test = Present(Field("day"))
    assert verdict(test, day=TODAY) is True
    assert verdict(test, day=None) is False
    assert verdict(test) is False
    assert judge(test)({ABSENT: frozenset({"day"})}) is None
    assert judge(test)({"day": TODAY, ABSENT: frozenset({"day"})}) is True


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (15, 20, True),
        (14, 20, False),
        (0, 0, True),
        (1, 0, True),
        (Decimal("0.75"), Decimal(1), True),
        (Decimal("0.74"), 1, False),
        (None, 20, None),
        (15, None, None),
        ("not_recorded", 20, None),
        (15, "not_recorded", None),
    ],
)
def test_a_share_is_counted_in_whole_hundredths(part: Any, whole: Any, expected: Verdict) -> None:
    assert verdict(ShareAtLeast(Field("part"), Field("whole"), 75), part=part, whole=whole) is (
        expected
    )


@pytest.mark.parametrize(
    ("age", "expected"),
    [(9, False), (10, True), (17, True), (18, False), ("not_known", None), (None, None)],
)
def test_an_age_lies_within_both_ends(age: Any, expected: Verdict) -> None:
    assert verdict(AgeAt(Field("age"), 10, 17), age=age) is expected


OLD, NEW = "E05000109", "E05013991"


@pytest.mark.parametrize(
    ("ward", "on", "expected"),
    [
        (NEW, TODAY, True),
        (OLD, TODAY, False),
        (OLD, date(2022, 5, 4), True),
        (NEW, date(2022, 5, 4), False),
        (NEW, date(2022, 5, 5), True),
        (OLD, date(2022, 5, 5), False),
        (NEW, datetime(2022, 5, 4, 23, 30, tzinfo=UTC), True),
        ("not_known", TODAY, None),
        ("E05999999", TODAY, None),
        (None, TODAY, None),
        (NEW, None, None),
    ],
)
def test_a_ward_belongs_to_its_authority_while_it_is_in_use(
    ward: Any, on: Any, expected: Verdict
) -> None:
    test = Member(Field("ward"), Field("lad"), Field("on"), "ward")
    assert verdict(test, ward=ward, lad="E09000006", on=on) is expected
    assert verdict(test, ward=ward, lad=None, on=on) is None
    if expected is True:
        assert verdict(test, ward=ward, lad="E09000008", on=on) is False


def test_a_test_of_a_whole_file_is_no_operator_over_a_row() -> None:
    with pytest.raises(TypeError, match="Unique"):
        judge(Unique((Field("record_id"),)))


@pytest.mark.parametrize(
    ("condition", "value", "wanted", "forbidden", "both"),
    [
        (True, 1, True, True, True),
        (True, None, False, True, False),
        (False, 1, True, False, False),
        (False, None, True, True, True),
        (None, 1, True, None, True),
        (None, None, True, True, True),
    ],
)
def test_conditions_ask_for_a_value_forbid_it_or_both(
    condition: Verdict, value: Any, wanted: Verdict, forbidden: Verdict, both: Verdict
) -> None:
    assert verdict(needs(said(condition), "x"), x=value) is wanted
    assert verdict(only_where("x", said(condition)), x=value) is forbidden
    assert verdict(exactly_where("x", said(condition)), x=value) is both
    assert verdict(given("x"), x=value) is (value is not None)


def test_days_are_in_order_whichever_of_them_are_known() -> None:
    order = in_order("a", "b", "c")
    day = [TODAY + timedelta(days=n) for n in range(3)]
    assert verdict(order, a=day[0], b=day[1], c=day[2]) is True
    assert verdict(order, a=day[0], b=day[0], c=day[0]) is True
    assert verdict(order, a=day[1], c=day[0]) is False
    assert verdict(order, a=day[0], c=day[1]) is None
    assert verdict(order) is None
