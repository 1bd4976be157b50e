"""Where a reading stands: in which return, after which row, and since when.

A reading goes through the reader's own returns and then through those of others, by month and by
the reader's own reference of each return, so that the order tells of no agency. What belongs here:
that order, and what is left of it after a place. What does not: rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from api.queries.records.slices import Slice

Key = tuple[bool, str, str]
"""Whether it is another agency's, the month, and the reference of the return."""


@dataclass(frozen=True, slots=True)
class Place:
    """After this row of this delivery the next page begins.

    Attributes:
        as_of: when the reading began; what changed since then is asked for next time.
        key: the return; a month of "" stands before all of its kind.
        submission_id: the delivery that was read.
        row_no: the last row that was looked at.
    """

    as_of: datetime
    key: Key
    submission_id: str = ""
    row_no: int = 0

    def words(self) -> list[str]:
        """The place as a cursor holds it."""
        kind = "others" if self.key[0] else "own"
        where = [kind, *self.key[1:], self.submission_id, str(self.row_no)]
        return [self.as_of.isoformat(), *where]

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """The place in a cursor of this service."""
        as_of, kind, month, reference, submission_id, row_no = words
        key = (kind == "others", month, reference)
        return cls(datetime.fromisoformat(as_of), key, submission_id, int(row_no))


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is to be read of one return.

    Attributes:
        key: where the return stands in the order.
        slice_: the return.
        after: the number of the row after which to begin.
        anew: whether all that the reader has of the return is void, since it comes again.
    """

    key: Key
    slice_: Slice
    after: int = 0
    anew: bool = False


def stretches(
    listed: Iterable[tuple[Key, Slice]],
    *,
    place: Place | None,
    since: datetime | None,
    touched: Collection[tuple[str, str]],
) -> list[Stretch]:
    """What is left to be read, in order.

    Args:
        listed: the returns in reach.
        place: where the last page ended; None at the beginning.
        since: what the reader asked for as changed; None for all.
        touched: (agency, month) of returns that are to be read again though they did not change.
    """
    found = (_stretch(key, each, place=place, anew=since is not None) for key, each in listed)
    wanted = (
        stretch
        for stretch in found
        if stretch is not None and _wanted(stretch, since=since, touched=touched)
    )
    return sorted(wanted, key=lambda stretch: stretch.key)


def _stretch(key: Key, each: Slice, *, place: Place | None, anew: bool) -> Stretch | None:
    if place is None or key > place.key:
        return Stretch(key, each, anew=anew)
    if key < place.key:
        return None
    if each.submission_id == place.submission_id:
        return Stretch(key, each, after=place.row_no)
    # it was sent again, or withdrawn, between two pages
    return Stretch(key, each, anew=True)


def _wanted(
    stretch: Stretch, *, since: datetime | None, touched: Collection[tuple[str, str]]
) -> bool:
    each = stretch.slice_
    if since is None:
        return each.submission_id is not None or stretch.anew
    return each.changed_at >= since or (each.agency_id, each.month) in touched
