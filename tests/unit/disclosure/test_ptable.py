from __future__ import annotations

import random

import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from hypothesis import given
from hypothesis import strategies as st

from api.disclosure import ptable
from api.disclosure.protect import THRESHOLD

# Published shares of each true count, from the smallest result upward.
PUBLISHED = {
    0: (1.0,),
    1: (0.5204, 0.2303, 0.1124, 0.0605, 0.0359, 0.0235, 0.0170),
    2: (0.1571, 0.2409, 0.2583, 0.1936, 0.1015, 0.0372, 0.0095, 0.0017),
    3: (0.0343, 0.1104, 0.2214, 0.2764, 0.2151, 0.1043, 0.0315, 0.0059, 0.0007),
    4: (0.0053, 0.0303, 0.1045, 0.2197, 0.2812, 0.2191, 0.1040, 0.0300, 0.0053, 0.0006),
    5: (0.0005, 0.0052, 0.0298, 0.1038, 0.2196, 0.2819, 0.2196, 0.1038, 0.0298, 0.0052, 0.0005),
}
# Share of each true count that the threshold hides.
HIDDEN = {0: 1.0, 1: 0.959, 2: 0.951, 3: 0.858, 4: 0.641, 5: 0.359, 6: 0.139, 7: 0.035, 8: 0.006}


@pytest.mark.parametrize("count", PUBLISHED)
def test_a_row_is_the_published_one_to_four_decimals(count: int) -> None:
    row = ptable.entropy_row(count)
    assert tuple(round(share, 4) for share in row.values()) == PUBLISHED[count]


@pytest.mark.parametrize("count", range(1, 9))
def test_a_row_is_unbiased_and_has_the_designed_variance(count: int) -> None:
    row = ptable.entropy_row(count)
    assert sum(row.values()) == pytest.approx(1, abs=1e-12)
    assert sum(move * share for move, share in row.items()) == pytest.approx(0, abs=1e-9)
    squares = sum(move * move * share for move, share in row.items())
    assert squares == pytest.approx(ptable.VARIANCE, abs=1e-9)


@pytest.mark.parametrize("count", range(1, ptable.MAX_NOISE + 1))
def test_quantising_keeps_the_mean_and_hardly_moves_the_variance(count: int) -> None:
    row = ptable.rows()[count]
    assert sum(row.values()) == ptable.SLOTS
    assert min(row.values()) >= 1
    assert sum(move * slots for move, slots in row.items()) == 0
    variance = sum(move * move * slots for move, slots in row.items()) / ptable.SLOTS
    assert 1.996 <= variance <= 2.001


@pytest.mark.parametrize("count", HIDDEN)
def test_the_threshold_hides_the_published_share(count: int) -> None:
    moved = [count + ptable.noise(count, slot=slot) for slot in range(ptable.SLOTS)]
    hidden = sum(value < THRESHOLD for value in moved) / ptable.SLOTS
    assert hidden == pytest.approx(HIDDEN[count], abs=0.001)


def test_zero_is_never_moved() -> None:
    assert {ptable.noise(0, slot=slot) for slot in range(ptable.SLOTS)} == {0}


@given(st.integers(0, 10**6), st.integers(0, ptable.SLOTS - 1))
def test_noise_is_bounded_and_never_carries_a_count_below_zero(count: int, slot: int) -> None:
    move = ptable.noise(count, slot=slot)
    assert abs(move) <= ptable.MAX_NOISE
    assert count + move >= 0


def _oracle(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The cell-key package of the ONS, given our table."""
    slots = range(ptable.SLOTS)
    table = pd.DataFrame(
        [
            (count, slot, ptable.noise(count, slot=slot))
            for count in range(1, len(rows) + 1)
            for slot in slots
        ],
        columns=["pcv", "ckey", "pvalue"],
    )
    return create_perturbed_table(rows, table, [], by, "key", threshold=THRESHOLD)


@pytest.mark.parametrize("by", [["ward"], ["sex"], ["ward", "sex"]])
def test_counts_move_as_in_the_published_implementation(by: list[str]) -> None:
    dice = random.Random(7)
    rows = pd.DataFrame(
        {
            "ward": [dice.choice("ABCDEFGH") for _ in range(120)],
            "sex": [dice.choice("FFFM") for _ in range(120)],
            "key": [0, ptable.SLOTS - 1, *(dice.randrange(ptable.SLOTS) for _ in range(118))],
        }
    )
    expected = {
        tuple(row[name] for name in by): None if pd.isna(row["count"]) else int(row["count"])
        for _, row in _oracle(rows, by).iterrows()
    }
    found = {}
    for key, held in rows.groupby(by):
        moved = len(held) + ptable.noise(len(held), slot=int(held["key"].sum()) % ptable.SLOTS)
        found[key] = moved if moved >= THRESHOLD else None
    assert expected == {key: found.get(key) for key in expected}  # an empty cell is hidden
    assert set(found) <= set(expected)
