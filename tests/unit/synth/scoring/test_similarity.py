import pytest

from synth.scoring.similarity import contingency_similarity, tv_complement


def test_the_same_shares_are_wholly_alike_whatever_they_sum_to() -> None:
    assert tv_complement({"a": 1, "b": 3}, {"a": 25, "b": 75}) == 1


def test_a_quarter_that_moved_is_a_quarter_less() -> None:
    # |0.50 - 0.75| + |0.50 - 0.25| = 0.50, of which half is 0.25.
    assert tv_complement({"a": 50, "b": 50}, {"a": 75, "b": 25}) == pytest.approx(0.75)


def test_shares_of_different_things_are_not_alike_at_all() -> None:
    assert tv_complement({"a": 1}, {"b": 1}) == 0


def test_nothing_cannot_be_held_against_anything() -> None:
    with pytest.raises(ValueError, match="nothing"):
        tv_complement({}, {"a": 1})


def test_a_pair_that_goes_together_is_half_like_one_that_does_not() -> None:
    # Cells 0.5, 0, 0, 0.5 against four of 0.25: differences of 0.25 in each, half of whose sum.
    assert contingency_similarity([[1, 0], [0, 1]], [[1, 1], [1, 1]]) == pytest.approx(0.5)


def test_pairs_can_differ_where_both_marginals_are_the_same() -> None:
    crossed, straight = [[0, 5], [5, 0]], [[5, 0], [0, 5]]
    assert contingency_similarity(crossed, straight) == 0
