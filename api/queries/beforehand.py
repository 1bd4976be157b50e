"""The next of many things made in a thread while one is used: what makes them leaves Python's lock
alone for most of its time, as writing columns out does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def beforehand(items: Iterable[Item]) -> Iterator[Item]:
    """The items in their order, each made while the one before it is used; one waits at most.

    Whatever goes wrong with one is raised when it is its turn. Nobody else may use what the items
    are made of until all have been given, or the iterator is closed.
    """
    source = iter(items)
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(_next, source)
        while item := coming.result():
            coming = maker.submit(_next, source)
            yield item[0]


def _next(source: Iterator[Item]) -> tuple[Item] | None:
    for item in source:
        return (item,)
    return None
