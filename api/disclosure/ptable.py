"""The perturbation table: how far a count may be moved, and how often, for each true count.

Here stand the design of the table and its solution. Which slot of the table a cell uses is decided
by its key (`cellkey`); what is shown of the result by `protect`.

Method: for each true count the distribution of largest entropy among those on whole numbers that
never go below zero, move by at most `MAX_NOISE`, are unbiased and have variance `VARIANCE`
(Marley and Leaver 2011; Giessing 2016; the R package `ptable`).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

MAX_NOISE = 5
"""Largest movement of a count, D (design: hides one person's presence at the threshold of 5)."""

VARIANCE = 2.0
"""Variance of the movement, V (design: sd 1.41, as good as rounding to 5, whose error is 1.44)."""

SLOTS = 4096
"""Slots into which each row is cut: 12 bits of a cell key (ONS uses 256 or 4096)."""

LEAST_VARIANCE = 1.996
"""Variance below which a quantised row is widened again (design)."""

_DIGITS = 1e-13
_STEPS = 200
_LEAST_SQUARES = LEAST_VARIANCE * SLOTS


def entropy_row(count: int) -> dict[int, float]:
    """Solve one row: movement -> probability for a true `count` (zero or more).

    Zero is never moved: an unbiased movement of zero that cannot go below it is none. From
    `MAX_NOISE` upward all rows are the same symmetric one.
    """
    if count == 0:
        return {0: 1.0}
    moves = range(-min(count, MAX_NOISE), MAX_NOISE + 1)
    slope, curve = _multipliers(moves)
    return _exponential(moves, slope=slope, curve=curve)


def quantised_row(count: int) -> dict[int, int]:
    """Cut one row into `SLOTS` slots: movement -> slots, exactly unbiased, hardly narrower."""
    exact = {move: share * SLOTS for move, share in entropy_row(count).items()}
    slots = {move: round(size) for move, size in exact.items()}
    slots[0] += SLOTS - sum(slots.values())
    while (bias := sum(move * size for move, size in slots.items())) != 0:
        _shift(slots, exact=exact, by=-1 if bias > 0 else 1)
    while count and sum(move * move * size for move, size in slots.items()) < _LEAST_SQUARES:
        _spread(slots, exact=exact)
    return slots


def noise(count: int, *, slot: int) -> int:
    """Give the movement of a true `count` at a `slot` of 0..`SLOTS`-1; never below zero in all."""
    moves, ends = _TABLE[min(count, MAX_NOISE)]
    return moves[bisect_right(ends, slot)]


def rows() -> tuple[dict[int, int], ...]:
    """Give the quantised table: row by true count 0..`MAX_NOISE`, movement -> slots."""
    return _ROWS


def _exponential(moves: Sequence[int], *, slope: float, curve: float) -> dict[int, float]:
    weights = {move: math.exp(slope * move + curve * move * move) for move in moves}
    total = sum(weights.values())
    return {move: weight / total for move, weight in weights.items()}


def _moments(shares: dict[int, float]) -> tuple[float, float, float, float]:
    """Powers one to four of the movement, averaged."""
    first, second, third, fourth = (
        sum(share * move**power for move, share in shares.items()) for power in (1, 2, 3, 4)
    )
    return first, second, third, fourth


def _multipliers(moves: Sequence[int]) -> tuple[float, float]:
    """Find the two multipliers by Newton's method on the dual, which is convex and smooth."""
    slope = curve = 0.0
    for _ in range(_STEPS):
        first, second, third, fourth = _moments(_exponential(moves, slope=slope, curve=curve))
        error = (first, second - VARIANCE)
        if max(map(abs, error)) < _DIGITS:
            break
        a, b, d = second - first * first, third - first * second, fourth - second * second
        slope -= (error[0] * d - error[1] * b) / (a * d - b * b)
        curve -= (error[1] * a - error[0] * b) / (a * d - b * b)
    return slope, curve


def _cost(slots: dict[int, int], *, exact: dict[int, float]) -> float:
    return sum((size - exact[move]) ** 2 for move, size in slots.items())


def _apply(slots: dict[int, int], change: dict[int, int]) -> dict[int, int]:
    return {move: size + change.get(move, 0) for move, size in slots.items()}


def _best(
    slots: dict[int, int], *, exact: dict[int, float], changes: Iterator[dict[int, int]]
) -> None:
    """Make the change that strays least from `exact`; no movement may lose its last slot."""
    kept = [new for change in changes if min((new := _apply(slots, change)).values()) >= 0]
    best: dict[int, int] = min(kept, key=lambda new: _cost(new, exact=exact))
    slots.update(best)


def _shift(slots: dict[int, int], *, exact: dict[int, float], by: int) -> None:
    """Move one slot to the neighbouring movement: the bias changes by `by` slots."""
    pairs = ((move, move + by) for move in slots if move + by in slots)
    _best(slots, exact=exact, changes=({a: -1, b: 1} for a, b in pairs))


def _spread(slots: dict[int, int], *, exact: dict[int, float]) -> None:
    """Move two slots apart: the bias stays, the sum of squares grows by two."""
    middles = (move for move in slots if move - 1 in slots and move + 1 in slots)
    _best(slots, exact=exact, changes=({m: -2, m - 1: 1, m + 1: 1} for m in middles))


_ROWS = tuple(quantised_row(count) for count in range(MAX_NOISE + 1))
_TABLE = tuple((tuple(row), tuple(accumulate(row.values()))) for row in _ROWS)
