"""Months of retention are whole months after the month that rows are about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policies.retention import RULES, Stay, leaves_on, months_before, newest_gone
from schemas.period import Period

MONTHS = st.dates(date(1990, 1, 1), date(2090, 1, 1)).map(Period.month_of)
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("month", "months", "day"),
    [
        ("2026-03", 36, "2029-04-01"),
        ("2026-03", 1, "2026-05-01"),
        ("2026-12", 12, "2028-01-01"),
        ("2024-02", 24, "2026-03-01"),
    ],
)
def test_rows_leave_after_so_many_months_more(month: str, months: int, day: str) -> None:
    assert leaves_on(Period.parse_month(month), months=months) == date.fromisoformat(day)


@given(MONTHS, st.integers(1, 1200), DAYS)
def test_what_has_left_by_a_day_is_what_leaves_on_it_or_before(
    month: Period, months: int, today: date
) -> None:
    gone = str(month) <= newest_gone(today, months=months)
    assert gone == (leaves_on(month, months=months) <= today)


@given(DAYS, st.integers(1, 1200))
def test_months_before_is_a_first_day_so_many_months_back(today: date, months: int) -> None:
    before = months_before(today, months=months)
    assert before.day == 1
    passed = (today.year - before.year) * 12 + today.month - before.month
    assert passed == months


def test_a_rule_says_what_it_holds_and_why_without_a_full_stop() -> None:
    for rule in RULES.values():
        assert rule.holds
        assert rule.why
        assert not rule.holds.endswith(".") | rule.why.endswith(".")
        assert (rule.stay is Stay.MONTHS) == (rule.months is not None)
