"""Derived figures: percentages worked out from released cells, and never from anything else."""

from __future__ import annotations

import math
from dataclasses import dataclass

from api.disclosure.ptable import VARIANCE
from api.disclosure.showing import Status

LEAST_BASE = 30
"""Smallest base of a percentage for the partnership (design)."""

PUBLICATION_BASE = 50
"""Smallest base of a published percentage (design)."""

_DEVIATIONS = 2
"""Standard deviations in a margin: about 95 per cent of a normal distribution."""


@dataclass(frozen=True)
class Percentage:
    """A whole percentage of two released counts.

    Attributes:
        value: 0 to 100, `None` unless the status is `ok`.
        status: `ok` or `suppressed`.
        numerator, base: the released counts it is worked out from.
        margin: percentage points either way, for the noise in both counts and for small numbers.
        reason: why there is no value, else empty.
    """

    value: int | None
    status: Status
    numerator: int | None
    base: int | None
    margin: int | None = None
    reason: str = ""


def percentage(
    numerator: int | None, *, base: int | None, least_base: int = LEAST_BASE
) -> Percentage:
    """Work out a percentage of two released counts, `None` standing for a hidden one.

    Both counts must be shown and the base at least `least_base`. Noise can carry a part above its
    whole, so the value stops at 100.
    """
    if numerator is None or base is None:
        return Percentage(None, "suppressed", numerator, base, reason="part_hidden")
    if base < least_base:
        return Percentage(None, "suppressed", numerator, base, reason="base_too_small")
    share = min(numerator / base, 1.0)
    return Percentage(
        math.floor(100 * share + 0.5), "ok", numerator, base, margin=_margin(share, base=base)
    )


def _margin(share: float, *, base: int) -> int:
    """Two standard deviations in whole points, rounded up.

    Noise of the two counts (independent, each of variance V, carried through the quotient) and the
    binomial variance of a share of `base`.
    """
    noise = VARIANCE * (1 + share * share) / base**2
    chance = share * (1 - share) / base
    return math.ceil(100 * _DEVIATIONS * math.sqrt(noise + chance))
