"""Disclosure profiles: how the sealed figures look to the parties of an agreement.

What belongs here: the smallest value a profile shows, what it rounds to, and how fine a table may
be. What does not: the protection itself. A profile is a rounding of the same protected values,
never a draw of its own, so that holding two of them tells no more than the finer one (design).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from api.disclosure.derived import LEAST_BASE
from api.disclosure.derived import PUBLICATION_BASE as LEAST_PUBLISHED_BASE
from api.disclosure.lattice import Shape
from api.disclosure.policy import PUBLICATION_BASE, PUBLICATION_THRESHOLD
from schemas.breakdowns import MAX_VARIABLES, PERIOD_KINDS, PeriodKind
from schemas.purposes import PARTNERSHIP_THRESHOLD


@dataclass(frozen=True)
class Profile:
    """How one profile shows protected values.

    Attributes:
        threshold: the smallest protected value shown; `base`: what is rounded to.
        least_base: the smallest base of a percentage.
        widest: variables of a table for the whole area by kind of period; a kind that is not
            named is not shown. `by_area`: the same for a table by small area, the area included.
    """

    threshold: int
    base: int
    least_base: int
    widest: Mapping[PeriodKind, int] = field(hash=False)
    by_area: Mapping[PeriodKind, int] = field(hash=False)

    def shown(self, value: int) -> int:
        """A protected value as this profile shows it."""
        return self.base * ((value + self.base // 2) // self.base)

    @property
    def said(self) -> str:
        """What is said of the protection, once in every answer (design)."""
        rounded = f" rounded to the nearest {self.base}," if self.base > 1 else ""
        return (
            f"Counts are moved at random by at most 5, by 1.4 on average,{rounded} and hidden "
            f"below {self.threshold}; totals are moved on their own, so parts do not add up to "
            "them."
        )

    def permits(self, shape: Shape, *, period_kind: PeriodKind) -> bool:
        """Whether a table is shown at all; what is not shown is so for every cell alike."""
        by_area = any(breakdown.area for breakdown in shape.breakdowns)
        most = (self.by_area if by_area else self.widest).get(period_kind, -1)
        return len(shape.breakdowns) <= most


PARTNERSHIP: Final = Profile(
    PARTNERSHIP_THRESHOLD,
    1,
    LEAST_BASE,
    widest=MappingProxyType(dict.fromkeys(PERIOD_KINDS, MAX_VARIABLES)),
    by_area=MappingProxyType(dict.fromkeys(PERIOD_KINDS, MAX_VARIABLES)),
)

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        "partnership": PARTNERSHIP,
        # 1 to 7 hidden and the rest to the nearest 5, as NHS England publishes (NHS Digital,
        # Hospital Episode Statistics analysis guide, small numbers).
        "publication": Profile(
            PUBLICATION_THRESHOLD,
            PUBLICATION_BASE,
            LEAST_PUBLISHED_BASE,
            # Small areas by year and with one variable more; the whole area by quarter with two,
            # by year with three (design).
            widest=MappingProxyType({"quarter": 2, "year": 3}),
            by_area=MappingProxyType({"year": 2}),
        ),
    }
)
"""The profiles that an agreement may name."""
