"""How far a figure may be off: by the noise that protects people, and by chance where it is small.

Both are worked out from published counts and public constants alone, so they say nothing that the
counts do not. Which of them belongs to which figure is decided in `working`.
"""

from __future__ import annotations

import math
from typing import Final

from api.disclosure.ptable import VARIANCE
from api.reports.indicators.value import Interval

DEVIATIONS: Final = 2
"""Standard deviations of the noise either way (design)."""

_Z: Final = 1.959964
"""Standard normal deviate of 95 per cent, two-sided."""

_TWO_DIGITS: Final = 1e-9  # keeps a rounding of binary fractions from moving an end outward


def noise_of_count(count: int, *, rounding: int = 1) -> Interval:
    """Where a count would lie without its noise; `rounding` is what a profile rounds it to."""
    half = math.ceil(DEVIATIONS * math.sqrt(VARIANCE)) + rounding // 2
    return Interval(max(0, count - half), count + half)


def noise_of_quotient(part: int, *, base: int, scale: int = 1, moved_base: bool = True) -> Interval:
    """Where `scale * part / base` would lie without the noise.

    Both counts are moved, independently and with the same variance, unless `moved_base` says that
    the base is exact; their deviations are carried through the quotient.
    """
    quotient = part / base
    spread = 1 + quotient * quotient if moved_base else 1
    half = DEVIATIONS * math.sqrt(VARIANCE * spread) / base
    return Interval(scale * max(0.0, quotient - half), scale * (quotient + half))


def wilson(part: int, *, base: int, scale: int = 100) -> Interval:
    """The interval of a share by chance alone (Wilson 1927, 95 per cent)."""
    share = min(part / base, 1.0)
    around = share + _Z * _Z / (2 * base)
    half = _Z * math.sqrt(share * (1 - share) / base + _Z * _Z / (4 * base * base))
    whole = 1 + _Z * _Z / base
    low, high = (around - half) / whole, (around + half) / whole
    return Interval(scale * max(0.0, low), scale * min(1.0, high))


def poisson(count: int, *, scale: float = 1) -> Interval:
    """The interval of a count by chance alone (Byar's approximation, 95 per cent).

    Source: Breslow and Day, Statistical Methods in Cancer Research II, 1987, as public health
    observatories in England use it.
    """
    above = count + 1
    high = above * (1 - 1 / (9 * above) + _Z / (3 * math.sqrt(above))) ** 3
    low = count * (1 - 1 / (9 * count) - _Z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    return Interval(scale * max(0.0, low), scale * high)


def outward(held: Interval, *, digits: int = 0, most: float | None = None) -> Interval:
    """The interval with its ends rounded away from the middle, and cut off at `most`."""
    step = 10**digits
    low = math.floor(held.low * step + _TWO_DIGITS) / step
    high = math.ceil(held.high * step - _TWO_DIGITS) / step
    return Interval(low, high if most is None else min(high, most))
