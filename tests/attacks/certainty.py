"""What follows with certainty: bounds on every cell, narrowed until nothing moves.

Interval propagation over the links of a release. Each bound is implied by what is shown and by the
published rules of protection, so a cell whose bounds meet is recovered, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from api.disclosure.lattice import Key
from api.disclosure.protect import THRESHOLD
from api.disclosure.ptable import MAX_NOISE
from tests.attacks.links import Cell, Link
from tests.attacks.release import Question, Release

Bounds = tuple[int, int]
Reading = Callable[[int | None, str], Bounds]

NO_LIMIT = 10**9


def read_exact(value: int | None, unit: str) -> Bounds:
    """What a service with a threshold alone tells: the value, or 0 to 4."""
    del unit
    return (0, THRESHOLD - 1) if value is None else (value, value)


def read_exact_above_zero(value: int | None, unit: str) -> Bounds:
    """What such a service tells where zeros are seen: the value, or 1 to 4."""
    del unit
    return (1, THRESHOLD - 1) if value is None else (value, value)


def read_noisy(value: int | None, unit: str) -> Bounds:
    """What the real one tells: a shown value is at most the largest noise away, and zero is never
    moved; a hidden count of persons is below the threshold after noise, a hidden count of records
    may have been hidden for the people behind it."""
    if value is not None:
        return max(1, value - MAX_NOISE), value + MAX_NOISE
    return 0, NO_LIMIT if unit == "records" else THRESHOLD - 1 + MAX_NOISE


@dataclass(frozen=True)
class Recovered:
    """A cell whose count is certain though it was not shown as such."""

    cell: Cell
    count: int


def recovered(
    release: Release, *, links: Sequence[Link], read: Reading, zeros: Collection[Cell] = ()
) -> list[Recovered]:
    """Every hidden cell that the release gives away with certainty.

    `zeros` are cells that can hold nobody by their definition, as everybody may read.
    """
    bounds = narrowed(release, links=links, read=read, zeros=zeros)
    return [
        Recovered(cell, low)
        for cell, (low, high) in bounds.items()
        if low == high and release[cell[0]][cell[1]] is None and cell not in zeros
    ]


def narrowed(
    release: Release, *, links: Sequence[Link], read: Reading, zeros: Collection[Cell] = ()
) -> dict[Cell, Bounds]:
    """The narrowest bounds that propagation finds for every cell.

    Raises ValueError where bounds cross: then what was read is not how the release was made.
    """
    bounds = {
        (question, key): read(value, question[2])
        for question, cells in release.items()
        for key, value in cells.items()
    } | dict.fromkeys(zeros, (0, 0))
    touching: dict[Cell, list[Link]] = {}
    for link in links:
        for cell in (link.total, *link.parts):
            touching.setdefault(cell, []).append(link)
    waiting = dict.fromkeys(links)
    while waiting:
        link = next(iter(waiting))
        del waiting[link]
        for cell in _narrow(link, bounds):
            waiting.update(dict.fromkeys(touching[cell]))
    return bounds


def missed(
    found: Sequence[Recovered], *, truth: Mapping[Question, Mapping[Key, int]]
) -> list[Recovered]:
    """Claims that are wrong; a sound solver has none."""
    return [one for one in found if truth[one.cell[0]][one.cell[1]] != one.count]


def _narrow(link: Link, bounds: dict[Cell, Bounds]) -> list[Cell]:
    """Apply one link to its total and parts; give the cells whose bounds moved."""
    low, high = bounds[link.total]
    lows = sum(bounds[part][0] for part in link.parts)
    highs = sum(bounds[part][1] for part in link.parts)
    largest = max(bounds[part][0] for part in link.parts)
    at_least = lows if link.kind == "sum" else largest
    at_most = NO_LIMIT if link.kind == "least" else highs
    moved = _set(link.total, bounds, low=max(low, at_least), high=min(high, at_most))
    low, high = bounds[link.total]
    for part in link.parts:
        own_low, own_high = bounds[part]
        least = 0 if link.kind == "least" else low - (highs - own_high)
        most = high - (lows - own_low) if link.kind == "sum" else high
        moved += _set(part, bounds, low=max(own_low, least), high=min(own_high, most))
    return moved


def _set(cell: Cell, bounds: dict[Cell, Bounds], *, low: int, high: int) -> list[Cell]:
    if low > high:
        raise ValueError(f"bounds cross at {cell}")
    if bounds[cell] == (low, high):
        return []
    bounds[cell] = (low, high)
    return [cell]
