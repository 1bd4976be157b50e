"""Attacks on time: was anybody added, and where, told from two figures that overlap.

Windows such as year-to-date do not exist, so the nearest is a month beside the quarter that holds
it, and one epoch of a period beside the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from api.disclosure.lattice import Key
from tests.attacks.guessing import Truth
from tests.attacks.release import Question, Release, finest_groupings


@dataclass(frozen=True)
class Claims:
    """Claims of one kind: how many, the share that is right, and the share that chance gives."""

    made: int
    right: float
    base: float


def somebody_came(release: Release, *, truth: Truth, part: str, whole: str) -> Claims:
    """Claim that rows outside the part exist wherever part and whole show different values."""
    changed, actual = _compared(release, truth=truth, part=part, whole=whole)
    return _claims(changed, actual)


def nobody_came(release: Release, *, truth: Truth, part: str, whole: str) -> Claims:
    """Claim that none exist wherever part and whole show the same value."""
    changed, actual = _compared(release, truth=truth, part=part, whole=whole)
    return _claims([not claim for claim in changed], [not came for came in actual])


def pinpointed(before: Release, *, after: Release, finest: Question) -> Key | None:
    """Name the cell that gained a record between two epochs: the one with most changed totals.

    `None` where several cells are as likely.
    """
    names, period, unit = finest
    tables = [
        (table, period, unit)
        for size in range(len(names) + 1)
        for table in combinations(names, size)
    ]
    places = {table: [names.index(name) for name in table[0]] for table in tables}
    changed = {
        (table, key)
        for table in tables
        for key in before[table]
        if before[table][key] != after[table][key]
    }
    marks: Mapping[Key, int] = {
        key: sum((table, tuple(key[p] for p in places[table])) in changed for table in tables)
        for key in before[finest]
    }
    most = max(marks.values())
    likeliest = [key for key, mark in marks.items() if mark == most]
    return likeliest[0] if len(likeliest) == 1 else None


def pooled(each: Sequence[Claims]) -> Claims:
    """The claims of several releases as one."""
    made = sum(one.made for one in each)
    right = sum(one.right * one.made for one in each)
    return Claims(made, right / max(made, 1), sum(one.base for one in each) / len(each))


def _compared(
    release: Release, *, truth: Truth, part: str, whole: str
) -> tuple[list[bool], list[bool]]:
    """For cells shown in both periods: whether the values differ, and whether the counts do.

    Only the finest groupings: the same people in a wider one are the same draw told again.
    """
    changed, actual = [], []
    for names, period, unit in release:
        if period != part or unit != "records" or (names, whole, unit) not in release:
            continue
        if not finest_groupings().issuperset(names):
            continue
        for key, value in release[names, part, unit].items():
            other = release[names, whole, unit][key]
            if value is not None and other is not None:
                changed.append(value != other)
                actual.append(truth[names, part, unit][key] != truth[names, whole, unit][key])
    return changed, actual


def _claims(claimed: list[bool], actual: list[bool]) -> Claims:
    made = [came for claim, came in zip(claimed, actual, strict=True) if claim]
    return Claims(len(made), sum(made) / max(len(made), 1), sum(actual) / max(len(actual), 1))
