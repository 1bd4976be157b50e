from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.disclosure.derived import PUBLICATION_BASE, percentage


@pytest.mark.parametrize(
    ("numerator", "base", "value"),
    [(30, 60, 50), (30, 30, 100), (33, 30, 100), (5, 40, 13), (5, 30, 17), (200, 300, 67)],
)
def test_a_percentage_is_a_whole_number_of_released_counts(
    numerator: int, base: int, value: int
) -> None:
    found = percentage(numerator, base=base)
    assert (found.value, found.status, found.reason) == (value, "ok", "")
    assert (found.numerator, found.base) == (numerator, base)


@pytest.mark.parametrize(
    ("numerator", "base", "reason"),
    [
        (None, 60, "part_hidden"),
        (30, None, "part_hidden"),
        (None, None, "part_hidden"),
        (10, 29, "base_too_small"),
    ],
)
def test_a_hidden_part_or_a_small_base_gives_none(
    numerator: int | None, base: int | None, reason: str
) -> None:
    found = percentage(numerator, base=base)
    assert (found.value, found.status, found.reason) == (None, "suppressed", reason)
    assert found.margin is None


def test_a_published_percentage_needs_a_larger_base() -> None:
    assert percentage(20, base=49, least_base=PUBLICATION_BASE).value is None
    assert percentage(20, base=50, least_base=PUBLICATION_BASE).value == 40


def test_the_margin_covers_noise_and_small_numbers() -> None:
    assert percentage(15, base=30).margin == 22
    assert percentage(500, base=1000).margin == 4
    assert percentage(1000, base=1000).margin == 1


@given(st.integers(5, 10**6), st.integers(30, 10**6))
def test_a_percentage_lies_between_none_and_all(numerator: int, base: int) -> None:
    found = percentage(numerator, base=base)
    assert found.value is not None
    assert 0 <= found.value <= 100
    assert found.margin is not None
    assert found.margin >= 1
