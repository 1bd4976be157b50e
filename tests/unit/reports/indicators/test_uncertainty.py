"""How far a figure may be off: known intervals, and words that people can follow."""

from __future__ import annotations

import pytest

from api.disclosure.ptable import VARIANCE
from api.reports import indicators
from api.reports.indicators import Cell, Interval, Reader, Value, intervals
from api.reports.indicators.uncertainty import said
from api.reports.indicators.working import counted


@pytest.mark.parametrize(
    ("part", "base", "low", "high"),
    [(26, 33, 62.2, 89.3), (27, 33, 65.6, 91.4), (0, 30, 0.0, 11.4), (30, 30, 88.6, 100.0)],
)
def test_the_interval_of_a_share_is_that_of_wilson(
    part: int, base: int, low: float, high: float
) -> None:
    found = intervals.wilson(part, base=base)
    assert (round(found.low, 1), round(found.high, 1)) == (low, high)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(10, 4.8, 18.4), (50, 37.1, 65.9), (100, 81.4, 121.6)]
)
def test_the_interval_of_a_count_is_the_exact_one_of_poisson_within_a_tenth(
    count: int, low: float, high: float
) -> None:
    found = intervals.poisson(count)
    assert found.low == pytest.approx(low, abs=0.1)
    assert found.high == pytest.approx(high, abs=0.1)


def test_noise_is_two_standard_deviations_of_the_table() -> None:
    assert VARIANCE == 2.0
    assert intervals.noise_of_count(100) == Interval(97, 103)
    assert intervals.noise_of_count(100, rounding=5) == Interval(95, 105)
    assert intervals.noise_of_count(2) == Interval(0, 5)


def test_an_exact_base_adds_no_noise() -> None:
    moved = intervals.noise_of_quotient(50, base=100)
    fixed = intervals.noise_of_quotient(50, base=100, moved_base=False)
    assert moved.high - moved.low > fixed.high - fixed.low


def test_a_count_says_both_in_words() -> None:
    text = said(counted(Cell(50, "ok"), reader=Reader()))
    assert "between 47 and 53" in text
    assert "between 37 and 66" in text


def test_a_share_says_both_in_per_cent() -> None:
    value = indicators.quotient("percent", Cell(26, "ok"), base=Cell(33, "ok"))
    assert "between 62 and 90 per cent would be no surprise" in said(value)


def test_a_rate_is_for_every_ten_thousand_people() -> None:
    value = indicators.quotient("rate", Cell(520, "ok"), base=Cell(130_000, "declared"))
    assert (value.value, value.unit) == (40.0, "rate")
    assert "for every 10,000" in said(value)


def test_a_rate_on_few_people_is_not_made() -> None:
    value = indicators.quotient("rate", Cell(20, "ok"), base=Cell(499, "declared"))
    assert (value.value, value.reason) == (None, "base_too_small")


def test_nothing_is_said_of_no_value() -> None:
    assert said(Value(None, "suppressed")) == ""
