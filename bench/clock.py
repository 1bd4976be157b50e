"""Timing: how long one deed takes when it is repeated."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence

Deed = Callable[[], object]
"""Something to be timed."""


def each(deeds: Iterable[Deed]) -> list[float]:
    """Seconds of each deed, with the garbage collector out of the way."""
    times = []
    gc.collect()
    gc.disable()
    try:
        for deed in deeds:
            begun = time.perf_counter()
            deed()
            times.append(time.perf_counter() - begun)
    finally:
        gc.enable()
    return times


def median(deeds: Iterable[Deed]) -> float:
    """The middle of the seconds of the deeds."""
    return statistics.median(each(deeds))


def abreast(*lists: Sequence[Deed]) -> list[list[float]]:
    """Seconds of each deed of lists of one length, the lists taking turns.

    Whatever else the machine does then falls on all of them alike.
    """
    turns = each(deed for turn in zip(*lists, strict=True) for deed in turn)
    return [turns[place :: len(lists)] for place in range(len(lists))]


def percentile(times: Sequence[float], part: float) -> float:
    """The time that this part of the times stays below."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]
