"""Row numbers in bits behave as a set of them, and rows are known again by their month."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.watches.numbers import MonthOf, Numbers

SMALL = st.integers(0, 300)


@given(st.lists(SMALL), st.lists(SMALL))
def test_numbers_are_the_set_of_what_was_put_in_and_not_taken_out(
    added: list[int], removed: list[int]
) -> None:
    made, expected = Numbers(added), set(added)
    for number in removed:
        made.discard(number)
        expected.discard(number)
    assert set(made) == expected
    assert list(made) == sorted(expected)
    assert len(made) == len(expected)
    assert all((number in made) == (number in expected) for number in range(-2, 310))


def test_what_is_no_row_number_is_not_among_them() -> None:
    assert not Numbers([1]).__contains__("1")
    assert -1 not in Numbers([7])
    assert repr(Numbers([9, 3])) == "Numbers([3, 9])"
    with pytest.raises(ValueError, match="below 0"):
        Numbers([-1])


def test_a_million_rows_are_a_bit_each() -> None:
    assert sys.getsizeof(Numbers([1_000_000])._bits) < 200_000


@given(st.dictionaries(st.integers(1, 200), st.sampled_from("abc")))
def test_every_row_is_of_the_month_that_was_noted(months: dict[int, str]) -> None:
    made = MonthOf("abc")
    for number, month in months.items():
        made.note(month, [number])
    assert {number: made[number] for number in months} == months


def test_of_one_month_nothing_need_be_noted() -> None:
    made = MonthOf(["2026-03"])
    made.note("2026-03", range(1, 10))
    assert made[5] == "2026-03"
    assert made._places == b""
