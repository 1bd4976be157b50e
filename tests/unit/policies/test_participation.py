"""What is overdue, what is near, and the bands that days are told in."""

from datetime import date

import pytest

from api.policies.participation import (
    DAY_BANDS,
    day_band,
    days_taken,
    is_overdue,
    median_band,
    nearness,
)
from schemas.period import Period

MARCH = Period.parse("2026-03")
DUE = date(2026, 4, 25)


def test_days_are_counted_from_the_end_of_the_month() -> None:
    assert days_taken(MARCH, received_on=date(2026, 4, 15)) == 15
    assert days_taken(MARCH, received_on=date(2026, 3, 20)) == 0
    assert days_taken(MARCH, received_on=None) is None


@pytest.mark.parametrize(
    ("days", "band"),
    [(0, "0-7"), (7, "0-7"), (7.5, "8-14"), (14, "8-14"), (28, "15-28"), (56, "29-56"),
     (57, "57-plus"), (400, "57-plus")],
)  # fmt: skip
def test_days_fall_in_one_band(days: float, band: str) -> None:
    assert day_band(days) == band
    assert band in DAY_BANDS


def test_a_median_is_the_band_that_holds_it() -> None:
    assert median_band([3, None, 20, 90]) == "15-28"
    assert median_band([14, 15]) == "15-28"
    assert median_band([None]) is None


@pytest.mark.parametrize("status", ["expected", "not_provided", "withdrawn"])
def test_an_owed_return_without_anything_in_force_is_overdue_after_its_day(status: str) -> None:
    assert is_overdue(status, expected=True, due_on=DUE, today=date(2026, 4, 26))
    assert not is_overdue(status, expected=True, due_on=DUE, today=DUE)
    assert not is_overdue(status, expected=False, due_on=DUE, today=date(2026, 4, 26))


@pytest.mark.parametrize("status", ["received", "partial", "nil", "not_requested", "retired"])
def test_what_came_or_was_not_asked_for_is_never_overdue(status: str) -> None:
    assert not is_overdue(status, expected=True, due_on=DUE, today=date(2026, 6, 1))
    assert nearness(status, expected=True, due_on=DUE, today=date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("today", "near"),
    [
        (date(2026, 4, 17), None),
        (date(2026, 4, 18), "due_soon"),
        (date(2026, 4, 25), "due"),
        (date(2026, 4, 26), "late"),
    ],
)
def test_a_return_comes_near_a_week_before_its_day(today: date, near: str | None) -> None:
    assert nearness("expected", expected=True, due_on=DUE, today=today) == near
    assert nearness("withdrawn", expected=True, due_on=DUE, today=today) == near
    assert nearness("not_provided", expected=True, due_on=DUE, today=today) is None
    assert nearness("expected", expected=False, due_on=DUE, today=today) is None
