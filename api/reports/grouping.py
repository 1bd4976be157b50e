"""Things by what they have in common, in the order in which each kind first comes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

T = TypeVar("T")


def grouped(held: Iterable[T], *, by: Callable[[T], Hashable]) -> list[list[T]]:
    """The things of each kind together; those are of one kind for which `by` gives the same."""
    groups: dict[Hashable, list[T]] = {}
    for each in held:
        groups.setdefault(by(each), []).append(each)
    return list(groups.values())
