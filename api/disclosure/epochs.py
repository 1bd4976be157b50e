"""Epochs: how often a period may be sealed.

Each sealing of a period draws new noise for the same people. Many draws average the noise away, and
a revision soon after the last one tells who was added; so there are few epochs, far apart or large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MAX_EPOCHS = 4
"""Sealings of one period: the first and three revisions, then it is frozen for good (design)."""

APART = timedelta(days=91)
"""A quarter of a year, after which a revision of any size may be sealed (design)."""

CHANGED_PERSONS = 20
CHANGED_AGENCIES = 2
"""Persons changed, over so many agencies, with which a revision need not wait (design)."""


@dataclass(frozen=True)
class SealedEpoch:
    """One sealing of a period: its number, from 1, and the day."""

    number: int
    on: date


class EpochRefused(Exception):  # noqa: N818 - a refusal reads as what it says
    """The period may not be sealed now. `code` is stable; `detail` holds no count."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def next_epoch(
    sealed: Sequence[SealedEpoch], *, today: date, changed_persons: int, changed_agencies: int
) -> int:
    """Give the number of the epoch that may be sealed today, in order of sealing.

    The changes are those since the last epoch; a row that names no person counts as one more.
    Raises EpochRefused with the code `period_frozen`, `nothing_changed` or `too_soon`.
    """
    if not sealed:
        return 1
    if len(sealed) >= MAX_EPOCHS:
        raise EpochRefused("period_frozen", f"A period is sealed at most {MAX_EPOCHS} times.")
    if changed_persons == 0 and changed_agencies == 0:
        raise EpochRefused("nothing_changed", "No return of the period has changed.")
    large = changed_persons >= CHANGED_PERSONS and changed_agencies >= CHANGED_AGENCIES
    if today - sealed[-1].on < APART and not large:
        earliest = (sealed[-1].on + APART).isoformat()
        raise EpochRefused("too_soon", f"A revision may be sealed from {earliest}, or when larger.")
    return sealed[-1].number + 1
