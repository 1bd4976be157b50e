"""Words: numbers, lists, periods and reasons as prose says them."""

from __future__ import annotations

from datetime import date

import pytest

from api.reports import words
from schemas.period import Period


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (7, "7"), (1234, "1,234"), (12.0, "12"), (2.5, "2.5")]
)
def test_numbers_are_divided_by_thousands(value: float, said: str) -> None:
    assert words.number(value) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "no returns"), (1, "1 return"), (3, "3 returns"), (1200, "1,200 returns")],
)
def test_things_are_counted_in_words(count: int, said: str) -> None:
    assert words.counted(count, "return") == said


def test_an_irregular_plural_is_said() -> None:
    assert words.counted(2, "agency", "agencies") == "2 agencies"


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a, x", "b"], "a, x; and b"),
    ],
)
def test_lists_end_with_and(items: list[str], said: str) -> None:
    assert words.listed(items) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026-03", "March 2026"),
        ("2025-26-Q4", "January to March 2026"),
        ("2025-26", "April 2025 to March 2026"),
    ],
)
def test_periods_are_said_by_their_months(name: str, said: str) -> None:
    assert words.period(Period.parse(name)) == said


def test_a_day_is_said_in_full() -> None:
    assert words.day(date(2026, 5, 1)) == "1 May 2026"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), "on 1 May 2026"),
        (date(2026, 5, 1), date(2026, 5, 31), "in May 2026"),
        (date(2024, 2, 1), date(2024, 2, 28), "from 1 February 2024 to 28 February 2024"),
        (date(2026, 5, 1), date(2026, 6, 30), "from 1 May 2026 to 30 June 2026"),
        (date(2025, 5, 1), date(2026, 5, 31), "from 1 May 2025 to 31 May 2026"),
    ],
)
def test_a_span_is_a_day_a_whole_month_or_from_one_day_to_another(
    first: date, last: date, said: str
) -> None:
    assert words.span(first, last) == said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Domestic violence forum", "Domestic abuse forum"),
        ("three domestic disputes", "three domestic abuse incidents"),
        ("BAME women", "Minority ethnic women"),
        ("he committed suicide", "he died by suicide"),
        ("bmeasure", "bmeasure"),
    ],
)
def test_retired_terms_are_replaced(old: str, new: str) -> None:
    assert words.plain(old) == new


def test_text_from_outside_carries_no_markup() -> None:
    assert words.plain("a | b\n# c ![x](y) <b>`d`") == "a b c x (y) b d"


def test_every_reason_says_why() -> None:
    assert words.because("part_hidden") == ", because a count in it is too small to show"
    assert words.because("") == ", because it is too small to show"
    assert not any(any(mark.isdigit() for mark in text) for text in words.REASONS.values())
