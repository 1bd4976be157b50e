"""Periods: one spelling each, financial quarters and years from April, ordering, due days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import FIRST_YEAR, LAST_YEAR, Period, PeriodError, due_date

days = st.dates(min_value=date(FIRST_YEAR, 4, 1), max_value=date(LAST_YEAR - 1, 3, 31))
months = days.map(Period.month_of)
periods = st.one_of(months, months.map(Period.quarter), months.map(Period.year))


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2026-03", "month", date(2026, 3, 1), date(2026, 3, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-26-Q1", "quarter", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-26-Q3", "quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025-26-Q4", "quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ("2025-26", "year", date(2025, 4, 1), date(2026, 3, 31)),
        ("1999-00", "year", date(1999, 4, 1), date(2000, 3, 31)),
        ("2007-08", "month", date(2007, 8, 1), date(2007, 8, 31)),
        ("2007-2008", "year", date(2007, 4, 1), date(2008, 3, 31)),
        ("2007-08-Q4", "quarter", date(2008, 1, 1), date(2008, 3, 31)),
    ],
)
def test_a_period_is_read_with_its_first_and_last_day(
    text: str, kind: str, start: date, end: date
) -> None:
    period = Period.parse(text)
    assert (period.kind, period.start, period.end, str(period)) == (kind, start, end, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-00",
        "2026-13",
        "2026-3",
        " 2026-03",
        "2026-03\n",
        "2026-03-01",
        "2025-27",
        "2025-2027",
        "2025-2026",
        "2025-26-Q0",
        "2025-26-Q5",
        "2025-26-q4",
        "2025-27-Q1",
        "\uff12\uff10\uff12\uff16-\uff10\uff13",
        "٢٠٢٦-٠٣",
        "0000-01",
        "1899-12",
        "2200-01",
        "2199-00",
        "9999-00",
        "9999-12",
        "-026-03",
    ],
)
def test_anything_else_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(PeriodError) as refusal:
        Period.parse(text)
    assert not text.strip() or text.strip() not in str(refusal.value)


@pytest.mark.parametrize("text", ["2025-26", "2025-26-Q4", "2007-2008", "2026-13", "secret"])
def test_only_a_month_is_read_as_a_month(text: str) -> None:
    with pytest.raises(PeriodError):
        Period.parse_month(text)


@given(st.text(alphabet="0123456789-Q ", max_size=12))
def test_no_text_breaks_the_parser_and_each_period_has_one_spelling(text: str) -> None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert str(period) == text


@given(periods)
def test_every_period_is_read_back_from_its_spelling(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods)
def test_months_tile_the_period(period: Period) -> None:
    parts = period.months()
    assert len(parts) == {"month": 1, "quarter": 3, "year": 12}[period.kind]
    assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    assert all(b.start - a.end == timedelta(days=1) for a, b in pairwise(parts))
    assert all(period.covers(part) and part.kind == "month" for part in parts)


@given(periods)
def test_quarters_are_those_of_the_months(period: Period) -> None:
    expected = {m.quarter() for m in period.months()} if period.kind != "month" else set()
    assert set(period.quarters()) == expected
    assert all(period.covers(quarter) for quarter in period.quarters())


@given(periods, days)
def test_a_day_is_inside_when_it_lies_between_the_ends(period: Period, day: date) -> None:
    assert period.contains(day) == (Period.month_of(day) in period.months())
    assert period.contains(period.start)
    assert period.contains(period.end)
    assert not period.contains(period.end + timedelta(days=1))


@given(periods)
def test_containing_periods_cover_it_and_grow(period: Period) -> None:
    around = period.containing()
    assert around[0] == period
    assert around[-1] == period.year()
    assert around[-1].kind == "year"
    assert all(b.covers(a) and not a.covers(b) for a, b in pairwise(around))


@given(periods)
def test_next_and_previous_undo_each_other_and_leave_no_gap(period: Period) -> None:
    after = period.next()
    assert after.previous() == period
    assert after.kind == period.kind
    assert after.start - period.end == timedelta(days=1)
    assert period < after


@given(periods, periods)
def test_order_follows_the_first_day_then_the_length(a: Period, b: Period) -> None:
    assert (a < b) == ((a.start, len(a.months())) < (b.start, len(b.months())))


def test_the_fourth_quarter_is_january_to_march() -> None:
    quarter = Period.parse("2026-02").quarter()
    assert str(quarter) == "2025-26-Q4"
    assert [str(month) for month in quarter.months()] == ["2026-01", "2026-02", "2026-03"]
    assert quarter.quarter() == quarter
    assert str(quarter.year()) == "2025-26"


def test_a_year_lies_in_no_quarter() -> None:
    with pytest.raises(PeriodError):
        Period.parse("2025-26").quarter()


@pytest.mark.parametrize(
    ("start", "length"),
    [
        (date(2026, 1, 2), 1),
        (date(2026, 1, 1), 2),
        (date(2026, 2, 1), 3),
        (date(2026, 1, 1), 12),
        (date(LAST_YEAR, 4, 1), 12),
        (date(FIRST_YEAR - 1, 12, 1), 1),
    ],
)
def test_a_period_that_cannot_exist_cannot_be_made(start: date, length: int) -> None:
    with pytest.raises(PeriodError):
        Period(start, length)


def test_periods_end_with_the_years_that_are_served() -> None:
    with pytest.raises(PeriodError):
        Period.parse(f"{LAST_YEAR}-12").next()
    with pytest.raises(PeriodError):
        Period.parse(f"{FIRST_YEAR}-01").previous()


@pytest.mark.parametrize(
    ("text", "day", "due"),
    [
        ("2026-03", 15, date(2026, 4, 15)),
        ("2026-03", 31, date(2026, 4, 30)),
        ("2024-01", 30, date(2024, 2, 29)),
        ("2025-12", 1, date(2026, 1, 1)),
        ("2025-26-Q4", 20, date(2026, 4, 20)),
        ("2199-12", 31, date(2200, 1, 31)),
    ],
)
def test_a_return_is_due_in_the_month_after_its_period(text: str, day: int, due: date) -> None:
    assert due_date(Period.parse(text), day=day) == due


@pytest.mark.parametrize("day", [0, -1, 32])
def test_a_due_day_is_a_day_of_a_month(day: int) -> None:
    with pytest.raises(PeriodError):
        due_date(Period.parse("2026-03"), day=day)
