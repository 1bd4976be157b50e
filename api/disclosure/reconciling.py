"""Records that found no counterpart, as one cell that can be protected like any other.

What comes in is who the records are about; what goes out holds sums and counts alone. Which records
found none is decided elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from api.disclosure.protect import CountedCell


class Unmatched(NamedTuple):
    """A record without a counterpart: its unit, that unit's record key, and whether it is a person.

    Attributes:
        unit_key: the person counted, or the record where it names none.
        record_key: the unit's record key.
        linked: whether the record names a person.
    """

    unit_key: bytes
    record_key: int
    linked: bool


def cell(records: Iterable[Unmatched]) -> CountedCell:
    """The records as the total of a table without variables."""
    held = Counter(records)
    rows = sorted(held.values(), reverse=True)
    people = [each for each in held if each.linked]
    return CountedCell(
        key=(),
        records=sum(rows),
        persons=len(people),
        units=len(held),
        record_key_sum=sum(each.record_key * n for each, n in held.items()),
        unit_key_sum=sum(each.record_key for each in held),
        person_key_sum=sum(each.record_key for each in people),
        top=sum(rows[:1]),
        top_two=sum(rows[:2]),
    )
