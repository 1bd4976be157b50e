"""Disclosure profiles: how the sealed figures look to the parties of an agreement.

What belongs here: the smallest value a profile shows and what it rounds to. What does not: the
protection itself. A profile is a rounding of the same protected values, never a draw of its own, so
that holding two of them tells no more than the finer one (design).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from schemas.purposes import PARTNERSHIP_THRESHOLD


@dataclass(frozen=True)
class Profile:
    """`threshold` is the smallest protected value shown, `base` what is rounded to."""

    threshold: int
    base: int

    def shown(self, value: int) -> int:
        """A protected value as this profile shows it."""
        return self.base * ((value + self.base // 2) // self.base)


PARTNERSHIP: Final = Profile(PARTNERSHIP_THRESHOLD, 1)

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        "partnership": PARTNERSHIP,
        # 1 to 7 hidden and the rest to the nearest 5, as NHS England publishes (NHS Digital,
        # Hospital Episode Statistics analysis guide, small numbers).
        "publication": Profile(8, 5),
    }
)
"""The profiles that an agreement may name."""
