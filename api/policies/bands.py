"""Counts of uses as they are told: in bands, never exactly.

What does not belong here: protected figures of releases; those are noisy counts, not bands.
"""

from __future__ import annotations

from typing import Final

_TOPS: Final = (4, 9, 49, 99, 499, 999)
"""The last count of each band: the first hides fewer than five, as figures do (design)."""

WORDS: Final = ("0", *(f"{low + 1}-{top}" for low, top in zip((0, *_TOPS), _TOPS, strict=False)))
"""Every band but the highest."""

MOST: Final = f"{_TOPS[-1] + 1} or more"
"""The highest band."""


def band(count: int) -> str:
    """The band that a count falls in; nothing is a band of its own."""
    if count <= 0:
        return WORDS[0]
    return next((WORDS[n] for n, top in enumerate(_TOPS, start=1) if count <= top), MOST)
