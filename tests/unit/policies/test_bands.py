"""Counts of uses are told in bands that hide the small and blur the large."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.policies.bands import MOST, WORDS, band


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0"), (1, "1-4"), (4, "1-4"), (5, "5-9"), (9, "5-9"), (10, "10-49"), (99, "50-99"),
        (100, "100-499"), (999, "500-999"), (1000, "1000 or more"), (10**9, "1000 or more"),
    ],
)  # fmt: skip
def test_a_count_falls_in_its_band(count: int, said: str) -> None:
    assert band(count) == said


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_larger_count_is_never_in_a_lower_band(one: int, other: int) -> None:
    order = [*WORDS, MOST]
    assert (order.index(band(one)) <= order.index(band(other))) or one > other
